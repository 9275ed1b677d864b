import { normaliseEmail } from '../../../shared/identity.ts'
import { type Identifier, nameKey, type SourceRecord } from '../../../shared/source-record.ts'
import type { Observation } from '../connector.ts'
import { readAs, readRows } from './answer.ts'
import type { ZendeskApi } from './client.ts'
import { isCustomer, organizationRecord, type Reading, userRecord } from './records.ts'
import { OrganizationsAnswer, UsersAnswer, ZendeskOrganization, ZendeskUser } from './shapes.ts'

/** Most names of a kind that are looked up: a call may name a hundred. */
const MOST_IDS = 50
/** Each address is a call of its own. */
const MOST_EMAILS = 3

/** Organizations and people that go by names other vendors gave: one call for each kind of name. */
export async function readByIdentifiers(
  api: ZendeskApi,
  identifiers: readonly Identifier[],
): Promise<Observation[]> {
  const valuesOf = (kind: string) => [
    ...new Set(identifiers.flatMap(each => (each.kind === kind ? [each.value] : []))),
  ]
  const ids = valuesOf('zendesk-organization').filter(id => /^\d+$/.test(id))
  const customers = valuesOf('stripe-customer')
  // An organization may have been given the account's short id.
  const accounts = valuesOf('salesforce-account').flatMap(id => [id, id.slice(0, 15)])
  const emails = valuesOf('email').slice(0, MOST_EMAILS)
  const found = await Promise.all([
    organizationsBy(api, 'ids', ids),
    organizationsBy(api, 'external_ids', [...accounts, ...customers]),
    usersByExternalId(api, customers),
    ...emails.map(email => usersByEmail(api, email)),
  ])
  const records = [...new Map(found.flat().map(record => [nameKey(record.name), record])).values()]
  return records.length > 0
    ? [{ source: 'zendesk', readAt: api.now(), subject: null, records, facts: [] }]
    : []
}

async function organizationsBy(
  api: ZendeskApi,
  param: 'ids' | 'external_ids',
  values: readonly string[],
): Promise<SourceRecord[]> {
  if (values.length === 0) return []
  const answer = await api.client.call(
    'GET',
    `/api/v2/organizations/show_many.json?${param}=${listOf(values)}`,
  )
  const { organizations } = readAs(OrganizationsAnswer, 'organizations', answer)
  return organizationRecords(organizations, readingOf(api))
}

async function usersByExternalId(api: ZendeskApi, values: readonly string[]): Promise<SourceRecord[]> {
  if (values.length === 0) return []
  const path = `/api/v2/users/show_many.json?external_ids=${listOf(values)}&include=organizations`
  return usersAt(api, path, () => true)
}

/** Zendesk's search finds what is like an address; only the same one counts. */
async function usersByEmail(api: ZendeskApi, email: string): Promise<SourceRecord[]> {
  if (/["\\]/.test(email)) return []
  const query = encodeURIComponent(`email:"${email}"`)
  const path = `/api/v2/users/search.json?query=${query}&include=organizations`
  return usersAt(api, path, user => normaliseEmail(user.email ?? '') === email)
}

async function usersAt(
  api: ZendeskApi,
  path: string,
  isMeant: (user: ZendeskUser) => boolean,
): Promise<SourceRecord[]> {
  const answer = readAs(UsersAnswer, 'users', await api.client.call('GET', path))
  const users = readRows(ZendeskUser, 'user', answer.users).read.filter(
    user => isCustomer(user) && isMeant(user),
  )
  const theirs = new Set(users.map(user => user.organization_id))
  const reading = readingOf(api)
  const organizations = readRows(ZendeskOrganization, 'organization', answer.organizations).read
  return [
    ...users.map(user => userRecord(user, reading)),
    ...organizations.filter(({ id }) => theirs.has(id)).map(each => organizationRecord(each, reading)),
  ]
}

function organizationRecords(rows: readonly unknown[], reading: Reading): SourceRecord[] {
  const { read } = readRows(ZendeskOrganization, 'organization', rows)
  return read.map(organization => organizationRecord(organization, reading))
}

function readingOf({ siteUrl, now }: ZendeskApi): Reading {
  return { siteUrl, readAt: now() }
}

function listOf(values: readonly string[]): string {
  return values.slice(0, MOST_IDS).map(encodeURIComponent).join(',')
}
