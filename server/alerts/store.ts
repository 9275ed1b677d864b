import type { QuietHours } from '../../shared/quiet-hours.ts'
import type { Row } from '../store/schema.ts'
import type { Reader, Tx } from '../store/store.ts'

export type AlertMark = Row<'alert_marks'>

/** What one person said of these clocks, by clock. */
export async function marksOf(
  db: Reader,
  memberId: string,
  clockIds: readonly string[],
): Promise<ReadonlyMap<string, AlertMark>> {
  if (clockIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('alert_marks')
    .selectAll()
    .where('member_id', '=', memberId)
    .where('clock_id', 'in', [...clockIds])
    .execute()
  return new Map(rows.map(row => [row.clock_id, row]))
}

/** A clock that can still be alerted of, with its item; null where it stopped or nobody knows it. */
export async function findAlert(db: Reader, clockId: string) {
  const row = await db
    .selectFrom('clocks')
    .innerJoin('items', 'items.id', 'clocks.item_id')
    .select(['clocks.id', 'clocks.kind', 'clocks.item_id', 'items.title'])
    .where('clocks.id', '=', clockId)
    .where('clocks.stopped_at', 'is', null)
    .where('items.status', '!=', 'done')
    .executeTakeFirst()
  return row ?? null
}

/** Adds to what a person said of a clock. */
export async function saveMark(
  tx: Tx,
  { clockId, memberId }: { clockId: string; memberId: string },
  change: Partial<Pick<AlertMark, 'acknowledged_at' | 'snoozed_until' | 'reason'>>,
): Promise<void> {
  const none = { acknowledged_at: null, snoozed_until: null, reason: null }
  await tx.db
    .insertInto('alert_marks')
    .values({ clock_id: clockId, member_id: memberId, ...none, ...change })
    .onConflict(conflict => conflict.columns(['clock_id', 'member_id']).doUpdateSet(change))
    .execute()
}

export async function readQuietHours(db: Reader, memberId: string): Promise<QuietHours | null> {
  const row = await db
    .selectFrom('quiet_hours')
    .selectAll()
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  if (!row) return null
  const { time_zone, from_time, until_time, weekends } = row
  return { timeZone: time_zone, from: from_time, until: until_time, weekends: weekends === 1 }
}

/** Null: none from now on. */
export async function saveQuietHours(tx: Tx, memberId: string, hours: QuietHours | null): Promise<void> {
  if (!hours) {
    await tx.db.deleteFrom('quiet_hours').where('member_id', '=', memberId).execute()
    return
  }
  const { timeZone, from, until, weekends } = hours
  const row = { time_zone: timeZone, from_time: from, until_time: until, weekends: Number(weekends) }
  await tx.db
    .insertInto('quiet_hours')
    .values({ member_id: memberId, ...row })
    .onConflict(conflict => conflict.column('member_id').doUpdateSet(row))
    .execute()
}
