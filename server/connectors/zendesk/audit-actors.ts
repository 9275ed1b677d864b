import type { TicketActor } from '../../../shared/ticket-timeline.ts'
import type { AuditEvent, Audits, ZendeskAudit } from './audits.ts'
import type { ZendeskPerson, ZendeskTicket } from './shapes.ts'

/** Who did what an audit tells of, and who a user is. */
export interface ActorOf {
  (audit: ZendeskAudit, event: AuditEvent): TicketActor
  author(userId: string | null): TicketActor
}

/** `rule`, and what it was called before it had a name. */
const RULE: ReadonlySet<unknown> = new Set(['rule', 8])

/** The author of what no person did. */
const NOBODY = '-1'

/**
 * A rule's deeds are its own, although the update it ran in is somebody's. So are Meshline's, which acts as a user of
 * its own.
 */
export function actorsIn(
  ticket: ZendeskTicket,
  { audits, people }: Pick<Audits, 'audits' | 'people'>,
): ActorOf {
  const known = new Map(people.map(person => [person.id, person]))
  const colleagues = colleaguesIn(audits)
  const author = (id: string | null) => {
    if (id === null || id === NOBODY) return { id: NOBODY, name: 'Zendesk', kind: 'system' as const }
    const person = known.get(id)
    const isColleague = colleagues.has(id) && id !== ticket.requester_id
    return { id, name: person?.name ?? person?.email ?? `User ${id}`, kind: kindOf(person, isColleague) }
  }
  const actorOf = (audit: ZendeskAudit, event: AuditEvent): TicketActor => {
    const rule = ruleOf(audit, event)
    if (rule) return rule
    const actor = author(event.author_id ?? audit.author_id ?? null)
    return audit.metadata?.custom?.meshline ? { ...actor, kind: 'system' } : actor
  }
  return Object.assign(actorOf, { author })
}

/** The rule that made a change; null where none did. */
export function ruleOf(audit: ZendeskAudit, event: AuditEvent): TicketActor | null {
  const via = event.via ?? audit.via
  if (!RULE.has(via?.channel)) return null
  const { id, title } = via?.source?.from ?? {}
  return { id: id ?? 'rule', name: title ?? 'A rule of Zendesk', kind: 'system' }
}

/**
 * Who deletes an agent makes them an end user first, so that the role of somebody who is gone says nothing. Only
 * agents have tickets, though, and write notes.
 */
function colleaguesIn(audits: readonly ZendeskAudit[]): ReadonlySet<string> {
  const colleagues = new Set<string>()
  for (const { author_id, events } of audits) {
    for (const event of events) {
      const writer =
        event.type === 'Comment' && event.public === false ? (event.author_id ?? author_id) : null
      const assignees = event.field_name === 'assignee_id' ? [event.value, event.previous_value] : []
      for (const id of [writer, ...assignees.map(idIn)]) if (id) colleagues.add(id)
    }
  }
  return colleagues
}

/** Of somebody nobody knows, a reply must not count as one to the customer: a promise shown as kept stays unkept. */
function kindOf(person: ZendeskPerson | undefined, isColleague: boolean): TicketActor['kind'] {
  if (person?.role === 'agent' || person?.role === 'admin') return 'agent'
  const isPresent = person !== undefined && person.active !== false
  return isColleague && !isPresent ? 'agent' : 'customer'
}

/** The id in an audit's value; audits write numbers as text, and nobody as null or nothing. */
export function idIn(value: unknown): string | null {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null
}
