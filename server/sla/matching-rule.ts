import { compile } from '../../shared/compile-conditions.ts'
import type { Facts } from '../../shared/facts.ts'
import type { SlaPolicy, SlaRule } from '../../shared/sla-policy.ts'

type Matchers = readonly { readonly rule: SlaRule; readonly matches: ReturnType<typeof compile> }[]

/** Compiled once per version, however many items ask. */
const compiled = new WeakMap<SlaPolicy, Matchers>()

/** The first rule that matches; one that lacks facts does not. `now`: epoch milliseconds. */
export function matchingRule(policy: SlaPolicy, facts: Facts, now: number): SlaRule | null {
  const rules = compiled.get(policy) ?? policy.rules.map(rule => ({ rule, matches: compile(rule.when) }))
  compiled.set(policy, rules)
  return rules.find(({ matches }) => matches(facts, now))?.rule ?? null
}
