import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rowOf, upsertRecords } from '../../server/context/record-store.ts'
import { storeRecords } from '../../server/context/store-records.ts'
import { insertItem, moveLink } from '../../server/ownership/store.ts'
import { readPanel } from '../../server/panel/read-panel.ts'
import { openStore, type Store, type Tx } from '../../server/store/store.ts'
import { aSourceRecord, nameKey, type SourceRecord } from '../../shared/source-record.ts'
import { countingIds } from '../support/held-clock.ts'
import { ACCOUNTS, changes, crowd, GROUP, PAGE, pageFrom, START } from './customers.ts'

const GROUPS = 100
const ROUNDS = 5
const ITEMS = 1_000
const READS = 4_000
const CROWDED_READS = 500
const JOB = { kind: 'job', name: 'bench' } as const

export interface ContextFigures {
  /** Merged over merely upserted records a second, of the same round: median. */
  readonly ratio: number
  readonly merged_per_s: number
  readonly upserted_per_s: number
  readonly panel_p50_ms: number
  readonly panel_p99_ms: number
  /** The same for a customer with 5,000 contacts and 500 tickets. */
  readonly crowded_panel_p99_ms: number
  readonly accounts: number
}

/** What it costs to place and merge records instead of only writing them, and to read a panel, beside 100,000 accounts. */
export async function benchContext(): Promise<ContextFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'meshline-bench-'))
  const world = { now: () => START, newId: countingIds(), random: Math.random }
  const store = await openStore({ path: join(folder, 'meshline.sqlite') }, world)
  try {
    for (let from = 0; from < ACCOUNTS; from += PAGE)
      await write(store, tx => storeRecords(tx, pageFrom(from)))
    const accountOf = await accounts(store)
    const rounds: { merged: number; upserted: number }[] = []
    for (let round = 1; round <= ROUNDS; round += 1) {
      // Each turn's readings are later than all before, or there would be nothing to merge.
      const upserted = await rate(store, 2 * round, merelyUpsert(accountOf))
      const merged = await rate(store, 2 * round + 1, mergeAll)
      rounds.push({ merged, upserted })
    }
    for (let at = 0; at < ITEMS; at += 1) await write(store, tx => openTicket(tx, at))
    const { p50, p99 } = await readPanels(store, READS, read => String((read * 613) % ITEMS))
    await write(store, tx => storeRecords(tx, crowd()))
    const crowded = await readPanels(store, CROWDED_READS, () => '0')
    return {
      ratio: round3(median(rounds.map(({ merged, upserted }) => merged / upserted))),
      merged_per_s: Math.round(median(rounds.map(({ merged }) => merged))),
      upserted_per_s: Math.round(median(rounds.map(({ upserted }) => upserted))),
      panel_p50_ms: round3(p50),
      panel_p99_ms: round3(p99),
      crowded_panel_p99_ms: round3(crowded.p99),
      accounts: ACCOUNTS,
    }
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function write(store: Store, change: (tx: Tx) => Promise<unknown>): Promise<void> {
  return store.write(JOB, async tx => {
    await change(tx)
    await tx.audit({
      action: 'bench',
      outcome: 'done',
      subject: { kind: 'bench', id: '' },
      itemId: null,
      summary: '',
    })
  })
}

async function rate(
  store: Store,
  round: number,
  way: (tx: Tx, records: readonly SourceRecord[]) => Promise<unknown>,
): Promise<number> {
  const groups = Array.from({ length: GROUPS }, (_, group) => changes(round, group))
  const began = performance.now()
  for (const records of groups) await write(store, tx => way(tx, records))
  return (GROUPS * GROUP * 1_000) / (performance.now() - began)
}

/** Which account each record is of, known beforehand, so that the mere upsert need not look. */
async function accounts(store: Store): Promise<Map<string, string | null>> {
  const rows = await store.db
    .selectFrom('source_records')
    .select(['source', 'type', 'id', 'account_id'])
    .execute()
  return new Map(rows.map(row => [nameKey(row), row.account_id]))
}

async function mergeAll(tx: Tx, records: readonly SourceRecord[]): Promise<void> {
  const { changed } = await storeRecords(tx, records)
  if (changed !== records.length) throw new Error(`Only ${changed} of ${records.length} records were merged`)
}

function merelyUpsert(accountOf: ReadonlyMap<string, string | null>) {
  return (tx: Tx, records: readonly SourceRecord[]): Promise<void> =>
    upsertRecords(
      tx,
      records.map(record => rowOf(record, nameKey(record.name), accountOf.get(nameKey(record.name)) ?? null)),
    )
}

/** The server's whole work for a panel, on accounts that have a ticket, drawn in an order no cache expects. */
async function readPanels(
  store: Store,
  reads: number,
  ticketOf: (read: number) => string,
): Promise<{ p50: number; p99: number }> {
  const viewer = { id: 'mem_1', email: 'ana@acme.example', name: 'Ana', roles: [], active: true }
  const times: number[] = []
  for (let read = 0; read < reads; read += 1) {
    const record = { host: 'zendesk', type: 'ticket', id: ticketOf(read) } as const
    const began = performance.now()
    const panel = await readPanel(store.db, { executorFor: () => null }, { record, viewer, now: START })
    times.push(performance.now() - began)
    if (panel.kind !== 'known' || !panel.account) throw new Error('The panel shows no account')
  }
  const sorted = times.toSorted((a, b) => a - b)
  return { p50: sorted[Math.floor(reads * 0.5)] ?? 0, p99: sorted[Math.floor(reads * 0.99)] ?? 0 }
}

async function openTicket(tx: Tx, at: number): Promise<void> {
  const which = (at * 97) % ACCOUNTS
  const crm = { source: 'salesforce', type: 'account', id: `001${which}` }
  const ticket = aSourceRecord(
    { source: 'zendesk', type: 'ticket', id: String(at) },
    {
      role: 'part',
      belongsTo: crm,
      label: 'Charged twice',
      happenedAt: START,
      state: 'open',
      changedAt: START,
      readAt: START,
    },
  )
  await storeRecords(tx, [ticket])
  const account = await tx.db
    .selectFrom('source_records')
    .select('account_id')
    .where('source', '=', crm.source)
    .where('type', '=', crm.type)
    .where('id', '=', crm.id)
    .executeTakeFirstOrThrow()
  const itemId = await insertItem(tx, {
    accountId: account.account_id,
    anchor: nameKey(crm),
    kind: 'general',
    title: 'Charged twice',
    ownership: {
      role: 'support-manager',
      person: null,
      fallback: null,
      path: [],
      gap: 'nobody-holds-role',
      rule: null,
      setBy: 'rule',
      groups: {},
      retryAt: null,
    },
  })
  await moveLink(tx, itemId, { vendor: 'zendesk', type: 'ticket', id: String(at), url: null })
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function round3(value: number): number {
  return Number(value.toFixed(3))
}
