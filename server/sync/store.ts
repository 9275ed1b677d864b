import { sql } from 'kysely'
import type { RecordName } from '../../shared/source-record.ts'
import type { Row } from '../store/schema.ts'
import type { Reader, Store, Tx } from '../store/store.ts'

export type CursorRow = Row<'sync_cursors'>

/** One stream of one vendor. */
export interface StreamName {
  readonly source: string
  readonly stream: string
}

/** A stream somebody has taken on for one page. */
export interface Claim extends StreamName {
  readonly cursor: string | null
  readonly leaseId: string
  /** What `next_at` is while nobody else touches the row; anything else means that it was asked for again. */
  readonly mark: number
}

/** All streams that were ever begun, or those of one source. */
export async function listCursors(db: Reader, source?: string): Promise<CursorRow[]> {
  const query = db.selectFrom('sync_cursors').selectAll().orderBy('source').orderBy('stream')
  return source === undefined ? query.execute() : query.where('source', '=', source).execute()
}

export async function findCursor(db: Reader, { source, stream }: StreamName): Promise<CursorRow | null> {
  const query = db.selectFrom('sync_cursors').selectAll()
  const row = await query.where('source', '=', source).where('stream', '=', stream).executeTakeFirst()
  return row ?? null
}

/** Inserts the streams that were not begun before, due at once; returns their names. */
export async function insertCursors(tx: Tx, source: string, streams: readonly string[]): Promise<string[]> {
  const fresh = { cursor: null, read: 0, total: null, backfilled_at: null, synced_at: null, gaps: 0 }
  const idle = { next_at: tx.now, lease_until: 0, lease_id: null, attempts: 0, trouble: null }
  const rows = await tx.db
    .insertInto('sync_cursors')
    .values(streams.map(stream => ({ source, stream, ...fresh, ...idle })))
    .onConflict(conflict => conflict.columns(['source', 'stream']).doNothing())
    .returning('stream')
    .execute()
  return rows.map(({ stream }) => stream)
}

/** Takes a due stream on until `now + leaseMs`; null where it is not due or somebody else has it. */
export async function claimStream(
  store: Store,
  { source, stream }: StreamName,
  { now, leaseMs, leaseId }: { now: number; leaseMs: number; leaseId: string },
): Promise<Claim | null> {
  const mark = now + leaseMs
  const row = await store.lease(db =>
    db
      .updateTable('sync_cursors')
      // Due again when the lease runs out, should whoever holds it die.
      .set({ lease_id: leaseId, lease_until: mark, next_at: mark })
      .where('source', '=', source)
      .where('stream', 'in', streams => {
        const due = streams
          .selectFrom('sync_cursors')
          .select('stream')
          .where('source', '=', source)
          .where('stream', '=', stream)
          .where('next_at', '<=', now)
          .where('lease_until', '<=', now)
        return store.kind === 'postgres' ? due.forUpdate().skipLocked() : due
      })
      .returning('cursor')
      .executeTakeFirst(),
  )
  return row ? { source, stream, cursor: row.cursor, leaseId, mark } : null
}

/** Keeps a lease for longer; nothing where it went to somebody else. */
export async function renewLease(store: Store, claim: Claim, until: number): Promise<void> {
  await store.lease(db =>
    db
      .updateTable('sync_cursors')
      .set({ lease_until: until })
      .where('source', '=', claim.source)
      .where('stream', '=', claim.stream)
      .where('lease_id', '=', claim.leaseId)
      .execute(),
  )
}

/** The stream as it is now, or null where the claim's lease went to somebody else. */
export async function heldCursor(tx: Tx, claim: Claim): Promise<CursorRow | null> {
  const row = await findCursor(tx.db, claim)
  return row?.lease_id === claim.leaseId ? row : null
}

/** What a page or its failure changes of a stream; the lease is given back with it. */
export type CursorChange = Pick<CursorRow, 'next_at' | 'attempts' | 'trouble'> &
  Partial<Pick<CursorRow, 'cursor' | 'read' | 'total' | 'backfilled_at' | 'synced_at' | 'gaps'>>

export async function saveCursor(
  tx: Tx,
  { source, stream }: StreamName,
  change: CursorChange,
): Promise<void> {
  await tx.db
    .updateTable('sync_cursors')
    .set({ ...change, lease_id: null, lease_until: 0 })
    .where('source', '=', source)
    .where('stream', '=', stream)
    .execute()
}

/** Makes the other streams of a source wait as well, those that are not being read at this moment. */
export async function holdOthers(tx: Tx, { source, stream }: StreamName, until: number): Promise<void> {
  await tx.db
    .updateTable('sync_cursors')
    .set({ next_at: until })
    .where('source', '=', source)
    .where('stream', '<>', stream)
    .where('next_at', '<', until)
    .where('lease_until', '<=', tx.now)
    .execute()
}

/**
 * Makes streams due now, where what they wait for is only their next turn or a guess at when the vendor is back. What
 * a vendor asked for, a pause between pages or the time after which it answers again, is left alone.
 */
export async function expediteCursors(
  tx: Tx,
  { source, streams, turnMs }: { source: string; streams: readonly string[]; turnMs: number },
): Promise<void> {
  if (streams.length === 0) return
  await tx.db
    .updateTable('sync_cursors')
    .set({ next_at: tx.now })
    .where('source', '=', source)
    .where('stream', 'in', streams)
    .where('next_at', '>', tx.now)
    .where(row =>
      row.or([
        // Being read: that page may have been fetched before what is asked for happened.
        row('lease_until', '>', tx.now),
        row('attempts', '>', 0),
        sql<boolean>`next_at = synced_at + ${sql.lit(turnMs)}`,
      ]),
    )
    .execute()
}

/** Sets a stream back to its beginning; whoever reads it now loses it. What is stored of it stays. */
export async function rewindCursor(tx: Tx, row: CursorRow): Promise<void> {
  const asked = row.trouble !== null && row.attempts === 0
  await saveCursor(tx, row, {
    cursor: null,
    read: 0,
    total: null,
    backfilled_at: null,
    attempts: row.attempts,
    trouble: row.trouble,
    next_at: asked ? row.next_at : tx.now,
  })
}

/** When the source last changed the records of these names that were read before, as stored; by id. */
export async function storedVersions(
  tx: Tx,
  { source, type, ids }: Pick<RecordName, 'source' | 'type'> & { ids: readonly string[] },
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('source_records')
    .select(['id', 'changed_at'])
    .where('source', '=', source)
    .where('type', '=', type)
    .where('id', 'in', ids)
    .where('unread', '=', 0)
    .execute()
  return new Map(rows.map(({ id, changed_at }) => [id, changed_at]))
}
