import type { Row } from '../store/schema.ts'
import type { Reader, Store, Tx } from '../store/store.ts'
import type { ClockRow } from './store.ts'

export type RecomputationRow = Row<'recomputations'>

export async function insertRecomputation(tx: Tx, id: string): Promise<void> {
  await tx.db
    .insertInto('recomputations')
    .values({
      id,
      began_at: tx.now,
      finished_at: null,
      last_id: '',
      clocks: 0,
      differing: 0,
      lease_until: 0,
    })
    .execute()
}

/** Takes the oldest that is under way, for `leaseMs`; null where none is, or another server has it. */
export async function claimRecomputation(
  store: Store,
  { now, leaseMs }: { now: number; leaseMs: number },
): Promise<RecomputationRow | null> {
  const rows = await store.lease(db =>
    db
      .updateTable('recomputations')
      .set({ lease_until: now + leaseMs })
      .where('id', 'in', ids => {
        const due = ids
          .selectFrom('recomputations')
          .select('id')
          .where('finished_at', 'is', null)
          .where('lease_until', '<=', now)
          .orderBy('id')
          .limit(1)
        return store.kind === 'postgres' ? due.forUpdate().skipLocked() : due
      })
      .returningAll()
      .execute(),
  )
  return rows[0] ?? null
}

export async function stepRecomputation(
  tx: Tx,
  id: string,
  {
    last_id,
    clocks,
    differing,
    isLast,
  }: Pick<RecomputationRow, 'last_id' | 'clocks' | 'differing'> & { isLast: boolean },
): Promise<void> {
  await tx.db
    .updateTable('recomputations')
    .set({ last_id, clocks, differing, finished_at: isLast ? tx.now : null, lease_until: 0 })
    .where('id', '=', id)
    .execute()
}

export async function nextRecomputationAt(db: Reader): Promise<number | null> {
  const row = await db
    .selectFrom('recomputations')
    .select('lease_until')
    .where('finished_at', 'is', null)
    .orderBy('id')
    .executeTakeFirst()
  return row?.lease_until ?? null
}

export function lastRecomputation(db: Reader): Promise<RecomputationRow | undefined> {
  return db
    .selectFrom('recomputations')
    .selectAll()
    .where('finished_at', 'is not', null)
    .orderBy('id', 'desc')
    .executeTakeFirst()
}

/** The clocks that follow one, by id. */
export function clocksAfter(db: Reader, id: string, limit: number): Promise<ClockRow[]> {
  return db.selectFrom('clocks').selectAll().where('id', '>', id).orderBy('id').limit(limit).execute()
}
