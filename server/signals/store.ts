import { sql } from 'kysely'
import type { Localized } from '../../shared/locale.ts'
import { chunksOf, insertKept } from '../store/kept-insert.ts'
import type { NewRow, Row } from '../store/schema.ts'
import type { Reader, Store, Tx } from '../store/store.ts'

export type StoredSignal = Row<'signals'>

/** A signal's columns in the one order that the kept queries are built in. */
function inOrder(signal: NewRow<'signals'>) {
  const { id, source, dedupe_key, type, subject, occurred_at, received_at } = signal
  const { from_us, body, state, attempts, next_at, lease_until, note } = signal
  const head = { id, source, dedupe_key, type, subject: subject ?? null, occurred_at, received_at }
  return { ...head, from_us, body, state, attempts, next_at, lease_until, note: note ?? null }
}

/** Inserts what is new and returns the ids of the rows that were. */
export async function insertSignals(tx: Tx, signals: readonly NewRow<'signals'>[]): Promise<Set<string>> {
  const inserted = new Set<string>()
  for (const chunk of chunksOf(signals)) {
    for (const id of await insertChunk(tx, chunk)) inserted.add(id)
  }
  return inserted
}

/** Only where some were known already is it worth asking which: rows handed back cost a fifth of the insert. */
async function insertChunk(tx: Tx, chunk: readonly NewRow<'signals'>[]): Promise<string[]> {
  const written = await insertKept(tx, {
    name: 'signals',
    rows: chunk.map(inOrder),
    build: rows =>
      tx.db
        .insertInto('signals')
        .values(rows)
        .onConflict(conflict => conflict.columns(['source', 'dedupe_key']).doNothing()),
  })
  const ids = chunk.map(({ id }) => id)
  if (written === BigInt(chunk.length)) return ids
  const rows = await tx.db
    .selectFrom('signals')
    .select('id')
    .where('source', 'in', [...new Set(chunk.map(({ source }) => source))])
    .where(
      'dedupe_key',
      'in',
      chunk.map(({ dedupe_key }) => dedupe_key),
    )
    .execute()
  const stored = new Set(rows.map(({ id }) => id))
  return ids.filter(id => stored.has(id))
}

/** The signals on these subjects that are still to be worked on. */
export async function waitingSignals(tx: Tx, source: string, subjects: readonly string[]) {
  if (subjects.length === 0) return []
  const rows = await tx.db
    .selectFrom('signals')
    .select(['source', 'subject', 'occurred_at', 'lease_until'])
    // Written out, so that SQLite takes its index of the waiting ones. Asked for the source as well it would take the
    // index of all signals that source ever sent.
    .where(sql<boolean>`state = 'stored'`)
    .where('subject', 'in', subjects)
    .execute()
  return rows.flatMap(({ subject, ...of }) =>
    subject !== null && of.source === source ? [{ subject, ...of }] : [],
  )
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
      .where('seq', 'in', rows => {
        const due = rows
          .selectFrom('signals')
          .select('seq')
          .where('state', '=', 'stored')
          .where('next_at', '<=', now)
          .where('lease_until', '<=', now)
          .orderBy('next_at')
          .orderBy('seq')
          .limit(limit)
        return store.kind === 'postgres' ? due.forUpdate().skipLocked() : due
      })
      .returningAll()
      .execute(),
  )
}

export async function settleSignals(
  tx: Tx,
  signals: readonly StoredSignal[],
  { state, note }: { state: 'processed' | 'ignored' | 'unreadable'; note: Localized | null },
): Promise<void> {
  await tx.db
    .updateTable('signals')
    .set({ state, ...noteColumns(note), lease_until: 0 })
    .where(
      'seq',
      'in',
      signals.map(({ seq }) => seq),
    )
    .execute()
}

export async function postponeSignals(
  tx: Tx,
  signals: readonly StoredSignal[],
  nextAt: number,
  note: Localized,
): Promise<void> {
  await tx.db
    .updateTable('signals')
    .set({ next_at: nextAt, ...noteColumns(note), lease_until: 0 })
    .where(
      'seq',
      'in',
      signals.map(({ seq }) => seq),
    )
    .execute()
}

/** Puts a signal back to be worked on at once. */
export async function rearmSignal(tx: Tx, id: string): Promise<void> {
  await tx.db
    .updateTable('signals')
    .set({ state: 'stored', attempts: 0, next_at: tx.now, lease_until: 0, ...noteColumns(null) })
    .where('id', '=', id)
    .execute()
}

function noteColumns(note: Localized | null) {
  return { note: note?.en ?? null, note_de: note?.de ?? null }
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
