import {
  type Identifier,
  nameKey,
  nameOfKey,
  type RecordName,
  type SourceRecord,
} from '../../shared/source-record.ts'
import { chunksOf, insertKept } from '../store/kept-insert.ts'
import type { NewRow, Row } from '../store/schema.ts'
import type { Reader, Tx } from '../store/store.ts'

export type RecordRow = Row<'source_records'>

/** Rows to a statement: what binds at most 32,766 values on either database. */
const AT_ONCE = 500

/** A record's row by its key. */
export async function findRecord(db: Reader, key: string): Promise<RecordRow | null> {
  const { source, type, id } = nameOfKey(key)
  const row = await db
    .selectFrom('source_records')
    .selectAll()
    .where('source', '=', source)
    .where('type', '=', type)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** The rows there are of some records, by key. */
export async function findRecords(db: Reader, keys: Iterable<string>): Promise<Map<string, RecordRow>> {
  const names = [...new Set(keys)].map(nameOfKey)
  const found = new Map<string, RecordRow>()
  for (const group of Map.groupBy(names, ({ source, type }) => `${source}:${type}`).values()) {
    for (const some of inParts(group)) {
      const [first] = some
      if (!first) continue
      const rows = await db
        .selectFrom('source_records')
        .selectAll()
        .where('source', '=', first.source)
        .where('type', '=', first.type)
        .where(
          'id',
          'in',
          some.map(({ id }) => id),
        )
        .execute()
      for (const row of rows) found.set(nameKey(row), row)
    }
  }
  return found
}

/** Writes records, replacing what was there of them. */
export async function upsertRecords(tx: Tx, rows: readonly NewRow<'source_records'>[]): Promise<void> {
  for (const chunk of chunksOf(rows.map(inOrder))) {
    await insertKept(tx, { name: 'records', rows: chunk, build: some => upsertOf(tx, some) })
  }
}

function upsertOf(tx: Tx, rows: readonly NewRow<'source_records'>[]) {
  return tx.db
    .insertInto('source_records')
    .values(rows)
    .onConflict(conflict =>
      conflict.columns(['source', 'type', 'id']).doUpdateSet(to => ({
        role: to.ref('excluded.role'),
        anchor: to.ref('excluded.anchor'),
        belongs_to: to.ref('excluded.belongs_to'),
        account_id: to.ref('excluded.account_id'),
        label: to.ref('excluded.label'),
        url: to.ref('excluded.url'),
        fields: to.ref('excluded.fields'),
        keys: to.ref('excluded.keys'),
        happened_at: to.ref('excluded.happened_at'),
        state: to.ref('excluded.state'),
        changed_at: to.ref('excluded.changed_at'),
        read_at: to.ref('excluded.read_at'),
        gone: to.ref('excluded.gone'),
        merged_into: to.ref('excluded.merged_into'),
        unread: to.ref('excluded.unread'),
      })),
    )
}

/** A record's columns in the one order that the kept query is built in. */
function inOrder(row: NewRow<'source_records'>) {
  return {
    source: row.source,
    type: row.type,
    id: row.id,
    role: row.role,
    anchor: row.anchor,
    belongs_to: row.belongs_to ?? null,
    account_id: row.account_id ?? null,
    label: row.label,
    url: row.url ?? null,
    fields: row.fields,
    keys: row.keys,
    happened_at: row.happened_at ?? null,
    state: row.state ?? null,
    changed_at: row.changed_at,
    read_at: row.read_at,
    gone: row.gone,
    merged_into: row.merged_into ?? null,
    unread: row.unread,
  }
}

/** Notes records that others name before they were ever read, so that what hangs on them has a place. */
export async function insertUnread(tx: Tx, names: readonly RecordName[]): Promise<void> {
  for (const some of inParts(names)) {
    await tx.db
      .insertInto('source_records')
      .values(some.map(unreadRow))
      .onConflict(conflict => conflict.columns(['source', 'type', 'id']).doNothing())
      .execute()
  }
}

/** Types that stand for a customer; whatever else others hang on is a person until it was read. */
const ACCOUNT_TYPES: ReadonlySet<string> = new Set([
  'account',
  'customer',
  'organization',
  'company',
  'workspace',
])

function unreadRow({ source, type, id }: RecordName): NewRow<'source_records'> {
  const key = nameKey({ source, type, id })
  return {
    source,
    type,
    id,
    role: ACCOUNT_TYPES.has(type) ? 'account' : 'person',
    anchor: key,
    belongs_to: null,
    account_id: null,
    label: id,
    url: null,
    fields: '[]',
    keys: '[]',
    happened_at: null,
    state: null,
    changed_at: 0,
    read_at: 0,
    gone: 0,
    merged_into: null,
    unread: 1,
  }
}

export interface KeysOfRecord {
  readonly record: string
  readonly anchor: string
  readonly keys: readonly Identifier[]
}

/** Replaces the names some records go by. */
export async function replaceKeys(tx: Tx, records: readonly KeysOfRecord[]): Promise<void> {
  for (const some of inParts(records)) {
    const names = some.map(({ record }) => record)
    await tx.db.deleteFrom('record_keys').where('record', 'in', names).execute()
  }
  const rows = records.flatMap(({ record, anchor, keys }) =>
    keys.map(({ kind, value }) => ({ kind, value, record, anchor, own: record === anchor ? 1 : 0 })),
  )
  for (const chunk of chunksOf(rows)) {
    await insertKept(tx, {
      name: 'keys',
      rows: chunk,
      build: some =>
        tx.db
          .insertInto('record_keys')
          .values(some)
          .onConflict(conflict => conflict.doNothing()),
    })
  }
}

/** Records that hang directly on one of these. */
export async function recordsBelow(db: Reader, keys: readonly string[]): Promise<RecordName[]> {
  const below: RecordName[] = []
  for (const some of inParts(keys)) {
    const rows = await db
      .selectFrom('source_records')
      .select(['source', 'type', 'id'])
      .where('belongs_to', 'in', some)
      .execute()
    below.push(...rows)
  }
  return below
}

/** Moves records to another anchor; they are no anchors of an account any more. */
export async function moveRecords(tx: Tx, keys: readonly string[], anchor: string): Promise<void> {
  for (const name of keys.map(nameOfKey)) {
    await tx.db
      .updateTable('source_records')
      .set({ anchor, account_id: null })
      .where('source', '=', name.source)
      .where('type', '=', name.type)
      .where('id', '=', name.id)
      .execute()
  }
  for (const some of inParts(keys)) {
    await tx.db.updateTable('record_keys').set({ anchor, own: 0 }).where('record', 'in', some).execute()
  }
}

/** What a record is stored as. */
export function rowOf(
  record: SourceRecord,
  anchor: string,
  accountId: string | null,
): NewRow<'source_records'> {
  const { name, role, belongsTo, label, url, happenedAt, state, changedAt, readAt, gone, mergedInto } = record
  return {
    ...name,
    role,
    anchor,
    belongs_to: belongsTo ? nameKey(belongsTo) : null,
    account_id: accountId,
    label,
    url,
    fields: JSON.stringify(record.fields),
    keys: JSON.stringify(record.keys.map(({ kind, value }) => [kind, value])),
    happened_at: happenedAt,
    state,
    changed_at: changedAt,
    read_at: readAt,
    gone: gone ? 1 : 0,
    merged_into: mergedInto ? nameKey(mergedInto) : null,
    unread: 0,
  }
}

export function* inParts<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += AT_ONCE) yield all.slice(from, from + AT_ONCE)
}
