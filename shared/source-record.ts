import { z } from 'zod'
import type { ContextFieldName, FieldContent } from './context-record.ts'

/** A record of a source system by name: `{ source: 'salesforce', type: 'account', id: '0015g…AAV' }`. */
export const RecordName = z.object({ source: z.string(), type: z.string(), id: z.string() })
export type RecordName = z.infer<typeof RecordName>

/** `salesforce:account:0015g00000AbCdEAAV` */
export function nameKey({ source, type, id }: RecordName): string {
  return `${source}:${type}:${id}`
}

/** The name behind a key; an id may hold colons of its own. */
export function nameOfKey(key: string): RecordName {
  const [source = '', type = '', ...id] = key.split(':')
  return { source, type, id: id.join(':') }
}

/**
 * A name by which one system knows a record of another, normalised: `salesforce-account` and its 18-character id,
 * `stripe-customer`, `zendesk-organization`, an `email`, a company's `domain`. Every record is known by its own
 * `<source>-<type>` without saying so.
 */
export interface Identifier {
  readonly kind: string
  readonly value: string
}

/** What a record says about one field of the context record. */
export interface RecordField {
  readonly field: ContextFieldName
  readonly content: FieldContent
}

/**
 * What a record is to a customer. `account` stands for the customer as a whole (a CRM account, an organization, a
 * billing customer); `person` is somebody at one; `part` is what a customer has or did (a subscription, a ticket).
 */
export type RecordRole = 'account' | 'person' | 'part'

/** One record of a source system as last read, in words that are the same for every vendor. */
export interface SourceRecord {
  readonly name: RecordName
  readonly role: RecordRole
  /** The account or person it hangs on; null for one that stands on its own. */
  readonly belongsTo: RecordName | null
  readonly keys: readonly Identifier[]
  readonly fields: readonly RecordField[]
  /** What people call it: a company's name, a ticket's subject, `$49.00 inquiry`. */
  readonly label: string
  /** Where it opens in its own system; null where nobody can look. */
  readonly url: string | null
  /** When what it tells happened (a ticket was written, a dispute opened); null for what just is. Epoch ms. */
  readonly happenedAt: number | null
  /** A part's standing in one word: `open`, `closed`, `won`, `lost`, `active`; null where it has none. */
  readonly state: string | null
  /** When the source last changed it, by the source's own word; epoch ms. */
  readonly changedAt: number
  /** When it was read there, or when it was pushed to us; epoch ms. */
  readonly readAt: number
  /** Deleted at the source. It no longer says anything, and stays visible as gone. */
  readonly gone: boolean
  /** The record it was merged into at the source; null where it was not. */
  readonly mergedInto: RecordName | null
}

/** A record of its source system that stands on its own and says nothing yet; fill in what it does say. */
export function aSourceRecord(
  name: RecordName,
  said: Pick<SourceRecord, 'role' | 'label' | 'changedAt' | 'readAt'> & Partial<SourceRecord>,
): SourceRecord {
  return {
    name,
    belongsTo: null,
    keys: [],
    fields: [],
    url: null,
    happenedAt: null,
    state: null,
    gone: false,
    mergedInto: null,
    ...said,
  }
}
