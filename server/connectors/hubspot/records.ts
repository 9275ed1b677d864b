import { isCompanyDomain, normaliseDomain, normaliseEmail } from '../../../shared/identity.ts'
import { aSourceRecord, type RecordName, type SourceRecord } from '../../../shared/source-record.ts'
import { UnreadableAnswer } from '../connector.ts'
import type { Portal } from './portal.ts'
import { HubspotCompany, HubspotContact } from './shapes.ts'

/** When and where something was read. */
export interface Reading {
  readonly portal: Portal
  /** Epoch milliseconds. */
  readonly readAt: number
}

/** A contact, and those that were merged into it. Throws UnreadableAnswer. */
export function contactRecords(answer: unknown, reading: Reading): SourceRecord[] {
  const contact = understood('contact', HubspotContact.safeParse(answer))
  const { email, hs_additional_emails, firstname, lastname, associatedcompanyid } = contact.properties
  const emails = [email, ...parts(hs_additional_emails)].flatMap(text => normaliseEmail(text ?? '') ?? [])
  const name = [firstname, lastname].filter(Boolean).join(' ')
  const record = aSourceRecord(named('contact', contact.id), {
    role: 'person',
    belongsTo: associatedcompanyid ? named('company', associatedcompanyid) : null,
    keys: [...new Set(emails)].map(value => ({ kind: 'email', value })),
    label: name || email || `HubSpot contact ${contact.id}`,
    url: addressOf(reading.portal, '0-1', contact.id),
    ...standing(contact, reading),
  })
  return [record, ...mergedInto(record, contact.properties.hs_merged_object_ids)]
}

/** A company, and those that were merged into it. Throws UnreadableAnswer. */
export function companyRecords(answer: unknown, reading: Reading): SourceRecord[] {
  const company = understood('company', HubspotCompany.safeParse(answer))
  const { name, domain, hs_additional_domains } = company.properties
  const domains = [domain, ...parts(hs_additional_domains)].flatMap(text => normaliseDomain(text ?? '') ?? [])
  const record = aSourceRecord(named('company', company.id), {
    role: 'account',
    keys: [...new Set(domains)].filter(isCompanyDomain).map(value => ({ kind: 'domain', value })),
    fields: name ? [{ field: 'name', content: { kind: 'text', text: name } }] : [],
    label: name || domain || `HubSpot company ${company.id}`,
    url: addressOf(reading.portal, '0-2', company.id),
    ...standing(company, reading),
  })
  return [record, ...mergedInto(record, company.properties.hs_merged_object_ids)]
}

/** A record by its name in HubSpot. */
export function named(type: 'contact' | 'company', id: string): RecordName {
  return { source: 'hubspot', type, id }
}

/** What was deleted, where only a webhook's time (epoch milliseconds) tells when. */
export function goneRecord(name: RecordName, { at, readAt }: { at: number; readAt: number }): SourceRecord {
  const role = name.type === 'company' ? 'account' : 'person'
  return aSourceRecord(name, {
    role,
    label: `HubSpot ${name.type} ${name.id}`,
    changedAt: at,
    readAt,
    gone: true,
  })
}

function standing(
  { updatedAt, archived, archivedAt }: Pick<HubspotContact, 'updatedAt' | 'archived' | 'archivedAt'>,
  { readAt }: Reading,
): Pick<SourceRecord, 'changedAt' | 'readAt' | 'gone'> {
  const gone = archived === true
  const changedAt = Date.parse((gone && archivedAt) || updatedAt)
  if (Number.isNaN(changedAt)) throw unreadable(`a time ${archivedAt ?? updatedAt}`)
  return { changedAt, readAt, gone }
}

function mergedInto(winner: SourceRecord, ids: string | null | undefined): SourceRecord[] {
  const { role, label, changedAt, readAt } = winner
  return parts(ids).map(id =>
    aSourceRecord(
      { ...winner.name, id },
      { role, label, changedAt, readAt, gone: true, mergedInto: winner.name },
    ),
  )
}

/** HubSpot keeps lists as one text. */
function parts(text: string | null | undefined): string[] {
  return (text ?? '').split(';').flatMap(part => part.trim() || [])
}

function addressOf({ id: portalId, domain }: Portal, type: '0-1' | '0-2', id: string): string {
  return `https://${domain}/contacts/${portalId}/record/${type}/${id}`
}

type Parsed<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly error: Error }

function understood<T>(what: string, parsed: Parsed<T>): T {
  if (parsed.success) return parsed.data
  throw unreadable(`a ${what}: ${parsed.error.message}`)
}

function unreadable(what: string): UnreadableAnswer {
  return new UnreadableAnswer({
    en: `HubSpot described something in a way nobody can read: ${what}`,
    de: `HubSpot hat etwas unlesbar beschrieben: ${what}`,
  })
}
