import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { insertItem } from '../../server/ownership/store.ts'
import { missClock } from '../../server/sla/miss-clock.ts'
import { type Chance, openStore, type Store } from '../../server/store/store.ts'
import { armTimers } from '../../server/timers/arm-timer.ts'
import { fireTimers } from '../../server/timers/fire-timers.ts'
import type { Ownership } from '../../shared/ownership.ts'
import { countingIds } from '../support/held-clock.ts'
import { type Postgres, startPostgres } from '../support/postgres.ts'

const FEW = 10_000
const MANY = 1_000_000
const DUE = 1_000
const ROUNDS = 5
/** How long clocks fall due for lateness, in seconds; a thousand in each. */
const SECONDS = 5
const JOB = { kind: 'job', name: 'bench' } as const
const FAR_MS = 30 * 86_400_000

export interface ClockFigures {
  /** Cost of claiming and firing 1,000 due clocks beside 1,000,000 open ones, over beside 10,000: median of rounds. */
  readonly ratio: number
  readonly fired_per_s_few: number
  readonly fired_per_s_many: number
  /** From the due time to the miss on record, a thousand due each second, beside 1,000,000 open ones. */
  readonly lateness_p50_ms: number
  readonly lateness_p99_ms: number
}

interface Open {
  readonly store: Store
  readonly drop: () => Promise<void>
}

/** Opens an empty database of its own by this name. */
type Opener = (name: string) => Promise<Open>

/** On SQLite, and in `postgres` the same on PostgreSQL. */
export async function benchClocks(): Promise<ClockFigures & { readonly postgres: ClockFigures }> {
  const onSqlite = await benchOn(openSqlite)
  const server = await startPostgres()
  try {
    return { ...onSqlite, postgres: await benchOn(name => openPostgres(server, name)) }
  } finally {
    await server.stop()
  }
}

async function benchOn(open: Opener): Promise<ClockFigures> {
  const few = await filled(await open('few'), FEW)
  const many = await filled(await open('many'), MANY)
  try {
    const rounds: { few: number; many: number }[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push({ few: await fireDue(few.store, round), many: await fireDue(many.store, round) })
    }
    const late = await lateness(many.store)
    return {
      ratio: round3(median(rounds.map(ms => ms.many / ms.few))),
      fired_per_s_few: Math.round((DUE / median(rounds.map(ms => ms.few))) * 1000),
      fired_per_s_many: Math.round((DUE / median(rounds.map(ms => ms.many))) * 1000),
      lateness_p50_ms: late[Math.floor(late.length * 0.5)] ?? 0,
      lateness_p99_ms: late[Math.floor(late.length * 0.99)] ?? 0,
    }
  } finally {
    for (const { store, drop } of [few, many]) {
      await store.close()
      await drop()
    }
  }
}

function world(): Chance {
  return { now: Date.now, newId: countingIds(), random: Math.random }
}

async function openSqlite(): Promise<Open> {
  const folder = mkdtempSync(join(tmpdir(), 'meshline-bench-'))
  const store = await openStore({ path: join(folder, 'meshline.sqlite') }, world())
  return { store, drop: async () => rmSync(folder, { recursive: true, force: true }) }
}

async function openPostgres({ url }: Postgres, name: string): Promise<Open> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  const store = await openStore({ url: url.replace(/\/postgres$/, `/${name}`) }, world())
  return { store, drop: async () => {} }
}

/** So many running clocks that are due in a month. */
async function filled({ store, drop }: Open, open: number): Promise<Open> {
  const itemId = await anItem(store)
  const now = Date.now()
  await store.lease(async db => {
    const numbers = sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${open})`
    await sql`insert into clocks (id, item_id, kind, subject_id, unit, started_at, target_ms, due_at)
      ${numbers} select 'far_' || i, ${itemId}, 'resolution', 'far_' || i, 'calendar', cast(${now} as bigint), cast(${FAR_MS} as bigint), cast(${now + FAR_MS} as bigint) + i from n`.execute(
      db,
    )
    await sql`insert into timers (id, kind, subject_id, due_at, lease_until)
      ${numbers} select 'tfar_' || i, 'clock-due', 'far_' || i, cast(${now + FAR_MS} as bigint) + i, 0 from n`.execute(
      db,
    )
  })
  return { store, drop }
}

const OWNERSHIP: Ownership = {
  role: 'support-manager',
  person: null,
  fallback: null,
  path: [],
  gap: 'nobody-holds-role',
  rule: null,
  setBy: 'rule',
  groups: {},
  retryAt: null,
}

function anItem(store: Store): Promise<string> {
  return store.write(JOB, async tx => {
    const said = { kind: 'general' as const, title: 'Charged twice', ownership: OWNERSHIP }
    const id = await insertItem(tx, { accountId: null, anchor: null, ...said })
    await tx.audit({
      action: 'bench',
      outcome: 'done',
      subject: { kind: 'bench', id },
      itemId: null,
      summary: '',
    })
    return id
  })
}

/** Clocks that fall due one after the other, `everyMs` apart, from `firstAt` on. */
async function makeDue(store: Store, name: string, { firstAt, everyMs, count }: Due): Promise<void> {
  const itemId = await anItem(store)
  const ids = Array.from({ length: count }, (_, at) => `${name}_${at}`)
  await store.write(JOB, async tx => {
    for (const [at, id] of ids.entries()) {
      const dueAt = Math.round(firstAt + at * everyMs)
      await tx.db
        .insertInto('clocks')
        .values({
          id,
          item_id: itemId,
          kind: 'resolution',
          subject_id: id,
          unit: 'calendar',
          started_at: dueAt - 1000,
          target_ms: 1000,
          due_at: dueAt,
          stopped_at: null,
          missed_at: null,
          calendar: null,
          calendar_version: null,
          rule: null,
          policy_version: null,
        })
        .execute()
      await armTimers(tx, { kind: 'clock-due', subjectIds: [id], dueAt })
    }
    const subject = { kind: 'bench', id: name }
    await tx.audit({ action: 'bench', outcome: 'done', subject, itemId: null, summary: '' })
  })
}

interface Due {
  readonly firstAt: number
  readonly everyMs: number
  readonly count: number
}

const idle = async () => {}
const ACTS = {
  'decide-window': idle,
  'context-stale': idle,
  'route-again': idle,
  'leave-begins': idle,
  'recompute-clocks': idle,
  'clock-due': missClock,
  'clock-warn': idle,
}

/** Milliseconds to claim and fire a thousand clocks that are due already. */
async function fireDue(store: Store, round: number): Promise<number> {
  await makeDue(store, `due${round}`, { firstAt: Date.now() - 1000, everyMs: 0, count: DUE })
  const began = performance.now()
  while (await fireTimers({ store, now: Date.now, acts: ACTS }));
  return performance.now() - began
}

/** How late each miss was written down, in milliseconds, sorted. */
async function lateness(store: Store): Promise<number[]> {
  const count = SECONDS * 1000
  const firstAt = Date.now() + 3_000
  await makeDue(store, 'late', { firstAt, everyMs: 1, count })
  const lastAt = firstAt + count
  while (Date.now() < lastAt || (await isLeft(store))) {
    // The worker sleeps until the next due time; a millisecond is as fine as timers go.
    if (!(await fireTimers({ store, now: Date.now, acts: ACTS }))) await sleep(1)
  }
  const rows = await store.db
    .selectFrom('clocks')
    .select(['due_at', 'missed_at'])
    .where('subject_id', 'like', 'late_%')
    .execute()
  return rows
    .map(({ due_at, missed_at }) => (missed_at ?? Number.POSITIVE_INFINITY) - due_at)
    .toSorted((a, b) => a - b)
}

async function isLeft(store: Store): Promise<boolean> {
  const row = await store.db
    .selectFrom('timers')
    .select('id')
    .where('done_at', 'is', null)
    .where('due_at', '<=', Date.now())
    .executeTakeFirst()
  return row !== undefined
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function round3(value: number): number {
  return Number(value.toFixed(3))
}
