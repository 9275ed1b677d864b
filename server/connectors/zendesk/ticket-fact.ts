import { z } from 'zod'
import { NativeSla, type Ticket, TicketPriority } from '../../../shared/billing.ts'
import { readRows } from './answer.ts'
import type { Audits } from './audits.ts'
import { type TicketAnswer, ZendeskGroup, type ZendeskTicket } from './shapes.ts'
import { clockOfMetric } from './sla-metric.ts'

/** What was read of a ticket's audits, with whom and what the ticket itself named. */
export function besideTicket({ users, groups }: TicketAnswer, read: Audits): Audits {
  const named = readRows(ZendeskGroup, 'group', groups ?? []).read
  const people = users.map(user => ({ suspended: null, ...user }))
  return { ...read, people: [...read.people, ...people], groups: [...read.groups, ...named] }
}

/** A ticket as decisions rest on it. Who is not named goes by their id. */
export function ticketOf(ticket: ZendeskTicket, beside: Audits, siteUrl: string): Ticket {
  return {
    id: ticket.id,
    record: { vendor: 'zendesk', type: 'ticket' },
    subject: ticket.raw_subject ?? ticket.subject ?? '',
    description: ticket.description ?? '',
    status: ticket.status,
    tags: ticket.tags.toSorted(),
    createdAt: Date.parse(ticket.created_at),
    updatedAt: Date.parse(ticket.updated_at),
    url: `${siteUrl}/agent/tickets/${ticket.id}`,
    priority: TicketPriority.safeParse(ticket.priority).data ?? null,
    group: groupIn(ticket, beside),
    assignee: assigneeIn(ticket, beside),
    requesterId: ticket.requester_id ?? null,
    nativeSla: nativeSlaOf(ticket, beside),
  }
}

function groupIn({ group_id: id }: ZendeskTicket, { groups }: Audits): Ticket['group'] {
  return id ? { id, name: groups.find(group => group.id === id)?.name ?? `Group ${id}` } : null
}

function assigneeIn({ assignee_id: id }: ZendeskTicket, { people }: Audits): Ticket['assignee'] {
  if (!id) return null
  const person = people.find(each => each.id === id)
  return { id, name: person?.name ?? `User ${id}`, email: person?.email ?? null }
}

/** `breach_at` is null while paused and once achieved. */
const PolicyMetric = z.object({
  metric: z.string(),
  stage: NativeSla.shape.stage,
  breach_at: z.string().nullish().catch(null),
})

function nativeSlaOf({ slas }: ZendeskTicket, audits: Audits): NativeSla[] {
  const policies = policiesIn(audits)
  return readRows(PolicyMetric, 'metric', slas?.policy_metrics ?? []).read.map(
    ({ metric, stage, breach_at }) => {
      const breachAt = Date.parse(breach_at ?? '')
      return {
        metric,
        kind: clockOfMetric(metric),
        stage,
        breachAt: Number.isNaN(breachAt) ? null : breachAt,
        policy: policies.get(metric) ?? null,
      }
    },
  )
}

/** The sideload does not name the policy; the audit of the change that set the target does. By metric. */
function policiesIn({ audits }: Audits): ReadonlyMap<string, string> {
  const policies = new Map<string, string>()
  for (const { events } of audits) {
    for (const { field_name: metric, via } of events) {
      if (metric && via?.current_sla_policy) policies.set(metric, via.current_sla_policy)
    }
  }
  return policies
}
