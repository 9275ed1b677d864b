import { settleException } from '../exceptions/raise-exception.ts'
import type { Tx } from '../store/store.ts'
import { findCursor, rewindCursor, type StreamName } from './store.ts'
import { UNREADABLE_RECORDS } from './store-page.ts'

/** Has a stream read again from its very beginning. One that was never begun stays so. */
export async function restartStream(tx: Tx, name: StreamName): Promise<void> {
  const row = await findCursor(tx.db, name)
  if (row) await rewindCursor(tx, row)
  await settleException(tx, 'unreadable-answer', UNREADABLE_RECORDS(name), 'Read again from the start')
  await tx.audit({
    action: 'sync.restarted',
    outcome: 'done',
    subject: { kind: 'source', id: name.source },
    itemId: null,
    summary: `To be read again from the start: ${name.source} ${name.stream}`,
    detail: { stream: name.stream, read: row?.read ?? 0 },
  })
}
