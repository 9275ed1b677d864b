import type { ClockKind } from '../../shared/sla.ts'
import type { Tx } from '../store/store.ts'
import { findClock, insertClock, updateClock } from './store.ts'

/** What a clock runs for. Times: epoch milliseconds. */
export interface ClockOrder {
  readonly itemId: string
  readonly kind: ClockKind
  readonly subjectId: string
  readonly startedAt: number
  readonly dueAt: number
}

/** Starts a calendar clock, moves the due time of one that runs, or starts a stopped one anew. Twice is once. */
export async function runClock(tx: Tx, order: ClockOrder): Promise<void> {
  const known = await findClock(tx.db, order.itemId, order.kind, order.subjectId)
  if (known && known.due_at === order.dueAt && known.stopped_at === null) return
  if (known) {
    const again = known.stopped_at === null ? {} : { started_at: order.startedAt, stopped_at: null }
    await updateClock(tx, known.id, { due_at: order.dueAt, ...again })
    return noteClock(tx, order, 'clock.moved', `due ${iso(known.due_at)} before, ${iso(order.dueAt)} now`)
  }
  await insertClock(tx, {
    item_id: order.itemId,
    kind: order.kind,
    subject_id: order.subjectId,
    unit: 'calendar',
    started_at: order.startedAt,
    due_at: order.dueAt,
  })
  return noteClock(tx, order, 'clock.started', `${order.kind} due ${iso(order.dueAt)}`)
}

/** Stops a running clock; one that is missing or stopped stays as it is. */
export async function stopClock(
  tx: Tx,
  order: Pick<ClockOrder, 'itemId' | 'kind' | 'subjectId'>,
): Promise<void> {
  const known = await findClock(tx.db, order.itemId, order.kind, order.subjectId)
  if (!known || known.stopped_at !== null) return
  await updateClock(tx, known.id, { stopped_at: tx.now })
  const late = tx.now > known.due_at ? 'missed' : 'in time'
  await noteClock(tx, order, 'clock.stopped', `${order.kind} stopped ${late}`)
}

async function noteClock(
  tx: Tx,
  { itemId, subjectId }: Pick<ClockOrder, 'itemId' | 'subjectId'>,
  action: string,
  summary: string,
): Promise<void> {
  tx.touch(itemId)
  await tx.audit({ action, outcome: 'done', subject: { kind: 'clock', id: subjectId }, itemId, summary })
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
