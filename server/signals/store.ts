import { sql } from 'kysely'
import type { NewRow, Row } from '../store/schema.ts'
import type { Reader, Store, Tx } from '../store/store.ts'

export type StoredSignal = Row<'signals'>

/** Inserts what is new and returns the dedupe keys (`source key`) of the rows that were. */
export async function insertSignals(tx: Tx, signals: readonly NewRow<'signals'>[]): Promise<Set<string>> {
  const inserted = await tx.db
    .insertInto('signals')
    .values([...signals])
    .onConflict(conflict => conflict.columns(['source', 'dedupe_key']).doNothing())
    .returning('id')
    .execute()
  return new Set(inserted.map(({ id }) => id))
}

/** Claims up to `limit` due signals for `leaseMs`, oldest first. */
export function claimSignals(
  store: Store,
  now: number,
  { limit, leaseMs }: { limit: number; leaseMs: number },
) {
  return store.lease(db =>
    db
      .updateTable('signals')
      .set({ lease_until: now + leaseMs, attempts: sql<number>`attempts + 1` })
      .where('id', 'in', ids => {
        const due = ids
          .selectFrom('signals')
          .select('id')
          .where('state', '=', 'stored')
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

export async function settleSignals(
  tx: Tx,
  ids: readonly string[],
  { state, note }: { state: 'processed' | 'ignored' | 'unreadable'; note: string | null },
): Promise<void> {
  await tx.db
    .updateTable('signals')
    .set({ state, note, lease_until: 0 })
    .where('id', 'in', [...ids])
    .execute()
}

export async function postponeSignals(
  tx: Tx,
  ids: readonly string[],
  nextAt: number,
  note: string,
): Promise<void> {
  await tx.db
    .updateTable('signals')
    .set({ next_at: nextAt, note, lease_until: 0 })
    .where('id', 'in', [...ids])
    .execute()
}

/** When the next stored signal wants attention; epoch milliseconds, null where none waits. */
export async function nextSignalAt(db: Reader): Promise<number | null> {
  const row = await db
    .selectFrom('signals')
    .select(fn =>
      fn.fn.min(sql<number>`case when lease_until > next_at then lease_until else next_at end`).as('at'),
    )
    .where('state', '=', 'stored')
    .executeTakeFirst()
  return row?.at ?? null
}
