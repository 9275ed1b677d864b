import { sharesAround } from '../../shared/clock-warnings.ts'
import { queueMail } from '../mail/queue-mail.ts'
import { readItem } from '../ownership/store.ts'
import { ruleOfClock } from '../sla/rule-of-clock.ts'
import { clocksOf, findClockById } from '../sla/store.ts'
import type { Tx } from '../store/store.ts'
import { armTimer } from '../timers/arm-timer.ts'

/**
 * A clock has reached a share of its time at which its owner is mailed. Of several that passed while nobody woke the
 * last one is told; the miss is told by itself.
 */
export async function warnOwner(tx: Tx, clockId: string): Promise<void> {
  const row = await findClockById(tx.db, clockId)
  const held = row && (await ruleOfClock(tx.db, row))
  if (!row || !held?.rule.mail) return idle(tx, clockId, 'No rule asks for a mail')
  if (row.stopped_at !== null || row.due_at <= tx.now)
    return idle(tx, clockId, 'The clock has stopped or run out')
  const [clock] = await clocksOf(tx.db, [row])
  const shares = clock && sharesAround(clock, { since: held.heldSince, now: tx.now })
  if (!shares) return idle(tx, clockId, 'The clock vanished')
  const { reached, next } = shares
  if (next !== null) await armTimer(tx, { kind: 'clock-warn', subjectId: clockId, dueAt: next })
  if (reached === null) return idle(tx, clockId, 'The share is not reached yet')
  const { owner_id } = await readItem(tx.db, row.item_id)
  if (owner_id === null) return idle(tx, clockId, 'Nobody has the item, so nobody is mailed')
  const { id, item_id } = row
  await queueMail(tx, { clockId: id, itemId: item_id, memberId: owner_id, kind: 'warned', moment: reached })
}

function idle(tx: Tx, clockId: string, summary: string): Promise<void> {
  const subject = { kind: 'clock', id: clockId }
  return tx.audit({ action: 'timer.idle', outcome: 'done', subject, itemId: null, summary })
}
