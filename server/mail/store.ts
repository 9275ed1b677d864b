import { sql, type Updateable } from 'kysely'
import type { Database, NewRow, Row } from '../store/schema.ts'
import type { Reader, Store, Tx } from '../store/store.ts'

export type MailRow = Row<'mails'>

/** Still to be sent, or perhaps sent by somebody who died over it. */
const OPEN = ['queued', 'sending'] as const

/** Adds a mail; one that is there already stays as it is. Whether it is new. */
export async function upsertMail(
  tx: Tx,
  mail: Pick<NewRow<'mails'>, 'clock_id' | 'item_id' | 'member_id' | 'kind' | 'moment'>,
): Promise<boolean> {
  const row = await tx.db
    .insertInto('mails')
    .values({
      ...mail,
      id: tx.newId('mal'),
      state: 'queued',
      message_id: null,
      attempts: 0,
      next_at: tx.now,
      lease_until: 0,
      lease_id: null,
      note: null,
      queued_at: tx.now,
      settled_at: null,
    })
    .onConflict(conflict => conflict.columns(['clock_id', 'member_id', 'kind', 'moment']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Why a mail waits whose clock stands still. */
export const PAUSED = 'the clock is paused'

/** Has those looked at again that wait for their clock to go on. */
export async function wakeMails(tx: Tx, clockId: string): Promise<void> {
  await tx.db
    .updateTable('mails')
    .set({ next_at: tx.now })
    .where('clock_id', '=', clockId)
    .where('state', '=', 'queued')
    .where('note', '=', PAUSED)
    .execute()
}

/** Claims mails that are due, those that waited longest first, for `leaseMs`. */
export function claimMails(
  store: Store,
  now: number,
  { limit, leaseMs, leaseId }: { limit: number; leaseMs: number; leaseId: string },
): Promise<MailRow[]> {
  return store.lease(db =>
    db
      .updateTable('mails')
      .set({ lease_until: now + leaseMs, lease_id: leaseId })
      .where('id', 'in', ids => {
        const due = ids
          .selectFrom('mails')
          .select('id')
          .where('next_at', '<=', now)
          .where('lease_until', '<=', now)
          .orderBy('next_at')
          .orderBy('id')
          .limit(limit)
        return store.kind === 'postgres' ? due.forUpdate().skipLocked() : due
      })
      .returningAll()
      .execute(),
  )
}

/** A mail that is still open and whose lease is still this worker's; null otherwise. */
export async function heldMail(db: Reader, { id, lease_id }: MailRow): Promise<MailRow | null> {
  const row = await db
    .selectFrom('mails')
    .selectAll()
    .where('id', '=', id)
    .where('lease_id', '=', lease_id)
    .where('state', 'in', OPEN)
    .executeTakeFirst()
  return row ?? null
}

export async function updateMail(tx: Tx, id: string, change: Updateable<Database['mails']>): Promise<void> {
  await tx.db.updateTable('mails').set(change).where('id', '=', id).execute()
}

/** Whether the same person is to be told, or was, of something that came later on the same clock. */
export async function isOutdated(db: Reader, { clock_id, member_id, moment }: MailRow): Promise<boolean> {
  const later = await db
    .selectFrom('mails')
    .select('id')
    .where('clock_id', '=', clock_id)
    .where('member_id', '=', member_id)
    .where('moment', '>', moment)
    .where('state', 'in', [...OPEN, 'sent'])
    .executeTakeFirst()
  return later !== undefined
}

/** Mails of a clock that could not be delivered. */
export function failedMails(db: Reader, clockId: string): Promise<Pick<MailRow, 'id' | 'member_id'>[]> {
  return db
    .selectFrom('mails')
    .select(['id', 'member_id'])
    .where('clock_id', '=', clockId)
    .where('state', '=', 'failed')
    .orderBy('id')
    .execute()
}

/** When the next mail wants attention; epoch milliseconds, null where none waits. */
export async function nextMailAt(db: Reader): Promise<number | null> {
  const row = await db
    .selectFrom('mails')
    .select(fn =>
      fn.fn.min(sql<number>`case when lease_until > next_at then lease_until else next_at end`).as('at'),
    )
    .where('next_at', 'is not', null)
    .executeTakeFirst()
  return row?.at ?? null
}

/** How many mails are in each state, and how many of the dropped ones for this reason. */
export async function countMails(db: Reader, droppedFor: string) {
  const rows = await db
    .selectFrom('mails')
    .select(['state', fn => fn.fn.countAll<number>().as('count')])
    .where(where => where.or([where('state', '!=', 'dropped'), where('note', '=', droppedFor)]))
    .groupBy('state')
    .execute()
  const counts = new Map(rows.map(({ state, count }) => [state, count]))
  const of = (state: MailRow['state']) => counts.get(state) ?? 0
  return { waiting: of('queued') + of('sending'), failed: of('failed'), dropped: of('dropped') }
}
