import type { SlaRule } from '../../shared/sla-policy.ts'
import { readPolicy } from '../policies/store.ts'
import type { Reader } from '../store/store.ts'
import type { ClockRow } from './store.ts'

/** The rule as it was when it set the clock, and since when it held (epoch milliseconds); null where none did. */
export async function ruleOfClock(
  db: Reader,
  { rule: name, policy_version }: Pick<ClockRow, 'rule' | 'policy_version'>,
): Promise<{ rule: SlaRule; heldSince: number } | null> {
  if (name === null || policy_version === null) return null
  const { policy, createdAt } = await readPolicy(db, 'sla', policy_version)
  const rule = policy.rules.find(one => one.name === name)
  return rule ? { rule, heldSince: createdAt ?? 0 } : null
}
