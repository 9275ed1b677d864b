import { createHash } from 'node:crypto'
import type { Member } from '../../shared/member.ts'
import { mayWritePolicies, type PolicyProblem, problemLine } from '../../shared/policy-check.ts'
import type { Tx } from '../store/store.ts'
import { armTimers } from '../timers/arm-timer.ts'
import { fitProblems } from './check-policy.ts'
import { POLICY_FORMS, type Policies, type PolicyKind } from './kinds.ts'
import { insertPolicy, openItemIds, readPolicy } from './store.ts'

export interface PolicyChange<K extends PolicyKind> {
  readonly kind: K
  readonly policy: Policies[K]
  readonly author: Member
  readonly reason: string
  /** The version it was made from; null where the writer did not look. Another one since is a conflict. */
  readonly basedOn: number | null
}

export type PolicyOutcome =
  | { readonly kind: 'set'; readonly version: number }
  | { readonly kind: 'unchanged'; readonly version: number }
  | { readonly kind: 'not-allowed' }
  /** Somebody else set one meanwhile. */
  | { readonly kind: 'conflict'; readonly version: number }
  /** What does not fit together with the other policies, or with its own tests. */
  | { readonly kind: 'unfit'; readonly problems: readonly PolicyProblem[] }

/** Kinds by which items are routed and timed, so that every open one is looked at again. */
const DECIDES_ITEMS: ReadonlySet<PolicyKind> = new Set(['routing', 'sla', 'calendars'])

/** Characters of a document that the audit log still keeps whole, beside the one before. */
const KEPT_WHOLE = 20_000

/**
 * Makes another policy hold from the next judgement on. What was judged before keeps what it was judged by until its
 * facts are read again. The same policy again makes no version.
 */
export async function setPolicy<K extends PolicyKind>(
  tx: Tx,
  change: PolicyChange<K>,
): Promise<PolicyOutcome> {
  const { kind, policy, author, reason } = change
  const before = await readPolicy(tx.db, kind)
  const { toFile } = POLICY_FORMS[kind]
  const [was, is] = [JSON.stringify(toFile(before.policy)), JSON.stringify(toFile(policy))]
  const outcome = await judge(tx, change, before.version)
  if (outcome) {
    await note(tx, change, { done: false, summary: refusalOf(outcome), detail: {} })
    return outcome
  }
  if (was === is) {
    await note(tx, change, { done: true, summary: `Same as version ${before.version}`, detail: {} })
    return { kind: 'unchanged', version: before.version }
  }
  const version = before.version + 1
  const body = JSON.stringify(policy)
  const hash = createHash('sha256').update(body).digest('hex')
  await insertPolicy(tx, { kind, version, body, hash, author: author.email, reason, created_at: tx.now })
  if (DECIDES_ITEMS.has(kind)) await lookAgain(tx)
  const whole = was.length + is.length <= KEPT_WHOLE
  const detail = {
    version,
    hash,
    previous: before.version,
    ...(whole ? { before: toFile(before.policy), after: toFile(policy) } : {}),
  }
  await note(tx, change, { done: true, summary: `${kind}, version ${version}: ${reason}`, detail })
  return { kind: 'set', version }
}

async function judge<K extends PolicyKind>(
  tx: Tx,
  { kind, policy, author, basedOn }: PolicyChange<K>,
  version: number,
): Promise<PolicyOutcome | null> {
  if (!mayWritePolicies(author)) return { kind: 'not-allowed' }
  if (basedOn !== null && basedOn !== version) return { kind: 'conflict', version }
  const problems = await fitProblems(tx.db, { kind, policy, now: tx.now })
  return problems.length > 0 ? { kind: 'unfit', problems } : null
}

/** Every open item is routed and timed anew, due now; one that has such a timer keeps one. */
async function lookAgain(tx: Tx): Promise<void> {
  const subjectIds = await openItemIds(tx.db)
  await armTimers(tx, { kind: 'route-again', subjectIds, dueAt: tx.now })
}

function refusalOf(outcome: PolicyOutcome): string {
  if (outcome.kind === 'unfit') return outcome.problems.map(problemLine).join('; ')
  return outcome.kind === 'conflict'
    ? `Version ${outcome.version} was set meanwhile`
    : 'May not write policies'
}

function note<K extends PolicyKind>(
  tx: Tx,
  { kind, author, reason }: PolicyChange<K>,
  { done, summary, detail }: { done: boolean; summary: string; detail: Record<string, unknown> },
): Promise<void> {
  return tx.audit({
    action: done ? 'policy.set' : 'policy.refused',
    outcome: done ? 'done' : 'refused',
    subject: { kind: 'policy', id: kind },
    itemId: null,
    summary,
    detail: { authorId: author.id, reason, ...detail },
  })
}
