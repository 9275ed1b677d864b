import type { Dispute, Ticket } from './billing.ts'
import type { ContextRecord, FieldContent } from './context-record.ts'
import { CONTENT_OF, FIELD_CATALOGUE, type FieldName, type FieldType, slotOf } from './field-catalogue.ts'
import type { Money } from './money.ts'
import { fold, type SearchableText, searchable } from './searchable-text.ts'
import { DESK_TYPES, type ItemLink, type WorkItem } from './work-item.ts'

/** Dates: epoch milliseconds. Null is known to be empty; what is unknown is no fact at all. */
export type FactValue = string | number | readonly string[] | Money | null

export interface Fact {
  readonly value: FactValue
  /** The system it was read from; null where nobody says. */
  readonly source: string | null
  /** When it was last read there, in epoch milliseconds; null for what Meshline itself decides. */
  readonly readAt: number | null
}

/** What is known of one matter, by the catalogue's slots, laid out so that thousands of rules can be asked of it. */
export interface Facts {
  readonly known: readonly (Fact | undefined)[]
  /**
   * Numbers, dates, minor units of amounts, and which of its choices a choice is (-1 for one not listed);
   * NaN where there is none.
   */
  readonly numbers: Float64Array
  readonly currencies: readonly (string | undefined)[]
  readonly texts: readonly (SearchableText | undefined)[]
  /** Folded. */
  readonly tags: readonly (ReadonlySet<string> | undefined)[]
}

/** A vendor's object with the time it was read; epoch milliseconds. */
interface Read<T> {
  readonly value: T
  readonly readAt: number
}

/** A ticket, and of its organisation what its source tells; left out is unknown, null is none. */
export type TicketFacts = Pick<
  Ticket,
  'id' | 'subject' | 'description' | 'status' | 'tags' | 'createdAt' | 'updatedAt'
> & {
  readonly priority?: string | null | undefined
  readonly group?: { readonly name: string } | null | undefined
  readonly assignee?: { readonly name: string; readonly email?: string | null | undefined } | null | undefined
}

/** What a matter consists of, each null where it was not read: then nothing is known of its fields. */
export interface Matter {
  readonly account: ContextRecord | null
  readonly item: Pick<WorkItem, 'kind' | 'links'> | null
  readonly ticket: Read<TicketFacts> | null
  readonly dispute: Read<Dispute> | null
}

export function factsOf({ account, item, ticket, dispute }: Matter): Facts {
  const known = new Map<FieldName, Fact>()
  for (const { field, value } of account?.fields ?? []) {
    if (value.content.kind !== CONTENT_OF[field]) continue
    const { source, readAt } = value
    known.set(`account.${field}`, { value: valueIn(value.content), source, readAt })
  }
  if (item) known.set('item.kind', { value: item.kind, source: 'meshline', readAt: null })
  const vendorOf = (types: readonly ItemLink['type'][], id: string) =>
    item?.links.find(link => types.includes(link.type) && link.id === id)?.vendor ?? null
  const tell = (values: Said, from: Omit<Fact, 'value'>) => {
    for (const [name, value] of values) {
      if (value !== undefined) known.set(name, { value: value === '' ? null : value, ...from })
    }
  }
  if (ticket) {
    const source = vendorOf(DESK_TYPES, ticket.value.id)
    tell(ticketValues(ticket.value), { source, readAt: ticket.readAt })
  }
  if (dispute) {
    const source = vendorOf(['dispute'], dispute.value.id)
    tell(disputeValues(dispute.value), { source, readAt: dispute.readAt })
  }
  return laidOut(known)
}

type Said = readonly (readonly [FieldName, FactValue | undefined])[]

function valueIn(content: FieldContent): FactValue {
  if (content.kind === 'text') return content.text === '' ? null : content.text
  if (content.kind === 'money') return content.money
  return content.kind === 'date' ? content.at : content.count
}

function ticketValues(ticket: TicketFacts): Said {
  const { group, assignee } = ticket
  return [
    ['ticket.subject', ticket.subject],
    ['ticket.description', ticket.description],
    ['ticket.status', ticket.status],
    ['ticket.priority', ticket.priority],
    ['ticket.tags', ticket.tags],
    ['ticket.group', nameOf(group)],
    // Two people can have one name, so the address says who it is.
    ['ticket.assignee', assignee?.email ?? nameOf(assignee)],
    ['ticket.created_at', ticket.createdAt],
    ['ticket.updated_at', ticket.updatedAt],
  ]
}

function nameOf(named: { readonly name: string } | null | undefined): string | null | undefined {
  return named === null ? null : named?.name
}

function disputeValues(dispute: Dispute): Said {
  return [
    ['dispute.stage', dispute.stage],
    ['dispute.status', dispute.status],
    ['dispute.amount', dispute.amount],
    ['dispute.evidence_due_at', dispute.evidenceDueAt],
  ]
}

/** Lays facts out by slot. A value of another type than its field's is left out: what cannot be read is unknown. */
export function laidOut(said: ReadonlyMap<FieldName, Fact>): Facts {
  const size = FIELD_CATALOGUE.length
  const known = Array.from<Fact | undefined>({ length: size })
  const currencies = Array.from<string | undefined>({ length: size })
  const texts = Array.from<SearchableText | undefined>({ length: size })
  const tags = Array.from<ReadonlySet<string> | undefined>({ length: size })
  const numbers = new Float64Array(size).fill(Number.NaN)
  for (const [name, fact] of said) {
    const slot = slotOf(name)
    const field = FIELD_CATALOGUE[slot]
    const value = fact.value
    if (!field || !fits(field.type, value)) continue
    known[slot] = fact
    if (typeof value === 'number') numbers[slot] = value
    else if (typeof value === 'string' && field.choices) numbers[slot] = field.choices.indexOf(value)
    else if (typeof value === 'string') texts[slot] = searchable(value)
    else if (isMoney(value)) {
      numbers[slot] = value.minor
      currencies[slot] = value.currency
    } else if (value !== null) tags[slot] = new Set(value.map(fold))
  }
  return { known, numbers, currencies, texts, tags }
}

function fits(type: FieldType, value: FactValue): boolean {
  if (value === null) return true
  if (type === 'tags') return Array.isArray(value)
  if (type === 'money') return isMoney(value)
  if (type === 'text' || type === 'choice') return typeof value === 'string'
  return typeof value === 'number' && Number.isFinite(value)
}

export function isMoney(value: FactValue): value is Money {
  return typeof value === 'object' && value !== null && 'minor' in value
}
