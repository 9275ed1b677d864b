import type { Actor, TicketEvent } from './state.ts'
import { ACCOUNT_ID, type SimTicket } from './ticket.ts'

export interface Occasion {
  readonly id: string
  /** Shared by all events of one write. */
  readonly sequence: string
  readonly position: number
  readonly actor: Actor
  /** Milliseconds since the epoch. */
  readonly time: number
}

const text = (value: string | number | null): string | null => (value === null ? null : String(value))
const capitals = (value: string | null): string | null => value?.toUpperCase() ?? null

/** The body of an event subscription: ids as text, enums in capitals, unlike REST. */
export function envelopeOf(
  ticket: SimTicket,
  event: TicketEvent,
  { id, sequence, position, actor, time }: Occasion,
) {
  return {
    account_id: ACCOUNT_ID,
    detail: detailOf(ticket, actor),
    event: { meta: { sequence: { id: sequence, position } }, ...event.detail },
    id,
    subject: `zen:ticket:${ticket.id}`,
    time: new Date(time).toISOString(),
    type: `zen:event-type:ticket.${event.name}`,
    zendesk_event_version: '2022-11-06',
  }
}

function detailOf(ticket: SimTicket, actor: Actor) {
  return {
    actor_id: String(actor.id),
    assignee_id: text(ticket.assignee_id),
    brand_id: String(ticket.brand_id),
    created_at: ticket.created_at,
    custom_status: String(ticket.custom_status_id),
    description: ticket.description,
    external_id: ticket.external_id,
    form_id: String(ticket.ticket_form_id),
    group_id: text(ticket.group_id),
    id: String(ticket.id),
    is_public: ticket.is_public,
    organization_id: text(ticket.organization_id),
    priority: capitals(ticket.priority),
    requester_id: String(ticket.requester_id),
    status: capitals(ticket.status),
    subject: ticket.subject,
    submitter_id: String(ticket.submitter_id),
    tags: [...ticket.tags],
    type: capitals(ticket.type),
    updated_at: ticket.updated_at,
    via: { channel: ticket.via.channel },
  }
}
