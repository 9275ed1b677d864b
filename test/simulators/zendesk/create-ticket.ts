import type { SimAudit } from './audit.ts'
import { runTriggers } from './run-triggers.ts'
import type { Actor, ZendeskWorld } from './state.ts'
import { makeTicket, type SimTicket, type TicketSeed } from './ticket.ts'
import { addComment, openAudit } from './update-ticket.ts'

const CREATED = ['subject', 'status', 'priority', 'type', 'requester_id', 'group_id', 'assignee_id'] as const

/** A customer's email becomes a ticket, with its first comment and audit. `announced` false seeds silently. */
export function createTicket(world: ZendeskWorld, seed: TicketSeed, announced: boolean): SimTicket {
  const ticket = makeTicket(seed)
  world.state.tickets.set(ticket.id, ticket)
  const actor = { id: ticket.requester_id, channel: 'email' } as const
  const audit = openAudit(world, ticket, actor)
  addComment(world, ticket, audit, { plain: ticket.description, isPublic: true, author: ticket.requester_id })
  for (const field of CREATED) {
    const [id, value] = [world.state.serial.number(), ticket[field]]
    audit.events.push({ id, type: 'Create', field_name: field, value: value === null ? null : String(value) })
  }
  if (announced) announce(world, ticket, { audit, actor })
  return ticket
}

/** An account's own rules act before anybody is told. */
function announce(
  world: ZendeskWorld,
  ticket: SimTicket,
  { audit, actor }: { audit: SimAudit; actor: Actor },
): void {
  const update = { kind: 'Create', ticket, actor, changes: [], isPublic: true } as const
  const byRules = runTriggers(world, audit, update)
  world.tell(ticket, [{ name: 'created', detail: {} }, ...byRules.map(({ event }) => event)], actor)
}
