import { LONGEST_SNOOZE_MS } from '../../shared/clock-warnings.ts'
import type { Person } from '../../shared/member.ts'
import { burnDown } from '../../shared/sla.ts'
import { clocksOf, findClockById } from '../sla/store.ts'
import type { Tx } from '../store/store.ts'
import { findAlert, saveMark } from './store.ts'

export type Snooze = 'snoozed' | 'not-found' | 'missed' | 'past' | 'too-long'

export interface SnoozeOrder {
  readonly clockId: string
  readonly member: Person
  /** Epoch milliseconds. */
  readonly until: number
  readonly reason: string
}

/** Puts an alert off for one person. The clock goes on as it did, and once it is missed it is shown again. */
export async function snoozeAlert(tx: Tx, order: SnoozeOrder): Promise<Snooze> {
  const { clockId, member, until, reason } = order
  const found = await findAlert(tx.db, clockId)
  const outcome = found ? await judge(tx, order) : 'not-found'
  if (found && outcome === 'snoozed') {
    await saveMark(tx, { clockId, memberId: member.id }, { snoozed_until: until, reason })
    tx.touch(found.item_id)
  }
  const when = new Date(until).toISOString()
  await tx.audit({
    action: outcome === 'snoozed' ? 'alert.snoozed' : 'alert.snooze-refused',
    outcome: outcome === 'snoozed' ? 'done' : 'refused',
    subject: { kind: 'clock', id: clockId },
    itemId: found?.item_id ?? null,
    summary:
      outcome === 'snoozed' ? `${member.name} put ${found?.kind} off until ${when}: ${reason}` : outcome,
  })
  return outcome
}

async function judge(tx: Tx, { clockId, until }: SnoozeOrder): Promise<Snooze> {
  if (until <= tx.now) return 'past'
  if (until - tx.now > LONGEST_SNOOZE_MS) return 'too-long'
  const row = await findClockById(tx.db, clockId)
  const [clock] = row ? await clocksOf(tx.db, [row]) : []
  return clock && burnDown(clock, tx.now).state === 'missed' ? 'missed' : 'snoozed'
}
