import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  type Expression,
  type ExpressionBuilder,
  Kysely,
  PostgresDialect,
  sql,
  type Transaction,
} from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import type { Actor } from '../../shared/actor.ts'
import type { AuditEntry } from '../../shared/audit-entry.ts'
import { CHANNEL, listen } from './listen.ts'
import { migrationsFor } from './migrations.ts'
import type { Database, StoreKind } from './schema.ts'
import { sqliteDialect } from './sqlite-dialect.ts'

export type Reader = Pick<Kysely<Database>, 'selectFrom' | 'fn' | 'with'>
export type NewAuditEntry = Omit<AuditEntry, 'seq' | 'at' | 'actor' | 'contextId' | 'detail'> & {
  detail?: Record<string, unknown>
}

/** A write in progress: the change, its actor and its audit entries, committed together or not at all. */
export interface Tx {
  readonly kind: StoreKind
  readonly db: Transaction<Database>
  readonly actor: Actor
  /** When the write began; epoch milliseconds. */
  readonly now: number
  /** A new id such as `itm_01J...`; sorts by time. */
  readonly newId: (prefix: string) => string
  /** Adds an entry to the audit log. A write without one fails. */
  readonly audit: (entry: NewAuditEntry) => Promise<void>
  /** Names an item whose watchers are told once the write is committed. */
  readonly touch: (itemId: string) => void
}

/** The database behind everything. Reads go through `db`, which cannot write; writes through `write`. */
export interface Store {
  readonly kind: StoreKind
  readonly db: Reader
  /**
   * Runs one write as one transaction, again from the start where the database asks for it, so `change` must do
   * nothing but database work. Throws UnauditedWrite where it leaves no audit entry.
   */
  write<T>(actor: Actor, change: (tx: Tx) => Promise<T>): Promise<T>
  /** Takes or gives back a lease, or notes that somebody was seen: bookkeeping that decides nothing. */
  lease<T>(claim: (db: Transaction<Database>) => Promise<T>): Promise<T>
  /** Calls back with the ids of items changed by any server on this database. Returns the unsubscribe. */
  onChange(listener: (itemIds: readonly string[]) => void): () => void
  close(): Promise<void>
}

/** Time and chance, given from outside so that tests can hold them still. */
export interface Chance {
  readonly now: () => number
  readonly newId: (prefix: string) => string
  /** At least 0, less than 1. */
  readonly random: () => number
}

export class UnauditedWrite extends Error {
  override readonly name = 'UnauditedWrite'
}

type Listener = (itemIds: readonly string[]) => void
const RETRIES = 20

/** Opens SQLite at `path` or PostgreSQL at a `postgres://` address, and brings the schema up to date. */
export async function openStore(where: { path: string } | { url: string }, chance: Chance): Promise<Store> {
  const listeners = new Set<Listener>()
  const tell: Listener = itemIds => {
    for (const listener of listeners) listener(itemIds)
  }
  const opened = 'url' in where ? await openPostgres(where.url, tell) : openSqlite(where.path)
  const { kind, writer, reader } = opened
  const close = async () => {
    await Promise.all([writer.destroy(), reader.destroy(), opened.stopListening()])
  }
  try {
    await migrate(writer, kind)
  } catch (error) {
    // Connections left open would keep a command from ending.
    await close()
    throw error
  }

  return {
    kind,
    db: reader,
    async write(actor, change) {
      const { result, touched } = await retrying(() => runWrite(writer, kind, { actor, chance, change }))
      if (touched.length > 0 && kind === 'sqlite') tell(touched)
      return result
    },
    lease: claim => retrying(() => writer.transaction().execute(claim)),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close,
  }
}

interface WriteOrder<T> {
  actor: Actor
  chance: Chance
  change: (tx: Tx) => Promise<T>
}

async function runWrite<T>(
  writer: Kysely<Database>,
  kind: StoreKind,
  { actor, chance, change }: WriteOrder<T>,
) {
  const begin = writer.transaction()
  const transaction = kind === 'postgres' ? begin.setIsolationLevel('serializable') : begin
  return transaction.execute(async db => {
    const now = chance.now()
    const touched = new Set<string>()
    let audited = 0
    const tx: Tx = {
      kind,
      db,
      actor,
      now,
      newId: chance.newId,
      touch: itemId => touched.add(itemId),
      async audit(entry) {
        audited += 1
        await db
          .insertInto('audit_entries')
          .values(eb => ({ ...auditRow(entry, actor, now), context_id: contextOf(eb, entry) }))
          .execute()
      },
    }
    const result = await change(tx)
    if (audited === 0) throw new UnauditedWrite('A write must leave an audit entry in its own transaction')
    const itemIds = [...touched]
    if (kind === 'postgres' && itemIds.length > 0) {
      await sql`select pg_notify(${CHANNEL}, ${JSON.stringify(itemIds)})`.execute(db)
    }
    return { result, touched: itemIds }
  })
}

/** Whose customer an entry is about: that of its item, or the account it is on itself. Asked within the insert. */
function contextOf(
  eb: ExpressionBuilder<Database, 'audit_entries'>,
  { itemId, subject }: NewAuditEntry,
): Expression<string | null> {
  if (subject.kind === 'account') return eb.val(subject.id)
  if (itemId === null) return eb.lit(null)
  return eb.selectFrom('items').select('items.account_id').where('items.id', '=', itemId).$asScalar()
}

function auditRow(entry: NewAuditEntry, actor: Actor, now: number) {
  return {
    at: now,
    actor: JSON.stringify(actor),
    action: entry.action,
    outcome: entry.outcome,
    subject_kind: entry.subject.kind,
    subject_id: entry.subject.id,
    item_id: entry.itemId,
    summary: entry.summary,
    detail: JSON.stringify(entry.detail ?? {}),
  }
}

/** Serializable transactions may be told to start again (40001), and a deadlock picks a loser (40P01). */
async function retrying<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (tries >= RETRIES || !isRetryable(error)) throw error
    }
  }
}

function isRetryable(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === '40001' || code === '40P01'
}

function openSqlite(path: string) {
  mkdirSync(dirname(path), { recursive: true })
  return {
    kind: 'sqlite' as const,
    writer: new Kysely<Database>({ dialect: sqliteDialect(path, 'write') }),
    reader: new Kysely<Database>({ dialect: sqliteDialect(path, 'read') }),
    stopListening: async () => {},
  }
}

async function openPostgres(url: string, tell: Listener) {
  const types = { getTypeParser: parserFor }
  const pool = (options?: string) => {
    const opened = new pg.Pool({ connectionString: url, types, max: 8, ...(options && { options }) })
    // A connection that dies while idle is replaced at the next query; unheard, its error would end the process.
    opened.on('error', () => {})
    return opened
  }
  return {
    kind: 'postgres' as const,
    writer: new Kysely<Database>({ dialect: new PostgresDialect({ pool: pool() }) }),
    reader: new Kysely<Database>({
      dialect: new PostgresDialect({ pool: pool('-c default_transaction_read_only=on') }),
    }),
    stopListening: await listen(url, tell),
  }
}

/** Every bigint here is an instant, a count or minor units, all within 2^53, so it is read as a number. */
const parserFor: typeof pg.types.getTypeParser = (id, format) =>
  id === pg.types.builtins.INT8 && format !== 'binary' ? checkedInteger : pg.types.getTypeParser(id, format)

function checkedInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number`)
  return value
}

async function migrate(writer: Kysely<Database>, kind: StoreKind): Promise<void> {
  const migrations = migrationsFor(kind)
  const migrator = new Migrator({ db: writer, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw new Error('The database could not be brought up to date', { cause: error })
}
