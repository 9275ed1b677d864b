import type { Row } from '../store/schema.ts'
import type { Reader, Store, Tx } from '../store/store.ts'
import type { TimerKind } from '../store/timer-kind.ts'
import type { TimerName } from './arm-timer.ts'

export type TimerRow = Row<'timers'>

/** Each row binds six parameters; SQLite takes 32,766 in one statement. */
const ROWS_AT_ONCE = 2_000

export async function upsertTimer(
  tx: Tx,
  { kind, subjectId, dueAt }: TimerName & { dueAt: number },
): Promise<void> {
  await upsertTimers(tx, { kind, subjectIds: [subjectId], dueAt })
}

export async function upsertTimers(
  tx: Tx,
  { kind, subjectIds, dueAt }: Pick<TimerName, 'kind'> & { subjectIds: readonly string[]; dueAt: number },
): Promise<void> {
  for (let from = 0; from < subjectIds.length; from += ROWS_AT_ONCE) {
    const rows = subjectIds.slice(from, from + ROWS_AT_ONCE).map(subjectId => ({
      id: tx.newId('tmr'),
      kind,
      subject_id: subjectId,
      due_at: dueAt,
      lease_until: 0,
      done_at: null,
    }))
    await tx.db
      .insertInto('timers')
      .values(rows)
      .onConflict(conflict =>
        conflict
          .columns(['kind', 'subject_id'])
          .doUpdateSet({ due_at: dueAt, lease_until: 0, done_at: null }),
      )
      .execute()
  }
}

export async function finishTimer(tx: Tx, { kind, subjectId }: TimerName): Promise<void> {
  await tx.db
    .updateTable('timers')
    .set({ done_at: tx.now })
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .where('done_at', 'is', null)
    .execute()
}

/** Marks a timer that is still due as done; false where it fired, was disarmed or was moved since it was claimed. */
export async function takeTimer(tx: Tx, { kind, subjectId }: TimerName): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('timers')
    .set({ done_at: tx.now })
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .where('done_at', 'is', null)
    .where('due_at', '<=', tx.now)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Claims the timers that are due, in the order of their due times, for `leaseMs`. */
export async function claimTimers(
  store: Store,
  now: number,
  { limit, leaseMs }: { limit: number; leaseMs: number },
) {
  const rows = await store.lease(db =>
    db
      .updateTable('timers')
      .set({ lease_until: now + leaseMs })
      .where('id', 'in', ids => {
        const due = ids
          .selectFrom('timers')
          .select('id')
          .where('done_at', 'is', null)
          .where('due_at', '<=', now)
          .where('lease_until', '<=', now)
          .orderBy('due_at')
          .limit(limit)
        return store.kind === 'postgres' ? due.forUpdate().skipLocked() : due
      })
      .returningAll()
      .execute(),
  )
  return rows.toSorted((a, b) => a.due_at - b.due_at)
}

/** When the next timer is due; epoch milliseconds, null where none is armed. */
export async function nextTimerAt(db: Reader): Promise<number | null> {
  const row = await db
    .selectFrom('timers')
    .select(fn => fn.fn.min('due_at').as('at'))
    .where('done_at', 'is', null)
    .executeTakeFirst()
  return row?.at ?? null
}

/** Whether any timer of a kind waits. */
export async function isArmed(db: Reader, kind: TimerKind): Promise<boolean> {
  const row = await db
    .selectFrom('timers')
    .select('id')
    .where('kind', '=', kind)
    .where('done_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
