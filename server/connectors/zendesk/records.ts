import { isCompanyDomain, normaliseDomain } from '../../../shared/identity.ts'
import { salesforceId, salesforceTypeOf } from '../../../shared/salesforce-id.ts'
import {
  aSourceRecord,
  type Identifier,
  type RecordField,
  type RecordName,
  type SourceRecord,
} from '../../../shared/source-record.ts'
import { emailIdentifiers } from '../identifiers.ts'
import type { ZendeskOrganization, ZendeskTicket, ZendeskUser } from './shapes.ts'

/** Tags of an organization that name its tier. */
const TIERS: ReadonlySet<string> = new Set(['enterprise', 'business', 'team', 'starter', 'free'])

/** Where agents work, and when it was read; epoch milliseconds. */
export interface Reading {
  readonly siteUrl: string
  readonly readAt: number
}

export function zendeskName(type: string, id: string): RecordName {
  return { source: 'zendesk', type, id }
}

export function organizationRecord(
  organization: ZendeskOrganization,
  { siteUrl, readAt }: Reading,
): SourceRecord {
  const { id, name, updated_at, deleted_at } = organization
  const said = { role: 'account', label: name, changedAt: Date.parse(updated_at), readAt } as const
  if (deleted_at) return aSourceRecord(zendeskName('organization', id), { ...said, gone: true })
  return aSourceRecord(zendeskName('organization', id), {
    ...said,
    url: `${siteUrl}/agent/organizations/${id}`,
    keys: [...externalKeys(organization.external_id), ...domainKeys(organization)],
    fields: organizationFields(organization),
  })
}

function domainKeys({ domain_names }: ZendeskOrganization): Identifier[] {
  const domains = (domain_names ?? []).flatMap(name => normaliseDomain(name) ?? [])
  return domains.filter(isCompanyDomain).map(value => ({ kind: 'domain', value }))
}

/** An external id that is plainly another system's. */
function externalKeys(externalId: string | null | undefined): Identifier[] {
  const text = externalId?.trim() ?? ''
  if (/^cus_\w+$/.test(text)) return [{ kind: 'stripe-customer', value: text }]
  const account = salesforceId(text)
  return account && salesforceTypeOf(account) === 'account'
    ? [{ kind: 'salesforce-account', value: account }]
    : []
}

function organizationFields({ name, tags, organization_fields }: ZendeskOrganization): RecordField[] {
  const tier = tags?.find(tag => TIERS.has(tag))
  const owner = organization_fields?.owner_email
  return [
    textField('name', name),
    ...(tier ? [textField('tier', tier)] : []),
    ...(typeof owner === 'string' && owner.trim() !== '' ? [textField('account_manager', owner.trim())] : []),
  ]
}

export function userRecord(user: ZendeskUser, { siteUrl, readAt }: Reading): SourceRecord {
  const label = user.name ?? user.email ?? user.id
  const said = { role: 'person', label, changedAt: Date.parse(user.updated_at), readAt } as const
  const name = zendeskName('user', user.id)
  if (user.active === false) return aSourceRecord(name, { ...said, gone: true })
  const language = user.locale?.split(/[-_]/)[0]?.toLowerCase()
  return aSourceRecord(name, {
    ...said,
    url: `${siteUrl}/agent/users/${user.id}`,
    belongsTo: user.organization_id ? zendeskName('organization', user.organization_id) : null,
    keys: [...customerKeys(user), ...(user.email ? emailIdentifiers(user.email) : [])],
    fields: language ? [textField('language', language)] : [],
  })
}

/** A person's external id may name the customer they pay as, never the account they work for. */
function customerKeys({ external_id }: ZendeskUser): Identifier[] {
  return externalKeys(external_id).filter(({ kind }) => kind === 'stripe-customer')
}

/** Agents and admins are our own people, not somebody's at a customer. */
export function isCustomer({ role }: ZendeskUser): boolean {
  return role !== 'agent' && role !== 'admin'
}

/** What a ticket is called; one that Zendesk counts as an incident is an incident. */
export function ticketName({ id, type }: ZendeskTicket): RecordName {
  return zendeskName(type === 'incident' ? 'incident' : 'ticket', id)
}

const OVER: ReadonlySet<string> = new Set(['solved', 'closed'])

/**
 * A ticket and, as its own word, who wrote it: at a company of many, the contact is whoever wrote last, not whoever's
 * profile changed last.
 */
export function ticketRecord(
  ticket: ZendeskTicket,
  requester: ZendeskUser | undefined,
  { siteUrl, readAt }: Reading,
): SourceRecord {
  const said = saidOf(ticket, readAt)
  if (ticket.status === 'deleted') return aSourceRecord(ticketName(ticket), { ...said, gone: true })
  const contact = requester && contactOf(requester)
  return aSourceRecord(ticketName(ticket), {
    ...said,
    url: `${siteUrl}/agent/tickets/${ticket.id}`,
    belongsTo: ownerOf(ticket),
    fields: contact ? [textField('contact', contact)] : [],
    state: OVER.has(ticket.status) ? 'closed' : 'open',
    happenedAt: Date.parse(ticket.created_at),
  })
}

function contactOf({ name, email, active }: ZendeskUser): string {
  return active === false ? '' : [name, email && `<${email}>`].filter(Boolean).join(' ')
}

/** An incident that was changed since it was written may be on record as the ticket it came as; that is gone. */
export function formerTicket(ticket: ZendeskTicket, { readAt }: Reading): SourceRecord[] {
  const name = ticketName(ticket)
  if (name.type === 'ticket' || ticket.created_at === ticket.updated_at) return []
  const gone = { ...saidOf(ticket, readAt), gone: true, mergedInto: name }
  return [aSourceRecord(zendeskName('ticket', ticket.id), gone)]
}

/** Whether nobody works on it any more. */
export function isOver({ status }: ZendeskTicket): boolean {
  return OVER.has(status) || status === 'deleted'
}

function saidOf(ticket: ZendeskTicket, readAt: number) {
  const label = ticket.raw_subject ?? ticket.subject ?? `#${ticket.id}`
  return { role: 'part', label, changedAt: Date.parse(ticket.updated_at), readAt } as const
}

function ownerOf({ organization_id, requester_id }: ZendeskTicket): RecordName | null {
  if (organization_id) return zendeskName('organization', organization_id)
  return requester_id ? zendeskName('user', requester_id) : null
}

function textField(field: RecordField['field'], content: string): RecordField {
  return { field, content: { kind: 'text', text: content } }
}
