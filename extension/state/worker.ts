import { browser } from 'wxt/browser'
import { failed, type Result } from '../failure.ts'
import { PAGE_PORT, type PageToWorker, type WorkerAnswers, WorkerToPage } from '../messages.ts'

const PING_MS = 20_000
const RECONNECT_MS = 500

/** The service worker as an extension page sees it. */
export interface Worker {
  ask<Kind extends PageToWorker['kind']>(
    request: Extract<PageToWorker, { kind: Kind }>,
  ): Promise<Result<WorkerAnswers[Kind]>>
  /** Keeps a Port open for news; calls back with each piece. */
  readonly listen: (onNews: (news: WorkerToPage) => void) => void
}

export function connectWorker(): Worker {
  return {
    async ask(request) {
      const answer = await browser.runtime.sendMessage(request).catch(() => null)
      // No id: this page outlived its extension. Otherwise the worker was ended in mid-request, and what became of
      // the request is as unknown as with a server that did not answer.
      return answer ?? failed({ kind: browser.runtime?.id ? 'server-down' : 'updated' })
    },
    listen(onNews) {
      // The worker may be ended at any time; connecting wakes it.
      const connect = () => {
        const port = browser.runtime.connect({ name: PAGE_PORT })
        const ping = setInterval(() => port.postMessage('here'), PING_MS)
        port.onMessage.addListener((message: unknown) => {
          const news = WorkerToPage.safeParse(message)
          if (news.success) onNews(news.data)
        })
        port.onDisconnect.addListener(() => {
          clearInterval(ping)
          if (browser.runtime?.id) setTimeout(connect, RECONNECT_MS)
        })
      }
      connect()
    },
  }
}
