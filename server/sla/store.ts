import type { Clock, ClockKind } from '../../shared/sla.ts'
import type { Row } from '../store/schema.ts'
import type { Reader, Tx } from '../store/store.ts'

type ClockRow = Row<'clocks'>

export async function findClock(db: Reader, itemId: string, kind: ClockKind, subjectId: string) {
  return db
    .selectFrom('clocks')
    .selectAll()
    .where('item_id', '=', itemId)
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .executeTakeFirst()
}

export async function insertClock(tx: Tx, clock: Omit<ClockRow, 'id' | 'stopped_at'>): Promise<string> {
  const id = tx.newId('clk')
  await tx.db
    .insertInto('clocks')
    .values({ ...clock, id, stopped_at: null })
    .execute()
  return id
}

export async function updateClock(
  tx: Tx,
  id: string,
  change: { started_at?: number; due_at?: number; stopped_at?: number | null },
) {
  await tx.db.updateTable('clocks').set(change).where('id', '=', id).execute()
}

export async function clocksOfItem(db: Reader, itemId: string): Promise<Clock[]> {
  const rows = await db
    .selectFrom('clocks')
    .selectAll()
    .where('item_id', '=', itemId)
    .orderBy('started_at')
    .orderBy('id')
    .execute()
  return rows.map(clockOf)
}

export function clockOf(row: ClockRow): Clock {
  return {
    id: row.id,
    kind: row.kind,
    unit: row.unit,
    startedAt: row.started_at,
    dueAt: row.due_at,
    stoppedAt: row.stopped_at,
    pauses: [],
  }
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
