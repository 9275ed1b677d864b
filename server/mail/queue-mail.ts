import type { Tx } from '../store/store.ts'
import { type MailRow, upsertMail } from './store.ts'

/** What somebody is to be told of a clock. */
export interface MailOrder extends Pick<MailRow, 'kind'> {
  readonly clockId: string
  readonly itemId: string
  readonly memberId: string
  /** When the share was reached, the clock ran out, or the item went up; epoch milliseconds. */
  readonly moment: number
}

/** Queues a mail with the write it belongs to. The same moment again, to the same person, is the same mail. */
export async function queueMail(tx: Tx, order: MailOrder): Promise<void> {
  const { clockId, itemId, memberId, kind, moment } = order
  const isNew = await upsertMail(tx, {
    clock_id: clockId,
    item_id: itemId,
    member_id: memberId,
    kind,
    moment,
  })
  tx.touch(itemId)
  await tx.audit({
    action: 'mail.queued',
    outcome: 'done',
    subject: { kind: 'clock', id: clockId },
    itemId,
    summary: `${kind} at ${new Date(moment).toISOString()}, to ${memberId}${isNew ? '' : ', as before'}`,
  })
}
