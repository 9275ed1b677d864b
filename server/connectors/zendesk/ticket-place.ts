import type { Place } from '../../../shared/action.ts'
import { readAs, readRows } from './answer.ts'
import type { ZendeskClient } from './client.ts'
import { TicketAnswer, ZendeskGroup } from './shapes.ts'

/** Where a ticket lies now, and what a write of it has to be stamped with. */
export interface TicketPlace {
  readonly place: Place
  readonly status: string
  readonly updatedAt: string
}

/** Null where there is no such ticket. Throws VendorUnavailable and UnreadableAnswer. */
export async function readPlace(client: ZendeskClient, ticketId: string): Promise<TicketPlace | null> {
  const answer = await client.call('GET', `/api/v2/tickets/${ticketId}.json?include=users,groups`)
  return answer.status === 404 ? null : placeIn(readAs(TicketAnswer, `ticket ${ticketId}`, answer))
}

function placeIn({ ticket, users, groups }: TicketAnswer): TicketPlace {
  const { group_id, assignee_id } = ticket
  const group = readRows(ZendeskGroup, 'group', groups ?? []).read.find(({ id }) => id === group_id)
  const person = users.find(({ id }) => id === assignee_id)
  return {
    place: {
      group: group_id ? { id: group_id, name: group?.name ?? `Group ${group_id}` } : null,
      assignee: assignee_id ? { id: assignee_id, name: person?.name ?? `User ${assignee_id}` } : null,
    },
    status: ticket.status,
    updatedAt: ticket.updated_at,
  }
}
