import type { ZendeskWorld } from './state.ts'
import { makeTicket, type SimTicket, type TicketSeed } from './ticket.ts'
import { addComment, openAudit } from './update-ticket.ts'

/** A customer's email becomes a ticket, with its first comment and audit. `announced` false seeds silently. */
export function createTicket(world: ZendeskWorld, seed: TicketSeed, announced: boolean): SimTicket {
  const ticket = makeTicket(seed)
  world.state.tickets.set(ticket.id, ticket)
  const actor = { id: ticket.requester_id, channel: 'email' } as const
  const audit = openAudit(world, ticket, actor)
  addComment(world, ticket, audit, { plain: ticket.description, isPublic: true, author: ticket.requester_id })
  for (const field of ['subject', 'status', 'priority', 'type'] as const) {
    const id = world.state.serial.number()
    audit.events.push({ id, type: 'Create', field_name: field, value: ticket[field] })
  }
  if (announced) world.tell(ticket, [{ name: 'created', detail: {} }], actor)
  return ticket
}
