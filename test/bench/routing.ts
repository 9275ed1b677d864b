import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addMember } from '../../server/access/add-member.ts'
import { storeRecords } from '../../server/context/store-records.ts'
import { decideOwnership } from '../../server/ownership/decide-ownership.ts'
import { factsOfItem } from '../../server/ownership/facts-of-item.ts'
import { setPolicy } from '../../server/policies/set-policy.ts'
import { openStore, type Store, type Tx } from '../../server/store/store.ts'
import { RoutingPolicy } from '../../shared/routing-policy.ts'
import { countingIds } from '../support/held-clock.ts'
import { PAGE, pageFrom, START } from './customers.ts'

const RULES = 1_000
const DECISIONS = 4_000
const JOB = { kind: 'job', name: 'bench' } as const

export interface RoutingFigures {
  /** One decision with its facts in hand: 1,000 rules asked, the last one matches, people looked up. */
  readonly decision_p50_ms: number
  readonly decision_p99_ms: number
  /** The same with the reading of the facts. */
  readonly with_facts_p99_ms: number
  readonly rules: number
}

/** What the pipeline pays for knowing who answers for an item, beside a thousand rules. */
export async function benchRouting(): Promise<RoutingFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'meshline-bench-'))
  const world = { now: () => START, newId: countingIds(), random: Math.random }
  const store = await openStore({ path: join(folder, 'meshline.sqlite') }, world)
  try {
    await write(store, tx => storeRecords(tx, pageFrom(0)))
    for (const name of ['ana', 'ben', 'cleo']) {
      const order = { email: `${name}@acme.test`, name: null, roles: ['admin', 'support-manager'] as const }
      await store.write(JOB, tx => addMember(tx, order, 'bench'))
    }
    await letHold(store)
    const accounts = await store.db
      .selectFrom('source_records')
      .select('account_id')
      .distinct()
      .where('account_id', 'is not', null)
      .limit(PAGE)
      .execute()
    const times = await measure(
      store,
      accounts.flatMap(({ account_id }) => account_id ?? []),
    )
    const decided = times.map(({ decision }) => decision).toSorted((a, b) => a - b)
    const whole = times.map(({ reading, decision }) => reading + decision).toSorted((a, b) => a - b)
    return {
      decision_p50_ms: round3(decided[Math.floor(DECISIONS * 0.5)] ?? 0),
      decision_p99_ms: round3(decided[Math.floor(DECISIONS * 0.99)] ?? 0),
      with_facts_p99_ms: round3(whole[Math.floor(DECISIONS * 0.99)] ?? 0),
      rules: RULES,
    }
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(store: Store, accountIds: readonly string[]) {
  const times: { reading: number; decision: number }[] = []
  for (let at = 0; at < DECISIONS; at += 1) {
    const accountId = accountIds[(at * 613) % accountIds.length] ?? null
    const matter = { kind: 'general' as const, accountId, links: [] }
    const began = performance.now()
    const known = await factsOfItem(store.db, matter, START)
    const read = performance.now()
    const { person } = await decideOwnership(store.db, { known, heldBy: null, now: START })
    times.push({ reading: read - began, decision: performance.now() - read })
    if (!person) throw new Error('Nobody answers for the item')
  }
  return times
}

/** A thousand rules of six conditions that fail at the last one, and one for everything. */
async function letHold(store: Store): Promise<void> {
  const rules = Array.from({ length: RULES - 1 }, (_, at) => ({
    name: `rule-${at}`,
    title: `Rule ${at}`,
    owner: null,
    when: {
      all: [
        { field: 'item.kind', operator: 'is', value: 'general' },
        { field: 'account.name', operator: 'present' },
        { field: 'account.plan', operator: 'is_not', value: `Plan ${at}` },
        { field: 'account.mrr', operator: 'less_than', value: { minor: 900_000 + at, currency: 'usd' } },
        { field: 'account.account_manager', operator: 'is_not', value: `Nobody ${at}` },
        { field: 'account.name', operator: 'is', value: `None ${at}` },
      ],
    },
    assign: { role: 'support-manager' },
  }))
  const last = { name: 'rest', title: 'Rest', owner: null, when: {}, assign: { role: 'support-manager' } }
  const policy = RoutingPolicy.parse({ rules: [...rules, last] })
  const author = { id: 'mem', email: 'a@b.test', name: 'A', roles: ['admin' as const], active: true }
  const outcome = await store.write(JOB, tx =>
    setPolicy(tx, { kind: 'routing', policy, author, reason: 'bench', basedOn: null }),
  )
  if (outcome.kind !== 'set') throw new Error(JSON.stringify(outcome))
}

function write(store: Store, change: (tx: Tx) => Promise<unknown>): Promise<void> {
  return store.write(JOB, async tx => {
    await change(tx)
    const subject = { kind: 'bench', id: '' }
    await tx.audit({ action: 'bench', outcome: 'done', subject, itemId: null, summary: '' })
  })
}

function round3(value: number): number {
  return Number(value.toFixed(3))
}
