import { type FreshnessPolicy, policyFileOf } from '../../shared/freshness-policy.ts'
import type { Member, Role } from '../../shared/member.ts'
import type { Tx } from '../store/store.ts'
import { FRESHNESS, insertPolicy, readFreshnessPolicy } from './store.ts'

/** Who writes policies. */
export const POLICY_AUTHORS: readonly Role[] = ['rev-ops-lead', 'automation-engineer', 'admin']

export interface PolicyChange {
  readonly policy: FreshnessPolicy
  readonly author: Member
  readonly reason: string
}

export type PolicyOutcome =
  | { readonly kind: 'set'; readonly version: number }
  | { readonly kind: 'unchanged'; readonly version: number }
  | { readonly kind: 'not-allowed' }

/**
 * Makes other freshness limits hold from the next judgement on. Proposals judged before keep the limits they were
 * judged by until their facts are read again. The same limits again make no version.
 */
export async function setFreshnessPolicy(tx: Tx, change: PolicyChange): Promise<PolicyOutcome> {
  const { policy, author, reason } = change
  const before = await readFreshnessPolicy(tx.db)
  const audit = (outcome: 'done' | 'refused', summary: string, detail: Record<string, unknown>) =>
    tx.audit({
      action: outcome === 'done' ? 'policy.set' : 'policy.refused',
      outcome,
      subject: { kind: 'policy', id: FRESHNESS },
      itemId: null,
      summary,
      detail: { authorId: author.id, reason, ...detail },
    })
  if (!author.active || !author.roles.some(role => POLICY_AUTHORS.includes(role))) {
    await audit('refused', `${author.name} may not write policies`, { roles: author.roles })
    return { kind: 'not-allowed' }
  }
  const [was, is] = [policyFileOf(before.policy), policyFileOf(policy)]
  if (JSON.stringify(was) === JSON.stringify(is)) {
    await audit('done', `The freshness limits are those of version ${before.version} already`, {})
    return { kind: 'unchanged', version: before.version }
  }
  const version = before.version + 1
  await insertPolicy(tx, {
    kind: FRESHNESS,
    version,
    body: JSON.stringify(policy),
    author: author.email,
    reason,
    created_at: tx.now,
  })
  await audit('done', `Freshness limits, version ${version}`, { version, before: was, after: is })
  return { kind: 'set', version }
}
