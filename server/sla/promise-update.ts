import { mayDecide } from '../../shared/gates/may-decide.ts'
import type { Member } from '../../shared/member.ts'
import type { Permission } from '../../shared/panel.ts'
import { LONGEST_PROMISE_MS, type PromiseRequest } from '../../shared/promise.ts'
import type { TicketTimeline } from '../../shared/ticket-timeline.ts'
import { isOneOf } from '../ownership/is-one-of.ts'
import { readItemIfAny } from '../ownership/store.ts'
import type { Tx } from '../store/store.ts'
import { runClock, stopClock } from './run-clock.ts'
import { type ClockRow, clockRowsOfItem } from './store.ts'

export type PromiseOutcome =
  | { readonly kind: 'promised' }
  | { readonly kind: 'refused'; readonly permission: Permission & { kind: 'refused' } }
  | { readonly kind: 'not-found' | 'past' | 'too-far' }

/**
 * Somebody told the customer when they will hear again: a clock runs until the next public reply. Promised anew before
 * it runs out, it moves; a promise that was broken stays broken, and the new one is another clock.
 */
export async function promiseUpdate(
  tx: Tx,
  { itemId, person, request }: { itemId: string; person: Member | null; request: PromiseRequest },
): Promise<PromiseOutcome> {
  const { record, until } = request
  const item = await readItemIfAny(tx.db, itemId)
  const onRecord = item !== null && (await isOneOf(tx.db, itemId, record))
  const permission = mayDecide({ act: 'promise-update', person, onRecord })
  const refusal = refusalOf({ isItem: item !== null, permission, until, now: tx.now })
  if (refusal) {
    const subject = { kind: 'item', id: itemId }
    await tx.audit({
      action: 'item.promise-refused',
      outcome: 'refused',
      subject,
      itemId: null,
      summary: refusal.kind,
    })
    return refusal
  }
  const [open] = await openPromises(tx, itemId)
  if (open && open.missed_at !== null) await stopClock(tx, nameOf(open))
  const subjectId =
    open && open.missed_at === null ? open.subject_id : `${record.host} ${record.id} ${tx.now}`
  await runClock(tx, { itemId, kind: 'promised-update', subjectId, startedAt: tx.now, dueAt: until })
  return { kind: 'promised' }
}

interface Facts {
  readonly isItem: boolean
  readonly permission: Permission
  readonly until: number
  readonly now: number
}

function refusalOf({
  isItem,
  permission,
  until,
  now,
}: Facts): Exclude<PromiseOutcome, { kind: 'promised' }> | null {
  if (!isItem) return { kind: 'not-found' }
  if (permission.kind === 'refused') return { kind: 'refused', permission }
  if (until <= now) return { kind: 'past' }
  return until - now > LONGEST_PROMISE_MS ? { kind: 'too-far' } : null
}

/** A promise is kept by the first public reply after it, at that reply's own time; a solved ticket promises nothing. */
export async function keepPromise(
  tx: Tx,
  { itemId, timeline, isDone }: { itemId: string; timeline: TicketTimeline; isDone: boolean },
): Promise<void> {
  for (const row of await openPromises(tx, itemId)) {
    const reply = timeline.events.find(
      ({ at, actor, change }) =>
        change.kind === 'public-reply' && actor.kind === 'agent' && at >= row.started_at,
    )
    if (reply) await stopClock(tx, nameOf(row), reply.at)
    else if (isDone) await stopClock(tx, nameOf(row))
  }
}

async function openPromises(tx: Tx, itemId: string): Promise<ClockRow[]> {
  const rows = await clockRowsOfItem(tx.db, itemId)
  return rows.filter(({ kind, stopped_at }) => kind === 'promised-update' && stopped_at === null)
}

function nameOf({ item_id, kind, subject_id }: ClockRow) {
  return { itemId: item_id, kind, subjectId: subject_id }
}
