import type { Ticket } from '../../../shared/billing.ts'
import {
  type Identifier,
  type Observation,
  type ObservedField,
  UnreadableAnswer,
  type VendorReader,
  VendorUnavailable,
} from '../connector.ts'
import { emailIdentifiers } from '../identifiers.ts'
import type { ZendeskAnswer, ZendeskClient } from './client.ts'
import { TicketAnswer, type ZendeskOrganization, type ZendeskTicket, type ZendeskUser } from './shapes.ts'

/** Tags of an organization that name its tier. */
const TIERS: ReadonlySet<string> = new Set(['enterprise', 'business', 'team', 'starter', 'free'])

/** Reads tickets with their requester and organization. */
export function zendeskReader(client: ZendeskClient, siteUrl: string, now: () => number): VendorReader {
  return {
    source: 'zendesk',

    async read({ type, id }) {
      if (type !== 'ticket') return null
      const answer = await client.call('GET', `/api/v2/tickets/${id}.json?include=users,organizations`)
      if (answer.status === 404) return null
      const parsed = TicketAnswer.safeParse(okBody(answer))
      if (!parsed.success) {
        throw new UnreadableAnswer({
          en: `Zendesk described ticket ${id} in a way nobody can read: ${parsed.error.message}`,
          de: `Zendesk hat Ticket ${id} unlesbar beschrieben: ${parsed.error.message}`,
        })
      }
      return observe(parsed.data, siteUrl, now())
    },

    readByIdentifiers: async () => [],
  }
}

/** The body of a 200. Throws VendorUnavailable on every other status, with what to do where that is known. */
export function okBody({ status, body, retryAfterMs }: ZendeskAnswer): unknown {
  if (status === 200) return body
  if (status === 401 || status === 403) {
    throw new VendorUnavailable({
      en: 'Zendesk refused the credentials; check MESHLINE_ZENDESK_EMAIL and MESHLINE_ZENDESK_API_TOKEN',
      de: 'Zendesk hat die Zugangsdaten abgelehnt; MESHLINE_ZENDESK_EMAIL und MESHLINE_ZENDESK_API_TOKEN prüfen',
    })
  }
  throw new VendorUnavailable(
    { en: `Zendesk answered ${status}`, de: `Zendesk hat mit ${status} geantwortet` },
    { retryAfterMs },
  )
}

function observe(answer: TicketAnswer, siteUrl: string, readAt: number): Observation {
  const requester = answer.users.find(({ id }) => id === answer.ticket.requester_id)
  const organizationId = answer.ticket.organization_id ?? requester?.organization_id
  const organization = answer.organizations.find(({ id }) => id === organizationId)
  return {
    source: 'zendesk',
    readAt,
    identifiers: [...organizationIdentifiers(organization), ...requesterIdentifiers(requester)],
    fields: [...organizationFields(organization), ...requesterFields(requester)],
    facts: [{ kind: 'ticket', ticket: ticketOf(answer.ticket, siteUrl) }],
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

function organizationIdentifiers(organization: ZendeskOrganization | undefined): Identifier[] {
  if (!organization) return []
  const domains = organization.domain_names.flatMap(name => emailIdentifiers(`anyone@${name}`))
  return [
    { kind: 'zendesk-organization', value: organization.id },
    ...domains.filter(({ kind }) => kind === 'domain'),
  ]
}

function requesterIdentifiers(requester: ZendeskUser | undefined): Identifier[] {
  if (!requester) return []
  const customer = /^cus_\w+$/.exec(requester.external_id ?? '')?.[0]
  return [
    { kind: 'zendesk-user', value: requester.id },
    ...(customer ? [{ kind: 'stripe-customer' as const, value: customer }] : []),
    ...(requester.email ? emailIdentifiers(requester.email) : []),
  ]
}

function organizationFields(organization: ZendeskOrganization | undefined): ObservedField[] {
  if (!organization) return []
  const at = { sourceId: organization.id, changedAt: Date.parse(organization.updated_at) }
  const tier = organization.tags.find(tag => TIERS.has(tag))
  return [
    { field: 'name', content: { kind: 'text', text: organization.name }, ...at },
    ...(tier ? [{ field: 'tier' as const, content: { kind: 'text' as const, text: tier }, ...at }] : []),
  ]
}

function requesterFields(requester: ZendeskUser | undefined): ObservedField[] {
  if (!requester) return []
  const text = [requester.name, requester.email && `<${requester.email}>`].filter(Boolean).join(' ')
  if (text === '') return []
  const changedAt = Date.parse(requester.updated_at)
  return [{ field: 'contact', content: { kind: 'text', text }, sourceId: requester.id, changedAt }]
}
