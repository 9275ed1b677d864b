import { settleException } from '../exceptions/raise-exception.ts'
import type { Tx } from '../store/store.ts'
import { failedMails } from './store.ts'

/** Mails of a clock that could not be delivered need nobody's look any more, those to one person or all. */
export async function settleFailures(
  tx: Tx,
  { clockId, memberId, cause }: { clockId: string; memberId: string | null; cause: string },
): Promise<void> {
  for (const { id, member_id } of await failedMails(tx.db, clockId)) {
    if (memberId === null || member_id === memberId) await settleException(tx, 'mail-failed', id, cause)
  }
}
