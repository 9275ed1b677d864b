import { compileEvaluation } from './compile-conditions.ts'
import type { Facts } from './facts.ts'
import type { FieldName } from './field-catalogue.ts'
import type { RoutingPolicy, RoutingRule, RoutingTest } from './routing-policy.ts'
import { factsFrom } from './written-facts.ts'

/** Which rule says who answers for an item, and which rules before it might have, had more been known. */
export interface RouteMatch {
  readonly rule: RoutingRule
  readonly pending: readonly { readonly rule: string; readonly missing: readonly FieldName[] }[]
}

/** A policy that can be asked. Compiling is the costly part, so it is done once per version. */
export type Router = (facts: Facts, now: number) => RouteMatch | null

/** The first rule that matches; one that lacks facts does not, and is named. Null where none does. */
export function routerOf({ rules }: Pick<RoutingPolicy, 'rules'>): Router {
  const compiled = rules.map(rule => ({ rule, evaluate: compileEvaluation(rule.when) }))
  return (facts, now) => {
    const pending: { rule: string; missing: readonly FieldName[] }[] = []
    for (const { rule, evaluate } of compiled) {
      const { matches, missing } = evaluate(facts, now)
      if (matches) return { rule, pending }
      if (missing.length > 0) pending.push({ rule: rule.title, missing })
    }
    return null
  }
}

/** A test of a policy with the rule that matches its facts. */
export interface TestedRule {
  readonly test: RoutingTest
  readonly rule: string | null
}

/** Every test with what matches it now; `now` in epoch milliseconds. */
export function runTests(policy: RoutingPolicy, now: number): TestedRule[] {
  const route = routerOf(policy)
  return policy.tests.map(test => ({ test, rule: route(factsFrom(test.facts), now)?.rule.name ?? null }))
}

/** The tests another rule than the expected one matches. */
export function failedTests(policy: RoutingPolicy, now: number): TestedRule[] {
  return runTests(policy, now).filter(({ test, rule }) => test.rule !== rule)
}
