import { queueMail } from '../mail/queue-mail.ts'
import type { MailRow } from '../mail/store.ts'
import type { Tx } from '../store/store.ts'
import { ruleOfClock } from './rule-of-clock.ts'
import type { ClockRow } from './store.ts'

/** What somebody is mailed of; `moment` in epoch milliseconds. */
export type Occasion = Pick<MailRow, 'kind' | 'moment'> & { readonly memberId: string }

/** Has somebody mailed of a clock, where the rule that set it says so. */
export async function mailOwner(tx: Tx, row: ClockRow, occasion: Occasion): Promise<void> {
  const held = await ruleOfClock(tx.db, row)
  if (held?.rule.mail) await queueMail(tx, { ...occasion, clockId: row.id, itemId: row.item_id })
}
