import type { SourceRecord } from '../../../shared/source-record.ts'
import type { HubspotClient } from './client.ts'
import type { Portal } from './portal.ts'
import { companyRecords, contactRecords, type Reading } from './records.ts'

/** One kind of HubSpot's objects: what the API calls it and how it becomes records. */
export interface Kind {
  readonly type: 'contact' | 'company'
  readonly plural: 'contacts' | 'companies'
  /** The property with the time of the last change. */
  readonly modified: string
  /** The properties that are read; HubSpot gives no others. */
  readonly properties: readonly string[]
  readonly recordsOf: (answer: unknown, reading: Reading) => SourceRecord[]
}

export const CONTACTS: Kind = {
  type: 'contact',
  plural: 'contacts',
  modified: 'lastmodifieddate',
  properties: [
    'email',
    'hs_additional_emails',
    'firstname',
    'lastname',
    'associatedcompanyid',
    'hs_merged_object_ids',
  ],
  recordsOf: contactRecords,
}

export const COMPANIES: Kind = {
  type: 'company',
  plural: 'companies',
  modified: 'hs_lastmodifieddate',
  properties: ['name', 'domain', 'hs_additional_domains', 'hs_merged_object_ids'],
  recordsOf: companyRecords,
}

/** What every reading takes. */
export interface HubspotApi {
  readonly client: HubspotClient
  readonly portal: () => Promise<Portal>
  readonly now: () => number
}
