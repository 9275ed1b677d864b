import type { Localized } from '../../shared/locale.ts'
import type { Collision, NativeConflict, NativeConflicts } from '../../shared/native-conflict.ts'
import { isSolved } from '../../shared/plan-clocks.ts'
import type { RoutingPolicy, RoutingRule } from '../../shared/routing-policy.ts'
import { type SlaPolicy, type SlaRule, TICKET_CLOCKS, type TicketClock } from '../../shared/sla-policy.ts'
import type { NativeRule, SaidConditions } from '../connectors/assigner.ts'
import {
  type Connectors,
  UnreadableAnswer,
  type VendorApi,
  VendorUnavailable,
} from '../connectors/connector.ts'
import { readPolicy } from '../policies/store.ts'
import type { Reader } from '../store/store.ts'
import {
  endsClocks,
  otherGroup,
  otherPerson,
  setsWords,
  stopsClocks,
  unnamedGroup,
} from './conflict-words.ts'
import { overlapOf } from './overlap-of.ts'

/** Rules of ours that are listed for one of theirs, of each policy; more are counted. */
const LISTED = 10

interface Ours {
  readonly routing: RoutingPolicy
  readonly sla: SlaPolicy
}

interface ToolRules {
  readonly asked: NativeConflicts['tools'][number]
  readonly rules: readonly NativeRule[]
}

/**
 * The rules inside connected tools that assign tickets or set their status, where the policies that hold say something
 * else. Asks the tools each time; one that does not answer is told of in its own words.
 */
export async function findConflicts(
  db: Reader,
  { apis }: Pick<Connectors, 'apis'>,
): Promise<NativeConflicts> {
  const ours = {
    routing: (await readPolicy(db, 'routing')).policy,
    sla: (await readPolicy(db, 'sla')).policy,
  }
  const asked = await Promise.all(
    [...apis].flatMap(([source, api]) => (api.assignment ? [ask(source, api)] : [])),
  )
  return {
    tools: asked.map(tool => tool.asked),
    conflicts: asked.flatMap(({ asked: { source }, rules }) =>
      rules.flatMap(rule => conflictOf(rule, { source, ours }) ?? []),
    ),
  }
}

async function ask(source: string, { assignment }: VendorApi): Promise<ToolRules> {
  try {
    const rules = (await assignment?.nativeRules()) ?? []
    return { asked: { kind: 'read', source, rules: rules.length }, rules }
  } catch (error) {
    if (!(error instanceof VendorUnavailable) && !(error instanceof UnreadableAnswer)) throw error
    return { asked: { kind: 'away', source, why: error.words }, rules: [] }
  }
}

/** What one of their rules gets in the way of; null where it leads where ours do, or means no ticket of ours. */
export function conflictOf(
  theirs: NativeRule,
  { source, ours }: { source: string; ours: Ours },
): NativeConflict | null {
  const routing = ours.routing.rules.flatMap(
    rule => routingCollision(theirs, { rule, source, teams: ours.routing.teams }) ?? [],
  )
  const sla = ours.sla.rules.flatMap(rule => slaCollision(theirs, rule) ?? [])
  if (routing.length + sla.length === 0) return null
  const { id, title, url, when, assigns } = theirs
  return {
    source,
    id,
    title,
    url,
    when,
    sets: setsWords(assigns),
    collisions: [...routing.slice(0, LISTED), ...sla.slice(0, LISTED)],
    unlisted: {
      routing: Math.max(0, routing.length - LISTED),
      sla: Math.max(0, sla.length - LISTED),
    },
  }
}

interface OurRoute {
  readonly rule: RoutingRule
  readonly source: string
  readonly teams: RoutingPolicy['teams']
}

function routingCollision(theirs: NativeRule, ours: OurRoute): Collision | null {
  const { name, title, when } = ours.rule
  const difference = differenceOf(theirs, ours)
  const overlap = difference && overlapOf(saidBy(theirs), when)
  if (!difference || overlap === 'none') return null
  const certain = overlap === 'all' && difference.certain
  return { policy: 'routing', rule: name, title, certainty: certain ? 'always' : 'may', why: difference.why }
}

/** Where their rule leads elsewhere than ours; null where both lead to one place. */
function differenceOf(
  { assigns: { group, assignee } }: NativeRule,
  { rule: { assign }, source, teams }: OurRoute,
): { readonly why: Localized; readonly certain: boolean } | null {
  const ours = teams.find(({ name }) => name === assign.team)?.groups[source]
  const who = assign.team ?? assign.role
  if (group !== undefined && ours !== undefined && !isSameName(group, ours)) {
    return { why: otherGroup(group, ours), certain: true }
  }
  // Their rule takes no account of who is there, whoever it names.
  if (assignee !== undefined) return { why: otherPerson(assignee, who), certain: true }
  if (group === undefined || ours !== undefined) return null
  return { why: unnamedGroup(group, who), certain: false }
}

function isSameName(theirs: string | null, ours: string): boolean {
  return theirs !== null && theirs.trim().toLowerCase() === ours.trim().toLowerCase()
}

/** Statuses in which a rule's clocks stand still, or that end them, set by nobody who answered. */
function slaCollision(theirs: NativeRule, { name, title, when, targets }: SlaRule): Collision | null {
  const { status } = theirs.assigns
  if (status === undefined) return null
  const measured = TICKET_CLOCKS.filter(clock => targets[clock] !== undefined)
  const ended = isSolved(status) ? measured.filter(clock => ENDED_BY_SOLVING.has(clock)) : []
  const paused = measured.filter(clock => targets[clock]?.pausedIn.includes(status))
  if (ended.length + paused.length === 0) return null
  const overlap = overlapOf(saidBy(theirs), when)
  if (overlap === 'none') return null
  const why = ended.length > 0 ? endsClocks(ended) : stopsClocks(status, paused)
  return { policy: 'sla', rule: name, title, certainty: overlap === 'all' ? 'always' : 'may', why }
}

const ENDED_BY_SOLVING: ReadonlySet<TicketClock> = new Set(['next-response', 'resolution'])

/** Where a connector says nothing in our words, each condition is one of which nobody can tell. */
function saidBy({ said, conditions: { all, any } }: NativeRule): SaidConditions {
  return said ?? { all: all.map(() => null), any: any.map(() => null) }
}
