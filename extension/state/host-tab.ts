import { type Browser, browser } from 'wxt/browser'
import type { RecordRef } from '../../shared/record-ref.ts'
import { HostToPanel, type Layout, type PanelToHost } from '../messages.ts'

/** The host page this sidebar stands in, through the content script of its own tab. */
export interface HostTab {
  /** Asks the page itself, now. */
  readonly whichRecord: () => Promise<RecordRef | null>
  /** Calls back with the record now and with each later one. */
  readonly follow: (tell: (record: RecordRef | null) => void) => Promise<void>
  readonly arrange: (layout: Layout) => void
}

export async function findHostTab(): Promise<HostTab | null> {
  const tab = await browser.tabs.getCurrent()
  const id = tab?.id
  if (id === undefined) return null
  const send = (message: PanelToHost): Promise<unknown> =>
    browser.tabs.sendMessage(id, message, { frameId: 0 }).catch(() => null)
  const fromHost = (sender: Browser.runtime.MessageSender) => sender.tab?.id === id && sender.frameId === 0
  const whichRecord = async () => recordIn(await send({ arrow: 'panel-to-host', kind: 'which-record' }))
  return {
    whichRecord,
    async follow(tell) {
      let told = false
      browser.runtime.onMessage.addListener((message: unknown, sender, answer) => {
        if (!fromHost(sender) || !HostToPanel.safeParse(message).success) return
        told = true
        tell(recordIn(message))
        answer(true)
      })
      const first = await whichRecord()
      // What the page says by itself in the meantime is newer than its answer.
      if (!told) tell(first)
    },
    arrange: layout => void send({ arrow: 'panel-to-host', kind: 'layout', layout }),
  }
}

function recordIn(message: unknown): RecordRef | null {
  const parsed = HostToPanel.safeParse(message)
  return parsed.success ? parsed.data.record : null
}
