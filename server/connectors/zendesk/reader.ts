import type { Ticket } from '../../../shared/billing.ts'
import { aSourceRecord } from '../../../shared/source-record.ts'
import type { Observation, VendorReader } from '../connector.ts'
import { okBody, readAs } from './answer.ts'
import type { ZendeskApi, ZendeskClient } from './client.ts'
import { readByIdentifiers } from './read-by-identifiers.ts'
import {
  formerTicket,
  organizationRecord,
  type Reading,
  ticketName,
  ticketRecord,
  userRecord,
  zendeskName,
} from './records.ts'
import { DeletedTicketsAnswer, TicketAnswer, type ZendeskTicket } from './shapes.ts'
import { zendeskStreams } from './streams.ts'

/** Reads tickets with their requester and organization. */
export function zendeskReader(client: ZendeskClient, siteUrl: string, now: () => number): VendorReader {
  const api = { client, siteUrl, now }
  return {
    source: 'zendesk',
    read: async ({ type, id }) => (type === 'ticket' || type === 'incident' ? readTicket(api, id) : null),
    readByIdentifiers: identifiers => readByIdentifiers(api, identifiers),
    streams: zendeskStreams(api),
  }
}

async function readTicket(api: ZendeskApi, id: string): Promise<Observation | null> {
  const { client, siteUrl, now } = api
  const answer = await client.call('GET', `/api/v2/tickets/${id}.json?include=users,organizations`)
  if (answer.status === 404) return readDeleted(api, id)
  return observe(readAs(TicketAnswer, `ticket ${id}`, answer), { siteUrl, readAt: now() })
}

/** A deleted ticket answers like one that never was; only among the last deleted ones does Zendesk still know it. */
async function readDeleted({ client, now }: ZendeskApi, id: string): Promise<Observation | null> {
  const answer = await client.call('GET', '/api/v2/deleted_tickets.json?sort_by=deleted_at&sort_order=desc')
  // A role may be forbidden to see them; then nobody can tell, and Zendesk's export will say it.
  if (answer.status === 403 || answer.status === 404) return null
  const { deleted_tickets } = DeletedTicketsAnswer.parse(okBody(answer))
  const deleted = deleted_tickets.find(ticket => ticket.id === id)
  if (!deleted) return null
  const readAt = now()
  const said = { label: deleted.subject ?? `#${id}`, changedAt: Date.parse(deleted.deleted_at), readAt }
  const record = aSourceRecord(zendeskName('ticket', id), { role: 'part', ...said, gone: true })
  return { source: 'zendesk', readAt, subject: record.name, records: [record], facts: [] }
}

function observe(answer: TicketAnswer, reading: Reading): Observation {
  const { ticket } = answer
  const requester = answer.users.find(({ id }) => id === ticket.requester_id)
  const organizationIds = [ticket.organization_id, requester?.organization_id]
  const organizations = answer.organizations.filter(({ id }) => organizationIds.includes(id))
  return {
    source: 'zendesk',
    readAt: reading.readAt,
    subject: ticketName(ticket),
    records: [
      ticketRecord(ticket, requester, reading),
      ...formerTicket(ticket, reading),
      ...(requester ? [userRecord(requester, reading)] : []),
      ...organizations.map(organization => organizationRecord(organization, reading)),
    ],
    facts: [{ kind: 'ticket', ticket: ticketOf(ticket, reading.siteUrl) }],
  }
}

function ticketOf(ticket: ZendeskTicket, siteUrl: string): Ticket {
  return {
    id: ticket.id,
    subject: ticket.raw_subject ?? ticket.subject ?? '',
    description: ticket.description ?? '',
    status: ticket.status,
    tags: ticket.tags.toSorted(),
    createdAt: Date.parse(ticket.created_at),
    updatedAt: Date.parse(ticket.updated_at),
    url: `${siteUrl}/agent/tickets/${ticket.id}`,
  }
}
