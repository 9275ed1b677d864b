import type { Updateable } from 'kysely'
import { z } from 'zod'
import type { Calendar } from '../../shared/calendar.ts'
import type { Clock, ClockKind, Pause } from '../../shared/sla.ts'
import { readPolicy } from '../policies/store.ts'
import type { Database, NewRow, Row } from '../store/schema.ts'
import type { Reader, Tx } from '../store/store.ts'

export type ClockRow = Row<'clocks'>
type PauseRow = Row<'clock_pauses'>

const Shares = z.array(z.number())

export async function findClock(
  db: Reader,
  { itemId, kind, subjectId }: { itemId: string; kind: ClockKind; subjectId: string },
): Promise<ClockRow | null> {
  const row = await db
    .selectFrom('clocks')
    .selectAll()
    .where('item_id', '=', itemId)
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .executeTakeFirst()
  return row ?? null
}

export async function findClockById(db: Reader, id: string): Promise<ClockRow | null> {
  return (await db.selectFrom('clocks').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

export async function insertClock(
  tx: Tx,
  clock: Omit<NewRow<'clocks'>, 'id' | 'missed_at'>,
): Promise<string> {
  const id = tx.newId('clk')
  await tx.db
    .insertInto('clocks')
    .values({ ...clock, id, missed_at: null })
    .execute()
  return id
}

type ClockChange = Updateable<Database['clocks']>

export async function updateClock(tx: Tx, id: string, change: ClockChange): Promise<void> {
  await tx.db.updateTable('clocks').set(change).where('id', '=', id).execute()
}

/** Writes down that a running clock ran out; false where somebody did before, or it stopped or moved since. */
export async function markMissed(tx: Tx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('clocks')
    .set(eb => ({ missed_at: tx.now, late_ms: eb(eb.val(tx.now), '-', eb.ref('due_at')) }))
    .where('id', '=', id)
    .where('missed_at', 'is', null)
    .where('stopped_at', 'is', null)
    .where('due_at', '<=', tx.now)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function clockRowsOfItem(db: Reader, itemId: string): Promise<ClockRow[]> {
  return db
    .selectFrom('clocks')
    .selectAll()
    .where('item_id', '=', itemId)
    .orderBy('started_at')
    .orderBy('id')
    .execute()
}

export async function clocksOfItem(db: Reader, itemId: string): Promise<Clock[]> {
  return clocksOf(db, await clockRowsOfItem(db, itemId))
}

/** Clocks with their calendars, as they were when each was counted, and their pauses. */
export async function clocksOf(db: Reader, rows: readonly ClockRow[]): Promise<Clock[]> {
  if (rows.length === 0) return []
  const pauses = await pausesOf(
    db,
    rows.map(({ id }) => id),
  )
  return Promise.all(
    rows.map(async row =>
      clockOf(row, { calendar: await calendarOf(db, row), pauses: pauses.get(row.id) ?? [] }),
    ),
  )
}

/** The calendar that made a clock; null for a calendar clock. Shared between clocks, as it is kept parsed. */
async function calendarOf(db: Reader, { calendar, calendar_version }: ClockRow): Promise<Calendar | null> {
  if (calendar === null || calendar_version === null) return null
  const { policy } = await readPolicy(db, 'calendars', calendar_version)
  return policy.calendars.find(({ name }) => name === calendar) ?? null
}

function clockOf(
  row: ClockRow,
  { calendar, pauses }: { calendar: Calendar | null; pauses: readonly Pause[] },
): Clock {
  return {
    id: row.id,
    kind: row.kind,
    unit: row.unit,
    calendar,
    startedAt: row.started_at,
    targetMs: row.target_ms,
    pauses: [...pauses],
    dueAt: row.due_at,
    stoppedAt: row.stopped_at,
    warnAt: Shares.parse(JSON.parse(row.warn_at)),
    origin:
      row.rule !== null && row.policy_version !== null
        ? { rule: row.rule, policyVersion: row.policy_version, calendarVersion: row.calendar_version }
        : null,
  }
}

export async function pausesOf(db: Reader, clockIds: readonly string[]): Promise<Map<string, Pause[]>> {
  const rows = await db
    .selectFrom('clock_pauses')
    .selectAll()
    .where('clock_id', 'in', [...clockIds])
    .orderBy('from_at')
    .execute()
  const byClock = Map.groupBy(rows, ({ clock_id }) => clock_id)
  return new Map([...byClock].map(([id, those]) => [id, those.map(pauseOf)]))
}

function pauseOf({ from_at, until_at, cause, actor }: PauseRow): Pause {
  return { from: from_at, until: until_at, cause, actor }
}

export async function insertPause(
  tx: Tx,
  clockId: string,
  { from, until, cause, actor }: Pause,
): Promise<void> {
  await tx.db
    .insertInto('clock_pauses')
    .values({ clock_id: clockId, from_at: from, until_at: until, cause, actor })
    .execute()
}

/** Ends the pause that lasts; one that has ended is never written again. */
export async function endPause(tx: Tx, clockId: string, { from, until }: Pause): Promise<void> {
  await tx.db
    .updateTable('clock_pauses')
    .set({ until_at: until })
    .where('clock_id', '=', clockId)
    .where('from_at', '=', from)
    .where('until_at', 'is', null)
    .execute()
}

/** Running clocks of open items, soonest first, with what a list needs to name them. */
export async function runningClocks(db: Reader, ownerIds: readonly string[] | null) {
  const query = db
    .selectFrom('clocks')
    .innerJoin('items', 'items.id', 'clocks.item_id')
    .selectAll('clocks')
    .select(['items.title', 'items.account_id', 'items.owner_id', 'items.ownership'])
    .where('clocks.stopped_at', 'is', null)
    .where('items.status', '!=', 'done')
    .orderBy('clocks.due_at')
    .limit(200)
  return ownerIds ? query.where('items.owner_id', 'in', [...ownerIds]).execute() : query.execute()
}
