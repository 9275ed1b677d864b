import type { Actor } from '../../shared/actor.ts'
import { type BacktestOrder, NO_COUNTS } from '../../shared/backtest.ts'
import { actsToo, type Member } from '../../shared/member.ts'
import type { PolicyProblem } from '../../shared/policy-check.ts'
import { readDocument } from '../policies/check-policy.ts'
import { readPolicy } from '../policies/store.ts'
import type { Store, Tx } from '../store/store.ts'
import { countItems, countRunning, dropOldBacktests, insertBacktest } from './store.ts'

const DAY_MS = 86_400_000
const KEPT_MS = 30 * DAY_MS
/** Under way at once. */
const MOST_RUNNING = 10

export interface BacktestStart extends BacktestOrder {
  readonly actor: Actor
  /** Who asks; null for a command, which whoever runs the server gives. */
  readonly member: Member | null
}

export type StartOutcome =
  | { readonly kind: 'started'; readonly id: string }
  | { readonly kind: 'not-allowed' }
  | { readonly kind: 'too-many' }
  | { readonly kind: 'unfit'; readonly problems: readonly PolicyProblem[] }

/** Has a policy tried on the items of the last days, in the background; it need not keep its own tests yet. */
export async function startBacktest(
  { store, now }: { store: Store; now: () => number },
  order: BacktestStart,
): Promise<StartOutcome> {
  const { policy, problems } = readDocument(order.kind, order.policy)
  if (policy === null) return { kind: 'unfit', problems }
  const from = now() - order.days * DAY_MS
  // Counted outside the write, which must not hold up the intake of webhooks.
  const population = await countItems(store.db, { from, until: now() })
  const candidate = JSON.stringify(policy)
  return store.write(order.actor, tx => begin(tx, order, { candidate, population }))
}

async function begin(
  tx: Tx,
  { kind, days, actor, member }: BacktestStart,
  { candidate, population }: { candidate: string; population: number },
): Promise<StartOutcome> {
  if (member && !actsToo(member)) return refuse(tx, 'not-allowed', `${member.name} may only view`)
  if ((await countRunning(tx.db)) >= MOST_RUNNING)
    return refuse(tx, 'too-many', `${MOST_RUNNING} backtests are under way`)
  await dropOldBacktests(tx, tx.now - KEPT_MS)
  const id = tx.newId('bkt')
  const from = tx.now - days * DAY_MS
  await insertBacktest(tx, {
    id,
    kind,
    days,
    candidate,
    base_version: (await readPolicy(tx.db, kind)).version,
    started_by: nameOf(actor),
    started_at: tx.now,
    from_at: from,
    population,
    done: 0,
    last_at: from,
    last_id: '',
    counts: JSON.stringify(NO_COUNTS),
    rules: '{}',
    diffs: '[]',
    finished_at: null,
    cancelled: 0,
    lease_until: 0,
  })
  await noteBacktest(tx, { id, action: 'started', summary: `${kind}, ${days} days, ${population} items` })
  return { kind: 'started', id }
}

async function refuse(tx: Tx, kind: 'not-allowed' | 'too-many', summary: string): Promise<StartOutcome> {
  await noteBacktest(tx, { id: 'new', action: 'refused', summary })
  return { kind }
}

export function noteBacktest(
  tx: Tx,
  { id, action, summary }: { id: string; action: string; summary: string },
): Promise<void> {
  return tx.audit({
    action: `backtest.${action}`,
    outcome: action === 'refused' ? 'refused' : 'done',
    subject: { kind: 'backtest', id },
    itemId: null,
    summary,
  })
}

function nameOf(actor: Actor): string {
  if (actor.kind === 'person') return actor.name
  return actor.kind === 'command' ? `${actor.user} by command` : actor.kind
}
