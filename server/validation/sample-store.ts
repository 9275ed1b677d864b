import {
  nameKey,
  nameOfKey,
  type RecordField,
  type RecordName,
  type RecordRole,
} from '../../shared/source-record.ts'
import { fieldsIn } from '../context/fields-in.ts'
import type { Reader } from '../store/store.ts'

/** A record of an account as we hold it. */
export interface HeldRecord {
  readonly name: RecordName
  readonly role: RecordRole
  /** What it hangs on; null where it stands on its own. */
  readonly belongsTo: RecordName | null
  readonly label: string
  readonly fields: readonly RecordField[]
  readonly changedAt: number
  readonly readAt: number
}

/** How many accounts there are that have a record to compare. */
export async function countDrawable(db: Reader): Promise<number> {
  const { count } = await db
    .selectFrom(drawable(db).as('drawable'))
    .select(fn => fn.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** The accounts at these places of an order that stays the same while nothing is added; first is 1. */
export async function accountsAt(db: Reader, ranks: readonly number[]): Promise<string[]> {
  if (ranks.length === 0) return []
  const rows = await db
    .selectFrom(drawable(db).as('drawable'))
    .select(['id', 'rank'])
    .where('rank', 'in', [...ranks])
    .execute()
  const at = new Map(rows.map(({ id, rank }) => [rank, id]))
  return ranks.flatMap(rank => at.get(rank) ?? [])
}

function drawable(db: Reader) {
  return db
    .selectFrom('accounts')
    .select(fn => [
      'accounts.id',
      fn.fn
        .agg<number>('row_number')
        .over(over => over.orderBy('accounts.id'))
        .as('rank'),
    ])
    .where('accounts.merged_into', 'is', null)
    .where(where =>
      where.exists(
        where
          .selectFrom('source_records as anchors')
          .innerJoin('source_records as records', 'records.anchor', 'anchors.anchor')
          .select('records.id')
          .whereRef('anchors.account_id', '=', 'accounts.id')
          .where('records.gone', '=', 0)
          .where('records.unread', '=', 0)
          .where('records.merged_into', 'is', null)
          .where('records.fields', '!=', '[]'),
      ),
    )
}

/** Names of the records of an account that say something, those that stand for the account as a whole first. */
export async function recordNamesOf(
  db: Reader,
  accountId: string,
): Promise<{ name: RecordName; role: RecordRole }[]> {
  const rows = await db
    .selectFrom('source_records as anchors')
    .innerJoin('source_records as records', 'records.anchor', 'anchors.anchor')
    .select(['records.source', 'records.type', 'records.id', 'records.role'])
    .where('anchors.account_id', '=', accountId)
    .where('records.gone', '=', 0)
    .where('records.unread', '=', 0)
    .where('records.merged_into', 'is', null)
    .where('records.fields', '!=', '[]')
    .orderBy('records.source')
    .orderBy('records.type')
    .orderBy('records.id')
    .execute()
  const named = rows.map(({ role, ...name }) => ({ name, role }))
  return [
    ...named.filter(({ role }) => role === 'account'),
    ...named.filter(({ role }) => role !== 'account'),
  ]
}

/** What we hold of these records, in the order they are named. */
export async function heldRecords(db: Reader, names: readonly RecordName[]): Promise<HeldRecord[]> {
  if (names.length === 0) return []
  const rows = await db
    .selectFrom('source_records')
    .select(['source', 'type', 'id', 'role', 'belongs_to', 'label', 'fields', 'changed_at', 'read_at'])
    .where(match => match.or(names.map(({ source, type, id }) => match.and({ source, type, id }))))
    .execute()
  const held = new Map(
    rows.map(row => {
      const name = { source: row.source, type: row.type, id: row.id }
      const { role, label, changed_at: changedAt, read_at: readAt } = row
      const belongsTo = row.belongs_to === null ? null : nameOfKey(row.belongs_to)
      const fields = fieldsIn(row)
      return [nameKey(name), { name, role, belongsTo, label, fields, changedAt, readAt }] as const
    }),
  )
  return names.flatMap(name => held.get(nameKey(name)) ?? [])
}
