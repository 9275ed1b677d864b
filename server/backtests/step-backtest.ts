import type { Actor } from '../../shared/actor.ts'
import { BacktestCounts, type BacktestKind, MOST_BACKTEST_ROWS, NO_COUNTS } from '../../shared/backtest.ts'
import { deskRecordOf } from '../../shared/work-item.ts'
import { readTimeline } from '../context/read-facts.ts'
import { factsOfItem } from '../ownership/facts-of-item.ts'
import { type ItemRow, linksOfItem } from '../ownership/store.ts'
import { POLICY_FORMS, type Policies } from '../policies/kinds.ts'
import { readPolicy } from '../policies/store.ts'
import type { Chance, Reader, Store, Tx } from '../store/store.ts'
import { compareClocks } from './compare-clocks.ts'
import { compareRoutes } from './compare-routes.ts'
import type { ComparedItem, Comparison } from './comparison.ts'
import { noteBacktest } from './start-backtest.ts'
import {
  type BacktestTableRow,
  claimBacktest,
  countsOf,
  findBacktestRow,
  itemsAfter,
  nextBacktestAt,
  rowsOf,
  rulesOf,
  updateBacktest,
} from './store.ts'

/** Longer than looking at `AT_ONCE` items may take. */
const LEASE_MS = 5 * 60_000
const AT_ONCE = 200
const ACTOR: Actor = { kind: 'job', name: 'backtest' }

export interface BacktestDeps extends Pick<Chance, 'now'> {
  readonly store: Store
}

/** The worker's part: a few items at a time, so that a kill costs little and a cancel is heard soon. */
export function backtestWork(deps: BacktestDeps) {
  return { work: () => stepBacktest(deps), nextAt: () => nextBacktestAt(deps.store.db) }
}

/** Looks at the next items of the oldest backtest under way, or finishes it. False where nothing is due. */
export async function stepBacktest({ store, now }: BacktestDeps): Promise<boolean> {
  const claimed = await claimBacktest(store, { now: now(), leaseMs: LEASE_MS })
  if (!claimed) return false
  const items = await itemsAfter(store.db, claimed, AT_ONCE)
  const compare = await comparerFor(store.db, claimed, now())
  const found: Comparison[] = []
  for (const item of items) found.push(compare(await knownOf(store.db, item, now())))
  await store.write(ACTOR, tx => record(tx, claimed, { items, found }))
  return true
}

async function knownOf(db: Reader, item: ItemRow, now: number): Promise<ComparedItem> {
  const links = await linksOfItem(db, item.id)
  const { facts } = await factsOfItem(db, { kind: item.kind, accountId: item.account_id, links }, now)
  const ticketId = deskRecordOf(links)?.id
  const timeline = ticketId ? await readTimeline(db, ticketId) : null
  return { item, facts, timeline: timeline?.value ?? null }
}

async function comparerFor(
  db: Reader,
  row: BacktestTableRow,
  now: number,
): Promise<(compared: ComparedItem) => Comparison> {
  if (row.kind === 'routing') {
    const current = (await readPolicy(db, 'routing', row.base_version)).policy
    const candidate = candidateOf(row, 'routing')
    return compared => compareRoutes(compared, { current, candidate })
  }
  const current = (await readPolicy(db, 'sla', row.base_version)).policy
  const { calendars } = (await readPolicy(db, 'calendars')).policy
  const policies = { current, candidate: candidateOf(row, 'sla'), calendars, now }
  return compared => compareClocks(compared, policies)
}

/** The candidate looked at last: reading thousands of rules anew for each step would show. */
let lastRead: { readonly id: string; readonly policy: unknown } | null = null

function candidateOf<K extends BacktestKind>({ id, candidate }: BacktestTableRow, kind: K): Policies[K] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  if (lastRead?.id === id) return lastRead.policy as Policies[K]
  const policy = POLICY_FORMS[kind].stored.parse(JSON.parse(candidate))
  lastRead = { id, policy }
  return policy
}

interface Step {
  readonly items: readonly ItemRow[]
  readonly found: readonly Comparison[]
}

async function record(tx: Tx, claimed: BacktestTableRow, { items, found }: Step): Promise<void> {
  const { id, population } = claimed
  const current = await findBacktestRow(tx.db, id)
  if (!current || current.finished_at !== null || current.last_id !== claimed.last_id) {
    const summary = 'Others were looked at, or it was stopped, meanwhile'
    return noteBacktest(tx, { id, action: 'repeated', summary })
  }
  const done = current.done + items.length
  const last = items.at(-1)
  const finished = items.length < AT_ONCE
  await updateBacktest(tx, id, {
    done,
    ...(last && { last_at: last.created_at, last_id: last.id }),
    ...addedUp(current, found),
    finished_at: finished ? tx.now : null,
    lease_until: 0,
  })
  const action = finished ? 'finished' : 'stepped'
  await noteBacktest(tx, { id, action, summary: `${done} of ${population} items` })
}

function addedUp(row: BacktestTableRow, found: readonly Comparison[]) {
  const counts = found.map(one => one.counts).reduce(plus, countsOf(row))
  const rules = rulesOf(row)
  for (const { rule } of found) if (rule !== null) rules[rule] = (rules[rule] ?? 0) + 1
  const before = rowsOf(row)
  const diffs = [...before, ...found.flatMap(({ rows }) => rows)].slice(0, MOST_BACKTEST_ROWS)
  return { counts: JSON.stringify(counts), rules: JSON.stringify(rules), diffs: JSON.stringify(diffs) }
}

function plus(a: BacktestCounts, b: BacktestCounts): BacktestCounts {
  const sum = { ...NO_COUNTS }
  for (const key of BacktestCounts.keyof().options) sum[key] = a[key] + b[key]
  return sum
}
