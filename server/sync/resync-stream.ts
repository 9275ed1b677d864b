import type { Tx } from '../store/store.ts'
import { expediteCursors, listCursors } from './store.ts'

/** How long a stream that was read to its end rests before it is asked what changed. */
export const POLL_MS = 5 * 60_000

/**
 * Makes a stream of a source due at once, from where it was left; `*` means all of them. A stream that is being read
 * is read once more afterwards. One that was never begun stays so, and what a vendor asked us to wait is still waited.
 */
export async function resyncStream(tx: Tx, source: string, stream: string): Promise<void> {
  const begun = (await listCursors(tx.db, source)).map(row => row.stream)
  const streams = stream === '*' ? begun : begun.filter(name => name === stream)
  await expediteCursors(tx, { source, streams, turnMs: POLL_MS })
  await tx.audit({
    action: 'sync.asked',
    outcome: 'done',
    subject: { kind: 'source', id: source },
    itemId: null,
    summary:
      streams.length === 0
        ? `Nothing was begun of ${source} ${stream}`
        : `To be read now: ${source} ${streams.join(', ')}`,
    detail: { streams },
  })
}
