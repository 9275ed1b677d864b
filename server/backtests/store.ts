import { z } from 'zod'
import { type Backtest, BacktestCounts, BacktestRow } from '../../shared/backtest.ts'
import type { ItemRow } from '../ownership/store.ts'
import type { NewRow, Row } from '../store/schema.ts'
import type { Reader, Store, Tx } from '../store/store.ts'

export type BacktestTableRow = Row<'backtests'>

export async function insertBacktest(tx: Tx, row: NewRow<'backtests'>): Promise<void> {
  await tx.db.insertInto('backtests').values(row).execute()
}

type BacktestChange = Partial<
  Pick<
    BacktestTableRow,
    | 'done'
    | 'last_at'
    | 'last_id'
    | 'counts'
    | 'rules'
    | 'diffs'
    | 'finished_at'
    | 'cancelled'
    | 'lease_until'
  >
>

export async function updateBacktest(tx: Tx, id: string, change: BacktestChange): Promise<void> {
  await tx.db.updateTable('backtests').set(change).where('id', '=', id).execute()
}

/** Candidates can be large, so those nobody looks at any more go. */
export async function dropOldBacktests(tx: Tx, finishedBefore: number): Promise<void> {
  await tx.db.deleteFrom('backtests').where('finished_at', '<', finishedBefore).execute()
}

export async function findBacktestRow(db: Reader, id: string): Promise<BacktestTableRow | null> {
  const row = await db.selectFrom('backtests').selectAll().where('id', '=', id).executeTakeFirst()
  return row ?? null
}

export async function findBacktest(db: Reader, id: string): Promise<Backtest | null> {
  const row = await findBacktestRow(db, id)
  return row && backtestOf(row)
}

export async function countRunning(db: Reader): Promise<number> {
  const { running } = await db
    .selectFrom('backtests')
    .select(fn => fn.fn.countAll<number>().as('running'))
    .where('finished_at', 'is', null)
    .executeTakeFirstOrThrow()
  return running
}

/** Items that came in a stretch of time; epoch milliseconds, both ends included. */
export async function countItems(
  db: Reader,
  { from, until }: { from: number; until: number },
): Promise<number> {
  const { items } = await db
    .selectFrom('items')
    .select(fn => fn.fn.countAll<number>().as('items'))
    .where('created_at', '>=', from)
    .where('created_at', '<=', until)
    .executeTakeFirstOrThrow()
  return items
}

/** The next items in the order they came. */
export async function itemsAfter(
  db: Reader,
  { last_at, last_id, started_at }: Pick<BacktestTableRow, 'last_at' | 'last_id' | 'started_at'>,
  limit: number,
): Promise<ItemRow[]> {
  return (
    db
      .selectFrom('items')
      .selectAll()
      .where(item =>
        item.or([
          item('created_at', '>', last_at),
          item.and([item('created_at', '=', last_at), item('id', '>', last_id)]),
        ]),
      )
      // Said again, so that the index leads to it.
      .where('created_at', '>=', last_at)
      .where('created_at', '<=', started_at)
      .orderBy('created_at')
      .orderBy('id')
      .limit(limit)
      .execute()
  )
}

/** Takes the oldest backtest under way for `leaseMs`, where nobody else works on it. */
export async function claimBacktest(
  store: Store,
  { now, leaseMs }: { now: number; leaseMs: number },
): Promise<BacktestTableRow | null> {
  const row = await store.lease(db =>
    db
      .updateTable('backtests')
      .set({ lease_until: now + leaseMs })
      .where('id', 'in', ids => {
        const due = ids
          .selectFrom('backtests')
          .select('id')
          .where('finished_at', 'is', null)
          .where('lease_until', '<=', now)
          .orderBy('started_at')
          .limit(1)
        return store.kind === 'postgres' ? due.forUpdate().skipLocked() : due
      })
      .returningAll()
      .executeTakeFirst(),
  )
  return row ?? null
}

/** When a backtest under way wants attention; epoch milliseconds, null where none is. */
export async function nextBacktestAt(db: Reader): Promise<number | null> {
  const row = await db
    .selectFrom('backtests')
    .select(fn => fn.fn.min('lease_until').as('at'))
    .where('finished_at', 'is', null)
    .executeTakeFirst()
  return row?.at ?? null
}

const Rules = z.record(z.string(), z.int())

export function rulesOf({ rules }: Pick<BacktestTableRow, 'rules'>): Record<string, number> {
  return Rules.parse(JSON.parse(rules))
}

export function rowsOf({ diffs }: Pick<BacktestTableRow, 'diffs'>): BacktestRow[] {
  return z.array(BacktestRow).parse(JSON.parse(diffs))
}

export function countsOf({ counts }: Pick<BacktestTableRow, 'counts'>): BacktestCounts {
  return BacktestCounts.parse(JSON.parse(counts))
}

function backtestOf(row: BacktestTableRow): Backtest {
  return {
    id: row.id,
    kind: row.kind,
    days: row.days,
    baseVersion: row.base_version,
    startedBy: row.started_by,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    cancelled: row.cancelled === 1,
    population: row.population,
    done: row.done,
    counts: countsOf(row),
    rules: Object.entries(rulesOf(row)).map(([rule, items]) => ({ rule, items })),
    rows: rowsOf(row),
  }
}
