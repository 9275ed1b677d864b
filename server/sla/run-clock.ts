import type { ClockKind } from '../../shared/sla.ts'
import { settleException } from '../exceptions/raise-exception.ts'
import type { Tx } from '../store/store.ts'
import { armTimer, disarmTimer } from '../timers/arm-timer.ts'
import { type ClockRow, findClock, insertClock, updateClock } from './store.ts'

/** What a clock runs for. */
export interface ClockName {
  readonly itemId: string
  readonly kind: ClockKind
  readonly subjectId: string
}

/** A clock whose due time somebody else set. Times: epoch milliseconds. */
export interface ClockOrder extends ClockName {
  readonly startedAt: number
  readonly dueAt: number
}

/** Starts a calendar clock, moves the due time of one that runs, or starts a stopped one anew. Twice is once. */
export async function runClock(tx: Tx, order: ClockOrder): Promise<void> {
  const { itemId, kind, subjectId, startedAt, dueAt } = order
  const known = await findClock(tx.db, order)
  if (known && known.due_at === dueAt && known.stopped_at === null) return
  if (known) {
    const start = known.stopped_at === null ? known.started_at : startedAt
    const again = known.stopped_at === null ? {} : { started_at: startedAt, stopped_at: null }
    await updateClock(tx, known.id, { due_at: dueAt, target_ms: dueAt - start, missed_at: null, ...again })
    await armTimer(tx, { kind: 'clock-due', subjectId: known.id, dueAt })
    return noteClock(tx, order, 'clock.moved', `due ${iso(known.due_at)} before, ${iso(dueAt)} now`)
  }
  const id = await insertClock(tx, {
    item_id: itemId,
    kind,
    subject_id: subjectId,
    unit: 'calendar',
    started_at: startedAt,
    target_ms: dueAt - startedAt,
    due_at: dueAt,
    stopped_at: null,
    calendar: null,
    calendar_version: null,
    rule: null,
    policy_version: null,
    warn_at: '[0.8]',
  })
  await armTimer(tx, { kind: 'clock-due', subjectId: id, dueAt })
  return noteClock(tx, order, 'clock.started', `${kind} due ${iso(dueAt)}`)
}

/** Stops a running clock at `at`, now where nobody says so; one that is missing or stopped stays as it is. */
export async function stopClock(tx: Tx, order: ClockName, at = tx.now): Promise<void> {
  const known = await findClock(tx.db, order)
  if (!known || known.stopped_at !== null) return
  await updateClock(tx, known.id, { stopped_at: at })
  await settleMiss(tx, known)
  await disarmTimer(tx, { kind: 'clock-due', subjectId: known.id })
  const late = at > known.due_at ? 'missed' : 'in time'
  await noteClock(tx, order, 'clock.stopped', `${order.kind} stopped ${late}`)
}

/** What was late has happened by now, so nobody need look at it; the miss itself stays. */
export async function settleMiss(tx: Tx, { id, missed_at }: ClockRow): Promise<void> {
  if (missed_at === null) return
  for (const kind of ['sla-missed', 'nobody-to-bump'] as const) {
    await settleException(tx, kind, id, 'Done since, late')
  }
}

export async function noteClock(
  tx: Tx,
  { itemId, subjectId }: Pick<ClockName, 'itemId' | 'subjectId'>,
  action: string,
  summary: string,
): Promise<void> {
  tx.touch(itemId)
  await tx.audit({ action, outcome: 'done', subject: { kind: 'clock', id: subjectId }, itemId, summary })
}

export function iso(at: number): string {
  return new Date(at).toISOString()
}
