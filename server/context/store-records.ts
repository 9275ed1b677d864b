import { type Identifier, nameKey, nameOfKey, type SourceRecord } from '../../shared/source-record.ts'
import type { NewRow } from '../store/schema.ts'
import type { Tx } from '../store/store.ts'
import { moveItems } from './item-store.ts'
import { placeAnchors, sharersOf } from './place-anchors.ts'
import {
  findRecords,
  insertUnread,
  type KeysOfRecord,
  moveRecords,
  type RecordRow,
  recordsBelow,
  replaceKeys,
  rowOf,
  upsertRecords,
} from './record-store.ts'

/** What storing some records came to. */
export interface Stored {
  /** Records that were new or said something new. */
  readonly changed: number
  /** Records of which the same, or a later reading, is on record already. */
  readonly unchanged: number
}

/** How far a record may hang below its account: subscription, customer, and the customer it was merged into twice. */
const DEEPEST = 5

/**
 * Stores records of sources as they were last read and places each with its account. Within one record the last
 * reading holds, as every reading is of the present; between records the merge decides. Any order, any repetition and
 * any grouping of the same readings ends in the same records. Leaves the audit entry to the verb that calls it, but
 * for accounts that are made, joined or split.
 */
export async function storeRecords(tx: Tx, records: readonly SourceRecord[]): Promise<Stored> {
  const latest = latestOf(records)
  const known = await findRecords(tx.db, latest.keys())
  const fresh = [...latest].filter(([key, record]) => isNews(known.get(key), record))
  if (fresh.length === 0) return { changed: 0, unchanged: records.length }
  const anchors = await anchorsOf(tx, new Map(fresh))
  const writes = fresh.map(([key, record]) => planWrite(key, record, { known: known.get(key), anchors }))
  await upsertRecords(
    tx,
    writes.map(({ row }) => row),
  )
  const renamed = writes.filter(({ keysChanged }) => keysChanged)
  const touched = renamed.flatMap(({ anchorsTouched }) => anchorsTouched)
  const before = await sharersOf(
    tx,
    renamed.flatMap(({ anchorBefore }) => anchorBefore ?? []),
  )
  await replaceKeys(
    tx,
    renamed.map(({ keys }) => keys),
  )
  await moveWhatHangsOn(tx, writes)
  await placeAnchors(tx, new Set([...touched, ...before]))
  await noteOddTimes(tx, writes)
  const changed = writes.filter(({ said }) => said).length
  return { changed, unchanged: records.length - changed }
}

function latestOf(records: readonly SourceRecord[]): Map<string, SourceRecord> {
  const latest = new Map<string, SourceRecord>()
  for (const record of records) {
    const key = nameKey(record.name)
    const other = latest.get(key)
    if (!other || isLater(rowOf(record, key, null), rowOf(other, key, null))) latest.set(key, record)
  }
  return latest
}

function isNews(known: RecordRow | undefined, record: SourceRecord): boolean {
  return !known || known.unread === 1 || isLater(rowOf(record, known.anchor, known.account_id), known)
}

type Reading = Pick<
  NewRow<'source_records'>,
  'read_at' | 'changed_at' | 'gone' | 'fields' | 'keys' | 'label' | 'belongs_to' | 'state'
>

/** The later reading; of two at the same moment the later change, and then a fixed order so that none is arbitrary. */
function isLater(next: Reading, held: Reading): boolean {
  if (next.read_at !== held.read_at) return next.read_at > held.read_at
  if (next.changed_at !== held.changed_at) return next.changed_at > held.changed_at
  return contentOf(next) > contentOf(held)
}

function contentOf({ gone, fields, keys, label, belongs_to, state }: Reading): string {
  return [gone, fields, keys, label, belongs_to, state].join('\n')
}

type AnchorOf = ReadonlyMap<string, string>

/**
 * The anchor of each record: the end of the chain of what it belongs to or was merged into. A link that has never
 * been read is noted as unread and is the end.
 */
async function anchorsOf(tx: Tx, fresh: ReadonlyMap<string, SourceRecord>): Promise<AnchorOf> {
  const above = new Map([...fresh].map(([key, record]) => [key, linkAbove(record)]))
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const missing = [...above.values()].flatMap(link => (link && !above.has(link) ? [link] : []))
    if (missing.length === 0) break
    const found = await findRecords(tx.db, missing)
    const unread = [...new Set(missing)].filter(key => !found.has(key))
    await insertUnread(tx, unread.map(nameOfKey))
    for (const key of unread) above.set(key, null)
    for (const [key, row] of found) {
      above.set(key, row.anchor === key ? null : row.anchor)
    }
  }
  return new Map([...fresh.keys()].map(key => [key, endOf(key, above)]))
}

function linkAbove({ belongsTo, gone, mergedInto }: SourceRecord): string | null {
  if (gone && mergedInto) return nameKey(mergedInto)
  return belongsTo ? nameKey(belongsTo) : null
}

function endOf(start: string, above: ReadonlyMap<string, string | null>): string {
  let key = start
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const next = above.get(key)
    // A record that hangs on itself, or in a circle, stands on its own.
    if (!next || next === start) break
    key = next
  }
  return key
}

const SKEW_ALLOWED_MS = 5 * 60_000

/** A source whose clock runs ahead or that went back in time is believed as far as it goes, and it is on record. */
async function noteOddTimes(tx: Tx, writes: readonly PlannedWrite[]): Promise<void> {
  const ahead = writes.filter(({ row, said }) => said && row.changed_at > row.read_at + SKEW_ALLOWED_MS)
  const back = writes.filter(
    ({ row, changedBefore }) => changedBefore !== null && row.changed_at < changedBefore,
  )
  for (const [action, odd] of [
    ['records.clock-ahead', ahead],
    ['records.went-back', back],
  ] as const) {
    const [first] = odd
    if (!first) continue
    await tx.audit({
      action,
      outcome: 'done',
      subject: { kind: 'record', id: first.key },
      itemId: null,
      summary: `${odd.length} records, such as ${first.key}`,
      detail: { records: odd.map(({ key }) => key) },
    })
  }
}

interface PlannedWrite {
  readonly key: string
  /** When the source had last changed it, as it was on record; null where it is new. */
  readonly changedBefore: number | null
  readonly row: NewRow<'source_records'>
  readonly keys: KeysOfRecord
  readonly keysChanged: boolean
  readonly anchorBefore: string | null
  readonly anchorsTouched: readonly string[]
  /** Whether it says anything new, beside being read again. */
  readonly said: boolean
}

function planWrite(
  key: string,
  record: SourceRecord,
  { known, anchors }: { known: RecordRow | undefined; anchors: AnchorOf },
): PlannedWrite {
  const anchor = anchors.get(key) ?? key
  const stays = known?.anchor === anchor
  const row = rowOf(record, anchor, stays ? known.account_id : null)
  const keysChanged =
    !known ||
    !stays ||
    known.unread === 1 ||
    known.keys !== row.keys ||
    known.gone !== row.gone ||
    known.role !== row.role
  return {
    key,
    changedBefore: known && known.unread === 0 ? known.changed_at : null,
    row,
    keys: { record: key, anchor, keys: keysOf(record, anchor === key) },
    keysChanged,
    anchorBefore: known?.anchor ?? null,
    anchorsTouched: known && !stays ? [known.anchor, anchor] : [anchor],
    said:
      !known ||
      known.unread === 1 ||
      contentOf(row) !== contentOf(known) ||
      known.changed_at !== row.changed_at,
  }
}

/** What a record goes by, its own id included. Only what stands for itself speaks for a domain; gone, it is silent. */
function keysOf({ name, role, keys, gone }: SourceRecord, own: boolean): Identifier[] {
  if (gone) return []
  const itself = role === 'part' ? [] : [{ kind: `${name.source}-${name.type}`, value: name.id }]
  return [...itself, ...keys.filter(({ kind }) => own || kind !== 'domain')]
}

/** What hung on a record that moved, moves with it. */
async function moveWhatHangsOn(tx: Tx, writes: readonly PlannedWrite[]): Promise<void> {
  for (const { key, row, anchorBefore } of writes) {
    if (row.role === 'part' || anchorBefore === null || anchorBefore === row.anchor) continue
    await moveItems(tx, { from: key, to: row.anchor })
    await moveBelow(tx, [key], row.anchor)
  }
}

async function moveBelow(tx: Tx, keys: readonly string[], anchor: string): Promise<void> {
  let level = keys
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
    const below = (await recordsBelow(tx.db, level)).map(nameKey).filter(key => key !== anchor)
    await moveRecords(tx, below, anchor)
    level = below
  }
}
