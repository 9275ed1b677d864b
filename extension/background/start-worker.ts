import { browser } from 'wxt/browser'
import { openCache } from '../cache.ts'
import { PageToWorker } from '../messages.ts'
import { createAlerts } from './alerts.ts'
import { answerPage } from './answer.ts'
import { isOwnPage, trackPages } from './pages.ts'
import { createSession } from './session.ts'
import { createStream } from './stream.ts'
import { openVault } from './vault.ts'

/** Must run in the worker's first turn: a listener added later misses the event that woke it. */
export function startWorker(): void {
  const cache = openCache()
  let live = false
  const pages = trackPages(
    anyOpen => (anyOpen ? stream.start() : stream.stop()),
    () => ({ kind: 'stream', live }),
  )
  const session = createSession(openVault(), signedIn => {
    stream.stop()
    if (signedIn && pages.anyOpen) stream.start()
    if (!signedIn) void cache.dropPanels()
    pages.tell({ kind: 'session-changed', signedIn })
    void (signedIn ? alerts.read() : alerts.forget())
  })
  const alerts = createAlerts(session)
  const stream = createStream({
    open: async signal => (await session.api())?.stream(signal) ?? null,
    onEvent({ records }) {
      pages.tell({ kind: 'changed', records })
      alerts.look()
    },
    onLive(next) {
      live = next
      pages.tell({ kind: 'stream', live })
    },
    onSignedOut: () => pages.tell({ kind: 'session-changed', signedIn: false }),
  })

  browser.runtime.onMessage.addListener((message: unknown, sender, answer) => {
    if (!isOwnPage(sender)) return
    const request = PageToWorker.safeParse(message)
    if (!request.success) return
    void answerPage({ session, cache, alerts }, request.data).then(answer)
    return true
  })
}
