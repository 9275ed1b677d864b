import { TicketPriority } from './billing.ts'
import type { Calendar } from './calendar.ts'
import { msOf } from './policy-parts.ts'
import type { ClockKind, ClockUnit, Pause } from './sla.ts'
import { type SlaRule, type Target, TICKET_CLOCKS, type TicketClock } from './sla-policy.ts'
import type { TicketEvent, TicketTimeline } from './ticket-timeline.ts'

/** A clock as a ticket's course and a rule make it. Times: epoch milliseconds. */
export interface PlannedClock {
  readonly kind: ClockKind
  /** Tells clocks of one kind on one item apart: the ticket, and for a next response also when the customer wrote. */
  readonly subjectId: string
  readonly unit: ClockUnit
  readonly calendar: Calendar | null
  readonly targetMs: number
  readonly startedAt: number
  readonly stoppedAt: number | null
  readonly pauses: readonly Pause[]
}

/** Statuses in which nothing more is expected of anybody. */
const SOLVED: ReadonlySet<string> = new Set(['solved', 'closed', 'deleted'])

interface Span {
  readonly subjectId: string
  readonly startedAt: number
  readonly stoppedAt: number | null
}

/**
 * The clocks of a ticket by a rule: the same course, rule and calendar give the same clocks, so any due time can be
 * worked out again. Nothing for a ticket whose beginning is not known.
 */
export function planClocks(
  timeline: TicketTimeline,
  rule: Pick<SlaRule, 'targets'>,
  calendar: Calendar | null,
): PlannedClock[] {
  const priority = priorityOf(timeline.events)
  return TICKET_CLOCKS.flatMap(kind => {
    const target = rule.targets[kind]
    if (!target) return []
    return spansOf(kind, timeline).map(span => ({
      kind,
      ...span,
      unit: target.unit,
      calendar: target.unit === 'business' ? calendar : null,
      targetMs: targetFor(target, priority),
      pauses: pausesOf(timeline.events, target, span, kind),
    }))
  })
}

/** How long a target gives a priority; in milliseconds of its unit. */
export function targetFor({ within }: Target, priority: TicketPriority | null): number {
  return msOf((priority && within[priority]) ?? within.default)
}

function priorityOf(events: readonly TicketEvent[]): TicketPriority | null {
  const told = events.reduce<string | null>((before, { change }) => {
    if (change.kind === 'created') return change.priority
    return change.kind === 'priority' ? change.to : before
  }, null)
  return TicketPriority.safeParse(told).data ?? null
}

function spansOf(kind: TicketClock, timeline: TicketTimeline): Span[] {
  if (kind === 'next-response') return waitingForReply(timeline)
  const { ticketId, events } = timeline
  const created = events.find(({ change }) => change.kind === 'created')
  if (!created) return []
  const isStop = kind === 'first-response' ? isAgentReply : isSolving
  if (kind === 'first-response') {
    const stop = events.find(event => event.at >= created.at && isStop(event))
    return [{ subjectId: ticketId, startedAt: created.at, stoppedAt: stop?.at ?? null }]
  }
  return [{ subjectId: ticketId, startedAt: created.at, stoppedAt: solvedSince(events) }]
}

function isAgentReply({ change, actor }: TicketEvent): boolean {
  return change.kind === 'public-reply' && actor.kind === 'agent'
}

/** Whether nothing more is expected of anybody on a ticket of this status. */
export function isSolved(status: string | null): boolean {
  return status !== null && SOLVED.has(status)
}

function isSolving({ change }: TicketEvent): boolean {
  return change.kind === 'status' && isSolved(change.to)
}

/** When a ticket was solved that has been since; null while it is open. */
function solvedSince(events: readonly TicketEvent[]): number | null {
  let since: number | null = null
  for (const { at, change } of events) {
    if (change.kind === 'created') since = isSolved(change.status) ? at : null
    if (change.kind === 'status') since = isSolved(change.to) ? (since ?? at) : null
  }
  return since
}

/** Each time a customer wrote after a reply and waited for the next one; what they add meanwhile changes nothing. */
function waitingForReply({ ticketId, events }: TicketTimeline): Span[] {
  const spans: Span[] = []
  let answered = false
  let waitingSince: number | null = null
  const stop = (at: number | null) => {
    if (waitingSince === null) return
    spans.push({ subjectId: `${ticketId}:${waitingSince}`, startedAt: waitingSince, stoppedAt: at })
    waitingSince = null
  }
  for (const event of events) {
    if (isAgentReply(event)) {
      answered = true
      stop(event.at)
    } else if (event.change.kind === 'public-reply' && event.actor.kind === 'customer' && answered) {
      waitingSince ??= event.at
    } else if (isSolving(event)) stop(event.at)
  }
  stop(null)
  return spans
}

/** When the clock stood still: in the statuses the rule names, and, for a resolution, while the ticket was solved. */
function pausesOf(
  events: readonly TicketEvent[],
  { pausedIn }: Target,
  { startedAt, stoppedAt }: Span,
  kind: TicketClock,
): Pause[] {
  const stops = (status: string) => pausedIn.includes(status) || (kind === 'resolution' && isSolved(status))
  const end = stoppedAt ?? Number.POSITIVE_INFINITY
  const pauses: Pause[] = []
  let open: Pause | null = null
  const close = (until: number | null) => {
    if (open && (until === null || until > Math.max(open.from, startedAt))) {
      pauses.push({ ...open, from: Math.max(open.from, startedAt), until })
    }
    open = null
  }
  for (const { at, change, actor } of events) {
    if (at >= end) break
    const status = change.kind === 'status' ? change.to : change.kind === 'created' ? change.status : null
    if (status === null) continue
    close(at)
    if (stops(status)) open = { from: at, until: null, cause: `status ${status}`, actor: actor.name }
  }
  close(stoppedAt)
  return pauses
}

/**
 * The pauses a clock had and those its course gives it by the rule of now: what has accrued is kept through a change of
 * policy, and a pause that no longer is one ends at `now`.
 */
export function mergePauses(stored: readonly Pause[], planned: readonly Pause[], now: number): Pause[] {
  const kept = stored.map(pause => {
    if (pause.until !== null) return pause
    const same = planned.find(({ from }) => from === pause.from)
    return { ...pause, until: same ? same.until : now }
  })
  const added = planned.filter(({ from }) => !stored.some(pause => pause.from === from))
  return [...kept, ...added].toSorted((a, b) => a.from - b.from)
}
