import { sql } from 'kysely'
import { nameKey } from '../../shared/source-record.ts'
import type { Reader } from '../store/store.ts'
import { findRecord, type RecordRow } from './record-store.ts'

/** Records of one kind that a field may rest on at most, so that one customer cannot make a panel slow. */
const PARTS_READ = 10
const PEOPLE_READ = 25

/** The records that stand for an account, in each system it is in, and the people who are customers by themselves. */
export async function accountRows(db: Reader, accountId: string): Promise<RecordRow[]> {
  return db
    .selectFrom('source_records')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('source')
    .orderBy('type')
    .orderBy('id')
    .execute()
}

/** The account a record hangs on, or null where none is known. */
export async function accountOfRecord(
  db: Reader,
  key: string,
): Promise<{ accountId: string; anchor: string } | null> {
  const record = await findRecord(db, key)
  if (!record) return null
  const anchor = record.anchor === key ? record : await findRecord(db, record.anchor)
  return anchor?.account_id ? { accountId: anchor.account_id, anchor: record.anchor } : null
}

/** A payment says what was refunded of it, a share of a field that is summed. */
const PAYMENT = 'charge'

/** The latest parts of each type that say something about a field: many tickets do not hide the one contract. */
export async function saidByParts(db: Reader, anchors: readonly string[]): Promise<RecordRow[]> {
  if (anchors.length === 0) return []
  const kinds = await db
    .selectFrom('source_records')
    .select(['anchor', 'type'])
    .distinct()
    .where('anchor', 'in', [...anchors])
    .where('role', '=', 'part')
    .where('type', '<>', PAYMENT)
    // Constants, as a partial index is chosen when the statement is prepared.
    .where('gone', '=', sql.lit(0))
    .where('fields', '<>', sql.lit('[]'))
    .execute()
  return saying(db, kinds, { role: 'part', limit: PARTS_READ })
}

/** What people are called in the systems there are; asking which types there are would read all of them. */
const PEOPLE = ['contact', 'user', 'guest']

/** The people changed last who say something about a field. */
export function saidByPeople(db: Reader, anchors: readonly string[]): Promise<RecordRow[]> {
  const kinds = anchors.flatMap(anchor => PEOPLE.map(type => ({ anchor, type })))
  return saying(db, kinds, { role: 'person', limit: PEOPLE_READ })
}

/** Per anchor and type, as the index is. Anchors that are people themselves come with the account. */
async function saying(
  db: Reader,
  kinds: readonly Pick<RecordRow, 'anchor' | 'type'>[],
  { role, limit }: { role: RecordRow['role']; limit: number },
): Promise<RecordRow[]> {
  const found: RecordRow[] = []
  for (const { anchor, type } of kinds) {
    const rows = await db
      .selectFrom('source_records')
      .selectAll()
      .where('anchor', '=', anchor)
      .where('role', '=', role)
      .where('type', '=', type)
      .where('gone', '=', sql.lit(0))
      .where('fields', '<>', sql.lit('[]'))
      .orderBy('changed_at', 'desc')
      .limit(limit)
      .execute()
    found.push(...rows.filter(row => nameKey(row) !== anchor))
  }
  return found
}

export interface PartQuestion {
  readonly anchors: readonly string[]
  readonly types: readonly string[]
}

/** Parts of some types that happened since `since` (epoch milliseconds), newest first. */
export async function partsSince(
  db: Reader,
  { anchors, types, since, limit }: PartQuestion & { since: number; limit: number },
): Promise<RecordRow[]> {
  if (anchors.length === 0) return []
  return (
    db
      .selectFrom('source_records')
      .selectAll()
      .where('anchor', 'in', [...anchors])
      .where('role', '=', 'part')
      // What happened since then has changed since then; the index is by change.
      .where('changed_at', '>=', since)
      .where('type', 'in', [...types])
      .where('happened_at', '>=', since)
      .where('gone', '=', 0)
      .orderBy('happened_at', 'desc')
      .limit(limit)
      .execute()
  )
}

/** How many parts of some types happened since `since` (epoch milliseconds), with the newest of them. */
export async function countSince(
  db: Reader,
  { anchors, types, since }: PartQuestion & { since: number },
): Promise<{ count: number; newest: RecordRow | null }> {
  const [newest] = await partsSince(db, { anchors, types, since, limit: 1 })
  if (!newest) return { count: 0, newest: null }
  const { count } = await db
    .selectFrom('source_records')
    .select(fn => fn.fn.countAll<number>().as('count'))
    .where('anchor', 'in', [...anchors])
    .where('role', '=', 'part')
    .where('changed_at', '>=', since)
    .where('type', 'in', [...types])
    .where('happened_at', '>=', since)
    .where('gone', '=', 0)
    .executeTakeFirstOrThrow()
  return { count, newest }
}

/** Parts of a type that are open now. */
export async function openParts(db: Reader, { anchors, types }: PartQuestion) {
  if (anchors.length === 0) return []
  return db
    .selectFrom('source_records')
    .select(['source', 'id', 'changed_at', 'read_at'])
    .where('anchor', 'in', [...anchors])
    .where('type', 'in', [...types])
    .where('state', '=', sql.lit('open'))
    .where('gone', '=', 0)
    .execute()
}

/** Payments made since `since` (epoch milliseconds), newest first. */
export async function paymentsSince(
  db: Reader,
  { anchors, since, limit }: { anchors: readonly string[]; since: number; limit: number },
) {
  if (anchors.length === 0) return []
  return db
    .selectFrom('source_records')
    .select(['source', 'id', 'fields', 'changed_at', 'read_at'])
    .where('anchor', 'in', [...anchors])
    .where('type', '=', sql.lit(PAYMENT))
    .where('happened_at', '>=', since)
    .where('gone', '=', 0)
    .orderBy('happened_at', 'desc')
    .limit(limit)
    .execute()
}

/** Every dispute of an account, newest first. */
export async function disputesOf(db: Reader, anchors: readonly string[]) {
  if (anchors.length === 0) return []
  return db
    .selectFrom('source_records')
    .select(['source', 'id', 'state', 'happened_at', 'changed_at', 'read_at'])
    .where('anchor', 'in', [...anchors])
    .where('type', '=', sql.lit('dispute'))
    .where('gone', '=', 0)
    .orderBy('happened_at', 'desc')
    .limit(100)
    .execute()
}

/** How many records of each kind hang on an account, the ones that stand for it left out. */
export async function countRecords(db: Reader, anchors: readonly string[]) {
  if (anchors.length === 0) return []
  return db
    .selectFrom('source_records')
    .select(['source', 'type', fn => fn.fn.countAll<number>().as('count')])
    .where('anchor', 'in', [...anchors])
    .where('role', 'in', ['person', 'part'])
    .where('gone', '=', 0)
    .groupBy(['source', 'type'])
    .orderBy('source')
    .orderBy('type')
    .execute()
}

/** Whether any of these streams has been read to its end, so that nothing found means that there is nothing. */
export async function isSynced(db: Reader, streams: readonly string[]): Promise<boolean> {
  const row = await db
    .selectFrom('sync_cursors')
    .select('stream')
    .where('stream', 'in', [...streams])
    .where('backfilled_at', 'is not', null)
    .executeTakeFirst()
  return row !== undefined
}
