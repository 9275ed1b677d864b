import { aSourceRecord } from '../../../shared/source-record.ts'
import type { Observation, VendorReader } from '../connector.ts'
import { okBody, readAs } from './answer.ts'
import { type Audits, readAudits } from './audits.ts'
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
import { DeletedTicketsAnswer, TicketAnswer } from './shapes.ts'
import { zendeskStreams } from './streams.ts'
import { besideTicket, ticketOf } from './ticket-fact.ts'
import { timelineOf } from './timeline.ts'

const BESIDE = 'users,organizations,groups,slas'

/** Reads tickets with their requester, organization and history. */
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
  const answer = await client.call('GET', `/api/v2/tickets/${id}.json?include=${BESIDE}`)
  if (answer.status === 404) return readDeleted(api, id)
  const ticket = readAs(TicketAnswer, `ticket ${id}`, answer)
  const reading = { siteUrl, readAt: now() }
  return observe(ticket, await readAudits(client, ticket.ticket.id), reading)
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

function observe(answer: TicketAnswer, read: Audits, reading: Reading): Observation {
  const { ticket } = answer
  const audits = besideTicket(answer, read)
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
    facts: [
      { kind: 'ticket', ticket: ticketOf(ticket, audits, reading.siteUrl) },
      { kind: 'ticket-timeline', timeline: timelineOf(ticket, audits) },
    ],
  }
}
