import type { ContextRecord } from '../../shared/context-record.ts'
import { explain } from '../../shared/explain-conditions.ts'
import { factsOf } from '../../shared/facts.ts'
import type { Ownership } from '../../shared/ownership.ts'
import type { Routing } from '../../shared/panel.ts'
import { deskRecordOf, type WorkItem } from '../../shared/work-item.ts'
import { readMatter } from '../ownership/facts-of-item.ts'
import { handoffsOfItem } from '../ownership/handoff-store.ts'
import { readPolicy } from '../policies/store.ts'
import type { Reader } from '../store/store.ts'

export interface RoutingViewQuestion {
  readonly item: WorkItem
  readonly ownership: Ownership
  readonly account: ContextRecord | null
  /** Epoch milliseconds. */
  readonly now: number
}

/** The rule that gave an item to its owner, judged by what is known now, beside where its tool has it. */
export async function readRouting(db: Reader, question: RoutingViewQuestion): Promise<Routing> {
  const { item, ownership, account, now } = question
  const { ticket, dispute } = await readMatter(db, item.links)
  const wantedGroup = ownership.groups[deskRecordOf(item.links)?.vendor ?? '']
  const rule = await ruleOf(db, ownership)
  const trace = rule && explain(rule.when, factsOf({ account, item, ticket, dispute }), now)
  const place = ticket && {
    group: ticket.value.group?.name ?? null,
    assignee: ticket.value.assignee?.name ?? null,
  }
  return {
    place,
    agrees: place !== null && isThere({ person: ownership.person?.name, group: wantedGroup }, place),
    conditions: [...(trace?.all ?? []), ...(trace?.any ?? [])].map(
      ({ outcome, sentence, seen, source, readAt }) => ({ outcome, sentence, seen, source, readAt }),
    ),
    handoffs: (await handoffsOfItem(db, item.id)).map(({ at, from, to, cause }) => ({ at, from, to, cause })),
  }
}

async function ruleOf(db: Reader, { rule }: Ownership) {
  if (!rule) return null
  const { policy } = await readPolicy(db, 'routing', rule.version)
  return policy.rules.find(({ name }) => name === rule.name) ?? null
}

interface WantedPlace {
  readonly person: string | undefined
  readonly group: string | undefined
}

/**
 * Names are compared, as that is what both sides show; what the rules leave open agrees with anything. A record that
 * is somebody's and in no group is of a tool where it lies with the one or the other.
 */
function isThere({ person, group }: WantedPlace, place: NonNullable<Routing['place']>): boolean {
  if (!isSame(person, place.assignee)) return false
  return (place.group === null && place.assignee !== null) || isSame(group, place.group)
}

function isSame(wanted: string | undefined, found: string | null): boolean {
  return wanted === undefined || wanted.toLowerCase() === found?.toLowerCase()
}
