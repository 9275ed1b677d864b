import { NO_COUNTS, type Route } from '../../shared/backtest.ts'
import type { Facts } from '../../shared/facts.ts'
import type { RoutingPolicy } from '../../shared/routing-policy.ts'
import { routeBy } from '../ownership/decide-ownership.ts'
import { ownershipOf } from '../ownership/store.ts'
import type { ComparedItem, Comparison } from './comparison.ts'

/** Where two policies send an item. What a rule says of days is judged as of the moment the item came. */
export function compareRoutes(
  { item, facts }: ComparedItem,
  { current, candidate }: { current: RoutingPolicy; candidate: RoutingPolicy },
): Comparison {
  const [before, after] = [current, candidate].map(policy => routeOf(policy, facts, item.created_at))
  const { role, person, rule } = ownershipOf(item)
  const changed = JSON.stringify(before) !== JSON.stringify(after)
  const differs = after?.role !== role
  const diff = {
    kind: 'route' as const,
    itemId: item.id,
    title: item.title,
    at: item.created_at,
    happened: { role, person: person?.name ?? null, rule: rule?.title ?? null },
    before: before ?? null,
    after: after ?? null,
  }
  return {
    counts: { ...NO_COUNTS, changed: changed ? 1 : 0, differs: differs ? 1 : 0 },
    rule: after?.rule ?? null,
    rows: changed || differs ? [diff] : [],
  }
}

function routeOf(policy: RoutingPolicy, facts: Facts, at: number): Route | null {
  const rule = routeBy(policy, facts, at)?.rule
  if (!rule) return null
  const { name, title, assign, fallback } = rule
  return { rule: name, title, role: assign.role, team: assign.team, fallback }
}
