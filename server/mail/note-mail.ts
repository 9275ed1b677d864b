import type { Tx } from '../store/store.ts'
import type { MailRow } from './store.ts'

/** Says in the audit log what became of a mail. */
export function noteMail(
  tx: Tx,
  { id, item_id }: Pick<MailRow, 'id' | 'item_id'>,
  { action, summary }: { action: string; summary: string },
): Promise<void> {
  return tx.audit({
    action: `mail.${action}`,
    outcome: 'done',
    subject: { kind: 'mail', id },
    itemId: item_id,
    summary,
  })
}
