import type {
  TicketActor,
  TicketChange,
  TicketEvent,
  TicketTimeline,
} from '../../../shared/ticket-timeline.ts'
import { type ActorOf, actorsIn, idIn } from './audit-actors.ts'
import type { AuditEvent, Audits, ZendeskAudit } from './audits.ts'
import type { ZendeskGroup, ZendeskPerson, ZendeskTicket } from './shapes.ts'

type Named = { readonly id: string; readonly name: string }

/** Where a ticket lies, by ids. */
interface PlaceIds {
  group: string | null
  assignee: string | null
}

/** A ticket's audits as what happened to it. */
export function timelineOf(ticket: ZendeskTicket, read: Audits): TicketTimeline {
  const audits = inOrder(read.audits)
  const actorOf = actorsIn(ticket, { ...read, audits })
  const place: PlaceIds = { group: null, assignee: null }
  const events = audits.flatMap(audit => eventsOf(audit, { actorOf, place, names: namesOf(read) }))
  const isBegun = events.some(({ change }) => change.kind === 'created')
  return {
    ticketId: ticket.id,
    events: isBegun ? events : [beginning(ticket, events, actorOf), ...events],
    complete: read.complete && isBegun,
  }
}

/** Pages may overlap while somebody writes; ids are too long for numbers. */
function inOrder(audits: readonly ZendeskAudit[]): ZendeskAudit[] {
  const once = [...new Map(audits.map(audit => [audit.id, audit])).values()]
  return once.toSorted(
    (a, b) =>
      Date.parse(a.created_at) - Date.parse(b.created_at) ||
      a.id.length - b.id.length ||
      (a.id < b.id ? -1 : 1),
  )
}

interface Known {
  readonly actorOf: ActorOf
  /** Moved on from audit to audit. */
  readonly place: PlaceIds
  readonly names: Names
}

interface Names {
  group(id: string): Named
  person(id: string): Named
}

function namesOf({ people, groups }: Pick<Audits, 'people' | 'groups'>): Names {
  const [persons, teams] = [byId(people), byId(groups)]
  return {
    group: id => ({ id, name: teams.get(id) ?? `Group ${id}` }),
    person: id => ({ id, name: persons.get(id) ?? `User ${id}` }),
  }
}

function byId(list: readonly (ZendeskPerson | ZendeskGroup)[]) {
  return new Map(list.map(({ id, name }) => [id, name]))
}

function eventsOf(audit: ZendeskAudit, known: Known): TicketEvent[] {
  const at = Date.parse(audit.created_at)
  const creation = audit.events.filter(({ type }) => type === 'Create')
  const [first] = creation
  const deeds = byActor(audit, known.actorOf).flatMap(({ actor, events }) => {
    const changes = [
      ...events.flatMap(event => changeOf(event, creation.length > 0)),
      ...moved(events, known),
    ]
    return changes.map(change => ({ at, actor, change }))
  })
  return first ? [{ at, actor: known.actorOf(audit, first), change: created(creation) }, ...deeds] : deeds
}

/** Rules act within the update that set them off, so that one audit has the deeds of several. */
function byActor(audit: ZendeskAudit, actorOf: ActorOf) {
  const parts = new Map<string, { actor: TicketActor; events: AuditEvent[] }>()
  for (const event of audit.events) {
    const actor = actorOf(audit, event)
    const part = parts.get(`${actor.kind} ${actor.id}`) ?? { actor, events: [] }
    part.events.push(event)
    parts.set(`${actor.kind} ${actor.id}`, part)
  }
  return [...parts.values()]
}

function created(fields: readonly AuditEvent[]): TicketChange {
  const inField = (field: string) => textIn(fields.find(({ field_name }) => field_name === field)?.value)
  return { kind: 'created', status: inField('status') ?? 'new', priority: inField('priority') }
}

const COMMENTS: ReadonlySet<string> = new Set(['Comment', 'VoiceComment', 'FacebookComment'])

/** The comment that made the ticket is its creation, not a reply. */
function changeOf(event: AuditEvent, isCreation: boolean): TicketChange[] {
  const { type, field_name: field } = event
  if (COMMENTS.has(type) && !isCreation) {
    return [{ kind: event.public === false ? 'internal-note' : 'public-reply' }]
  }
  if (type !== 'Change' || (field !== 'status' && field !== 'priority')) return []
  return [{ kind: field, from: textIn(event.previous_value), to: textIn(event.value) }]
}

/** Group and assignee are changed one by one, and told as one. */
function moved(events: readonly AuditEvent[], { place, names }: Known): TicketChange[] {
  const before = { ...place }
  for (const { type, field_name: field, value } of events) {
    if (type !== 'Create' && type !== 'Change') continue
    if (field === 'group_id') place.group = idIn(value)
    if (field === 'assignee_id') place.assignee = idIn(value)
  }
  if (place.group === before.group && place.assignee === before.assignee) return []
  const { group, assignee } = place
  return [
    {
      kind: 'assigned',
      group: group === null ? null : names.group(group),
      assignee: assignee === null ? null : names.person(assignee),
    },
  ]
}

/** What the ticket itself says of its creation, where no audit does. */
function beginning(ticket: ZendeskTicket, events: readonly TicketEvent[], actorOf: ActorOf): TicketEvent {
  const changes = events.map(({ change }) => change)
  const status = changes.find(({ kind }) => kind === 'status')
  const priority = changes.find(({ kind }) => kind === 'priority')
  return {
    at: Date.parse(ticket.created_at),
    actor: actorOf.author(ticket.submitter_id ?? ticket.requester_id ?? null),
    change: {
      kind: 'created',
      status: (status?.kind === 'status' ? status.from : null) ?? ticket.status,
      priority: priority?.kind === 'priority' ? priority.from : (ticket.priority ?? null),
    },
  }
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
