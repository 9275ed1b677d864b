import { reassignItems } from '../ownership/assign-owner.ts'
import type { Row } from '../store/schema.ts'
import type { Tx } from '../store/store.ts'
import { disarmTimer } from '../timers/arm-timer.ts'
import { endLeave, findLeave } from './store.ts'

export type CancelOutcome = 'cancelled' | 'no-leave' | 'over-already'

/**
 * Takes a leave of this member back; from now on it counts for nothing. What they had before it stays with whoever has
 * it now, and what waited for somebody is looked at again. Twice is once.
 */
export async function cancelLeave(
  tx: Tx,
  { leaveId, memberId }: { leaveId: string; memberId: string },
): Promise<CancelOutcome> {
  const leave = await findLeave(tx.db, { id: leaveId, memberId })
  const outcome = outcomeOf(leave, tx.now)
  const done = outcome === 'cancelled'
  await tx.audit({
    action: done ? 'member.leave-cancelled' : 'member.leave-cancel-refused',
    outcome: done ? 'done' : 'refused',
    subject: { kind: 'leave', id: leave?.id ?? 'unknown' },
    itemId: null,
    summary: summaryOf(outcome, leave),
    detail: { memberId },
  })
  if (!done || !leave || leave.cancelled_at !== null) return outcome
  await endLeave(tx, leave.id)
  if (leave.starts_at <= tx.now) await reassignItems(tx)
  else await disarmTimer(tx, { kind: 'leave-begins', subjectId: leave.id })
  return outcome
}

function outcomeOf(leave: Row<'leaves'> | null, now: number): CancelOutcome {
  if (!leave) return 'no-leave'
  if (leave.cancelled_at !== null) return 'cancelled'
  return leave.ends_at <= now ? 'over-already' : 'cancelled'
}

function summaryOf(outcome: CancelOutcome, leave: Row<'leaves'> | null): string {
  if (!leave) return 'No such leave of this member'
  if (outcome === 'over-already') return 'The leave is over'
  const { starts_at, ends_at, cancelled_at } = leave
  const when = `From ${new Date(starts_at).toISOString()} until ${new Date(ends_at).toISOString()}`
  return cancelled_at === null ? `${when} is taken back` : `${when} had been taken back`
}
