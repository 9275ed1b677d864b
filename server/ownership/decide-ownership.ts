import { type ContextRecord, textOf } from '../../shared/context-record.ts'
import type { Facts } from '../../shared/facts.ts'
import type { Localized } from '../../shared/locale.ts'
import { type Candidate, type Ownership, resolveOwnership, unavailable } from '../../shared/ownership.ts'
import { type RouteMatch, type Router, routerOf } from '../../shared/route-facts.ts'
import type { RoutingPolicy, RoutingRule, Team } from '../../shared/routing-policy.ts'
import { readPolicy } from '../policies/store.ts'
import type { Reader } from '../store/store.ts'
import { candidatesFor } from './candidate-store.ts'
import type { ItemFacts } from './facts-of-item.ts'

export interface RoutingQuestion {
  /** What is known of the item. */
  readonly known: ItemFacts
  /** Whoever has it now. */
  readonly heldBy: string | null
  /** Epoch milliseconds. */
  readonly now: number
}

/** Compiled once per version, however many items ask. */
const routers = new WeakMap<RoutingPolicy, Router>()

/** The rule of a policy that matches, compiled on first use. Null only where the policy has no rule for everything. */
export function routeBy(policy: RoutingPolicy, facts: Facts, now: number): RouteMatch | null {
  const router = routers.get(policy) ?? routerOf(policy)
  routers.set(policy, router)
  return router(facts, now)
}

/** Who answers for an item by the policy that holds, and the path that leads there. */
export async function decideOwnership(db: Reader, question: RoutingQuestion): Promise<Ownership> {
  const { policy, version } = await readPolicy(db, 'routing')
  const { facts, account } = question.known
  const match = routeBy(policy, facts, question.now)
  // A policy ends with a rule for everything, so this is one that was stored before that was asked.
  const rule = match?.rule ?? policy.rules.at(-1)
  if (!rule) throw new Error(`Routing policy ${version} has no rules`)
  const ownership = await resolve(db, question, { policy, version, rule, account })
  return { ...ownership, path: [...pendingWords(match), ...ownership.path] }
}

interface Matched {
  readonly policy: RoutingPolicy
  readonly version: number
  readonly rule: RoutingRule
  readonly account: ContextRecord | null
}

async function resolve(
  db: Reader,
  { heldBy, now }: RoutingQuestion,
  { policy, version, rule, account }: Matched,
): Promise<Ownership> {
  const { role, spread, team: teamName } = rule.assign
  const holders = await candidatesFor(db, { role, now, byLoad: spread === 'least-loaded' })
  const team = policy.teams.find(({ name }) => name === teamName) ?? null
  const members = inTeam(team, holders)
  // Of two who can take it one is the other's backup, so nobody else is needed.
  const isBackedUp = members.filter(candidate => unavailable(candidate) === null).length >= 2
  return resolveOwnership({
    rule: { name: rule.name, title: rule.title, version },
    role,
    groups: team?.groups ?? {},
    named: namedBy(rule, account, holders),
    team: members,
    spread,
    standIns: isBackedUp ? [] : await candidatesFor(db, { role: rule.fallback, now, byLoad: false }),
    heldBy,
  })
}

/** A team's members in its own order; everybody who holds the role where it names none. */
function inTeam(team: Team | null, holders: readonly Candidate[]): Candidate[] {
  if (!team || team.members.length === 0) return [...holders]
  const byEmail = new Map(holders.map(holder => [holder.member.email.toLowerCase(), holder]))
  return team.members.flatMap(email => byEmail.get(email.toLowerCase()) ?? [])
}

function isSaid(text: string, said: string): boolean {
  return text.toLowerCase() === said.trim().toLowerCase()
}

/** How CRMs write somebody down: `Olga Owner <olga@acme.test>`. */
const NAME_AND_ADDRESS = /^([^<>]*)<([^<>\s]+)>$/

/** The person a field of the account names, by address or else by name. */
function namedBy(
  { assign }: RoutingRule,
  account: ContextRecord | null,
  holders: readonly Candidate[],
): { name: string; candidate: Candidate | null } | null {
  const name = assign.accountField && account ? textOf(account, assign.accountField) : null
  if (!name) return null
  const [, called, address] = NAME_AND_ADDRESS.exec(name.trim()) ?? []
  const byAddress = holders.filter(({ member }) => isSaid(member.email, address ?? name))
  const byName = holders.filter(({ member }) => isSaid(member.name, called ?? name))
  const fitting = byAddress.length > 0 ? byAddress : byName
  // Two of one name are a guess.
  return { name, candidate: fitting.length === 1 ? (fitting[0] ?? null) : null }
}

function pendingWords(match: RouteMatch | null): Localized[] {
  return (match?.pending ?? []).slice(0, 5).map(({ rule, missing }) => ({
    en: `Rule “${rule}” is pending: ${missing.join(', ')} missing`,
    de: `Regel „${rule}“ ist offen: ${missing.join(', ')} fehlt`,
  }))
}
