import { sharesAround } from '../../shared/clock-warnings.ts'
import type { PlannedClock } from '../../shared/plan-clocks.ts'
import { isPaused } from '../../shared/sla.ts'
import { releaseMails } from '../mail/release-mails.ts'
import { settleFailures } from '../mail/settle-failures.ts'
import type { Tx } from '../store/store.ts'
import { armTimer, disarmTimer } from '../timers/arm-timer.ts'

export interface WatchedShares {
  readonly id: string
  readonly plan: PlannedClock
  readonly warnAt: readonly number[]
  readonly dueAt: number
  /** When the policy began to hold; what was reached before is told by nobody. */
  readonly heldSince: number
}

/**
 * Wakes when a clock reaches the next share of its time. One that it reached while nobody woke is woken for now: whether
 * it was told, the mail itself knows.
 */
export async function watchShares(
  tx: Tx,
  { id, plan, warnAt, dueAt, heldSince }: WatchedShares,
): Promise<void> {
  const timer = { kind: 'clock-warn' as const, subjectId: id }
  const clock = { ...plan, warnAt: [...warnAt], dueAt }
  const { reached, next } = sharesAround(clock, { since: heldSince, now: tx.now })
  const wakeAt = dueAt > tx.now ? (reached ?? next) : null
  if (wakeAt === null) await disarmTimer(tx, timer)
  else await armTimer(tx, { ...timer, dueAt: wakeAt })
  if (!isPaused(plan)) await releaseMails(tx, id)
  if (plan.stoppedAt !== null) await settleFailures(tx, { clockId: id, memberId: null, cause: 'Done since' })
}
