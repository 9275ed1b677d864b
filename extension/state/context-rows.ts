import {
  CONTEXT_FIELDS,
  type ContextField,
  type ContextFieldName,
  type ContextRecord,
  type FieldValue,
} from '../../shared/context-record.ts'

/** Shown in the header already; here only where sources disagree. */
const IN_HEADER: ReadonlySet<ContextFieldName> = new Set(['name', 'tier', 'mrr'])
/** Counted above the contacts themselves. */
const IN_CONTACTS: ReadonlySet<ContextFieldName> = new Set(['contacts_30d'])
/** What an agent looks for first, so that its absence is said too. */
const ALWAYS: ReadonlySet<ContextFieldName> = new Set([
  'account_manager',
  'plan',
  'payment_status',
  'renews_at',
  'health',
  'contact',
  'disputes',
])
/** What changes the conversation at hand, where it is known. */
const WHEN_KNOWN: ReadonlySet<ContextFieldName> = new Set(['usage_14d', 'open_incidents'])

export interface ContextRows {
  readonly shown: readonly { readonly name: ContextFieldName; readonly field: ContextField | null }[]
  /** Known, and one press away. */
  readonly more: readonly ContextField[]
  /** Names of the fields behind that press of which nothing is known. */
  readonly unknown: readonly ContextFieldName[]
}

/** Which fields stand in the list at once: a short fixed set, what presses, and whatever sources disagree on. */
export function contextRows(account: ContextRecord): ContextRows {
  const rows = CONTEXT_FIELDS.map(name => ({ name, field: fieldOf(account, name) }))
  const isShown = ({ name, field }: (typeof rows)[number]) =>
    ALWAYS.has(name) || (field !== null && (WHEN_KNOWN.has(name) || field.losing.length > 0))
  const rest = rows.filter(row => !isShown(row) && !IN_HEADER.has(row.name) && !IN_CONTACTS.has(row.name))
  return {
    shown: rows.filter(isShown),
    more: rest.flatMap(({ field }) => field ?? []),
    unknown: rest.filter(({ field }) => field === null).map(({ name }) => name),
  }
}

export function fieldOf(account: ContextRecord | null, name: ContextFieldName): ContextField | null {
  return account?.fields.find(({ field }) => field === name) ?? null
}

const OLD_MS = 24 * 3_600_000

/** Whether a value was last read so long ago that its age belongs beside it. */
export function isOld({ readAt }: FieldValue, now: number): boolean {
  return now - readAt > OLD_MS
}
