import { type Browser, browser } from 'wxt/browser'
import { PAGE_PORT, type WorkerToPage } from '../messages.ts'

/** Whether a message came from a page of this extension; content scripts share its id but not its origin. */
export function isOwnPage(sender: Browser.runtime.MessageSender): boolean {
  const own = new URL(browser.runtime.getURL('/')).origin
  return sender.id === browser.runtime.id && sender.url !== undefined && new URL(sender.url).origin === own
}

export interface Pages {
  readonly anyOpen: boolean
  readonly tell: (message: WorkerToPage) => void
}

/** The extension pages open now. `onAny` hears of the first to come and the last to go. */
export function trackPages(onAny: (anyOpen: boolean) => void, onHello: () => WorkerToPage): Pages {
  const ports = new Set<Browser.runtime.Port>()
  browser.runtime.onConnect.addListener(port => {
    if (port.name !== PAGE_PORT || !port.sender || !isOwnPage(port.sender)) return
    ports.add(port)
    port.postMessage(onHello())
    // Any message on a port puts off the worker's idle end; pages send one every twenty seconds.
    port.onMessage.addListener(() => {})
    port.onDisconnect.addListener(() => {
      ports.delete(port)
      if (ports.size === 0) onAny(false)
    })
    if (ports.size === 1) onAny(true)
  })
  return {
    get anyOpen() {
      return ports.size > 0
    },
    tell(message) {
      for (const port of ports) port.postMessage(message)
    },
  }
}
