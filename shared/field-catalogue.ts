import { DISPUTE_STAGES, DISPUTE_STATUSES } from './billing.ts'
import { CONTEXT_FIELDS, type ContextFieldName, type FieldContent } from './context-record.ts'
import { fieldWords } from './freshness.ts'
import { type Localized, unspoken } from './locale.ts'
import { ITEM_KINDS } from './work-item.ts'

export type FieldType = 'text' | 'choice' | 'tags' | 'number' | 'money' | 'date'

/** The words of a condition, as in Zendesk's triggers where those have one. */
export const OPERATORS = [
  'is',
  'is_not',
  'less_than',
  'less_than_equal',
  'greater_than',
  'greater_than_equal',
  'includes',
  'not_includes',
  'before',
  'after',
  'within_previous_n_days',
  'within_next_n_days',
  'older_than_n_days',
  'present',
  'not_present',
] as const
export type Operator = (typeof OPERATORS)[number]

const PRESENCE = ['present', 'not_present'] as const
const COMPARING = ['less_than', 'less_than_equal', 'greater_than', 'greater_than_equal'] as const
const DATING = [
  'before',
  'after',
  'within_previous_n_days',
  'within_next_n_days',
  'older_than_n_days',
] as const

/** What may be asked of a field of each type. */
export const OPERATORS_OF: Readonly<Record<FieldType, readonly Operator[]>> = {
  text: ['is', 'is_not', 'includes', 'not_includes', ...PRESENCE],
  choice: ['is', 'is_not', 'includes', 'not_includes', ...PRESENCE],
  tags: ['includes', 'not_includes', ...PRESENCE],
  number: ['is', 'is_not', ...COMPARING, ...PRESENCE],
  money: ['is', 'is_not', ...COMPARING, ...PRESENCE],
  date: [...DATING, ...PRESENCE],
}

const TYPE_OF_CONTENT = {
  text: 'text',
  money: 'money',
  date: 'date',
  count: 'number',
} as const satisfies Readonly<Record<FieldContent['kind'], FieldType>>

/** The kind of content each field of the context record has; another kind in a record is unknown to a condition. */
export const CONTENT_OF: Readonly<Record<ContextFieldName, FieldContent['kind']>> = {
  name: 'text',
  tier: 'text',
  account_manager: 'text',
  plan: 'text',
  mrr: 'money',
  subscription_status: 'text',
  payment_status: 'text',
  renews_at: 'date',
  contract_stage: 'text',
  contract_ends_at: 'date',
  opportunity: 'text',
  health: 'count',
  usage_14d: 'count',
  last_active_at: 'date',
  language: 'text',
  contact: 'text',
  contacts_30d: 'count',
  open_incidents: 'count',
  disputes: 'text',
  refunds_90d: 'money',
}

const MATTER_FIELDS = [
  'item.kind',
  'ticket.subject',
  'ticket.description',
  'ticket.status',
  'ticket.priority',
  'ticket.tags',
  'ticket.group',
  'ticket.assignee',
  'ticket.created_at',
  'ticket.updated_at',
  'dispute.stage',
  'dispute.status',
  'dispute.amount',
  'dispute.evidence_due_at',
] as const
type MatterField = (typeof MATTER_FIELDS)[number]

export type FieldName = `account.${ContextFieldName}` | MatterField

/** Something a condition may ask about. */
export interface CatalogueField {
  readonly name: FieldName
  readonly type: FieldType
  /** Every value a choice can have; null for other types. */
  readonly choices: readonly string[] | null
  /** What people call it, standing alone. */
  readonly label: Localized
  /** The same in the middle of a sentence. */
  readonly phrase: Localized
  /** Whether its verb is plural: tags include, a subject includes. */
  readonly plural: boolean
  /** Whether it is an amount for each month. */
  readonly monthly: boolean
}

const MATTER: Readonly<Record<MatterField, readonly [Localized, FieldType, (readonly string[])?]>> = {
  'item.kind': [{ en: 'kind of item', de: 'Art des Vorgangs' }, 'choice', ITEM_KINDS],
  'ticket.subject': [{ en: 'subject', de: 'Betreff' }, 'text'],
  'ticket.description': [{ en: 'description', de: 'Beschreibung' }, 'text'],
  'ticket.status': [
    { en: 'ticket status', de: 'Ticketstatus' },
    'choice',
    ['new', 'open', 'pending', 'hold', 'solved', 'closed'],
  ],
  'ticket.priority': [{ en: 'priority', de: 'Priorität' }, 'choice', ['low', 'normal', 'high', 'urgent']],
  'ticket.tags': [{ en: 'tags', de: 'Stichwörter' }, 'tags'],
  'ticket.group': [{ en: 'group', de: 'Gruppe' }, 'text'],
  'ticket.assignee': [{ en: 'assignee', de: 'zuständige Person' }, 'text'],
  'ticket.created_at': [{ en: 'creation of the ticket', de: 'Eröffnung des Tickets' }, 'date'],
  'ticket.updated_at': [{ en: 'last change of the ticket', de: 'letzte Änderung des Tickets' }, 'date'],
  'dispute.stage': [{ en: 'dispute stage', de: 'Stufe des Einwands' }, 'choice', DISPUTE_STAGES],
  'dispute.status': [fieldWords('dispute.status'), 'choice', DISPUTE_STATUSES],
  'dispute.amount': [{ en: 'disputed amount', de: 'beanstandeter Betrag' }, 'money'],
  'dispute.evidence_due_at': [{ en: 'deadline for evidence', de: 'Frist für Nachweise' }, 'date'],
}

const PLURAL: ReadonlySet<FieldName> = new Set([
  'ticket.tags',
  'account.contacts_30d',
  'account.open_incidents',
  'account.disputes',
  'account.refunds_90d',
])

/** Every field a condition may ask about; its place in the list is its slot. */
export const FIELD_CATALOGUE: readonly CatalogueField[] = [
  ...CONTEXT_FIELDS.map(field =>
    entry(`account.${field}`, [ofAccount(field), TYPE_OF_CONTENT[CONTENT_OF[field]]]),
  ),
  ...MATTER_FIELDS.map(field => entry(field, MATTER[field])),
]

export const FIELD_NAMES: readonly FieldName[] = FIELD_CATALOGUE.map(({ name }) => name)

const SLOTS: ReadonlyMap<string, number> = new Map(FIELD_NAMES.map((name, slot) => [name, slot]))

/** The place of a field in the catalogue; -1 for a name it does not have. */
export function slotOf(name: string): number {
  return SLOTS.get(name) ?? -1
}

export function catalogueField(name: string): CatalogueField | null {
  return FIELD_CATALOGUE[slotOf(name)] ?? null
}

function entry(
  name: FieldName,
  [words, type, choices]: readonly [Localized, FieldType, (readonly string[])?],
): CatalogueField {
  return {
    name,
    type,
    choices: choices ?? null,
    label: { en: capital(words.en), de: capital(words.de) },
    phrase: { en: words.en.charAt(0).toLowerCase() + words.en.slice(1), de: words.de },
    plural: PLURAL.has(name),
    monthly: name === 'account.mrr',
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `account revenue`, `account usage (14 days)`: the words of the context record, said of an account. */
function ofAccount(field: ContextFieldName): Localized {
  if (field === 'last_active_at') return { en: 'account last activity', de: 'letzte Aktivität des Kunden' }
  const { en, de } = fieldWords(field)
  const [what = en, window] = en.split(', ')
  const [was = de, span] = de.split(', ')
  const german = field === 'open_incidents' ? was.charAt(0).toLowerCase() + was.slice(1) : was
  return {
    en: `account ${what.charAt(0).toLowerCase()}${what.slice(1)}${window ? ` (${window})` : ''}`,
    de: `${german} des Kunden${span ? ` (${span})` : ''}`,
  }
}

const CHOICE_WORDS: ReadonlyMap<string, Localized> = new Map(
  Object.entries({
    'billing-dispute': { en: 'billing dispute', de: 'Zahlungseinwand' },
    'billing-inquiry': { en: 'billing inquiry', de: 'Frage zur Rechnung' },
    general: { en: 'general', de: 'allgemein' },
    new: { en: 'new', de: 'neu' },
    open: { en: 'open', de: 'offen' },
    pending: { en: 'pending', de: 'wartend' },
    hold: { en: 'on hold', de: 'angehalten' },
    solved: { en: 'solved', de: 'gelöst' },
    closed: { en: 'closed', de: 'geschlossen' },
    low: { en: 'low', de: 'niedrig' },
    normal: { en: 'normal', de: 'normal' },
    high: { en: 'high', de: 'hoch' },
    urgent: { en: 'urgent', de: 'dringend' },
    inquiry: { en: 'inquiry', de: 'Rückfrage' },
    chargeback: { en: 'chargeback', de: 'Rückbuchung' },
    'needs-response': { en: 'needs response', de: 'braucht Antwort' },
    'under-review': { en: 'under review', de: 'in Prüfung' },
    won: { en: 'won', de: 'gewonnen' },
    lost: { en: 'lost', de: 'verloren' },
  }),
)

/** What people call one value of a choice. */
export function choiceWords(choice: string): Localized {
  return CHOICE_WORDS.get(choice) ?? unspoken(choice)
}
