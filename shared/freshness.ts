import { z } from 'zod'
import { CONTEXT_FIELDS, type ContextFieldName } from './context-record.ts'
import { type Localized, unspoken } from './locale.ts'

/** What kind of harm an action could do; stricter classes have shorter limits and stricter approvers. */
export const ActionClass = z.enum(['internal', 'customer-message', 'money', 'contract'])
export type ActionClass = z.infer<typeof ActionClass>

/** A value a decision rests on, and how old it may be. Times: epoch milliseconds; limits: milliseconds. */
export const UsedField = z.object({
  field: z.string(),
  source: z.string(),
  sourceId: z.string(),
  /** When the source last changed it; null where the source does not say. */
  changedAt: z.int().nullable(),
  /** When Meshline last read it from the source. */
  readAt: z.int(),
  warnAfterMs: z.int(),
  errorAfterMs: z.int(),
})
export type UsedField = z.infer<typeof UsedField>

export type Freshness = 'fresh' | 'warn' | 'error'

const FACT_WORDS = {
  'dispute.status': { en: 'Dispute status', de: 'Stand des Einwands' },
  'charge.refundable': { en: 'Refundable amount', de: 'Erstattbarer Betrag' },
  'charge.duplicate': { en: 'Charges around it', de: 'Zahlungen drumherum' },
  'ticket.fields': { en: 'Ticket fields', de: 'Ticketfelder' },
} as const satisfies Readonly<Record<string, Localized>>
export type FactField = keyof typeof FACT_WORDS

const CONTEXT_WORDS: Readonly<Record<ContextFieldName, Localized>> = {
  name: { en: 'Name', de: 'Name' },
  tier: { en: 'Tier', de: 'Stufe' },
  account_manager: { en: 'Account manager', de: 'Kundenbetreuer' },
  plan: { en: 'Plan', de: 'Tarif' },
  mrr: { en: 'Revenue', de: 'Umsatz' },
  subscription_status: { en: 'Subscription', de: 'Abonnement' },
  payment_status: { en: 'Payment', de: 'Zahlung' },
  renews_at: { en: 'Renewal', de: 'Verlängerung' },
  contract_stage: { en: 'Contract stage', de: 'Vertragsstand' },
  contract_ends_at: { en: 'End of contract', de: 'Vertragsende' },
  opportunity: { en: 'Opportunity', de: 'Verkaufschance' },
  health: { en: 'Health', de: 'Zustand' },
  usage_14d: { en: 'Usage, 14 days', de: 'Nutzung, 14 Tage' },
  last_active_at: { en: 'Last active', de: 'Zuletzt aktiv' },
  language: { en: 'Language', de: 'Sprache' },
  contact: { en: 'Contact', de: 'Kontakt' },
  contacts_30d: { en: 'Contacts, 30 days', de: 'Kontakte, 30 Tage' },
  open_incidents: { en: 'Open incidents', de: 'Offene Störungen' },
  disputes: { en: 'Disputes', de: 'Einwände' },
  refunds_90d: { en: 'Refunds, 90 days', de: 'Erstattungen, 90 Tage' },
}

const FIELD_WORDS: Readonly<Record<string, Localized>> = { ...FACT_WORDS, ...CONTEXT_WORDS }

/** Everything a decision can rest on: facts of one matter, and fields of the account's context record. */
export const USED_FIELDS: readonly string[] = [...Object.keys(FACT_WORDS), ...CONTEXT_FIELDS]

/** What people call a field a decision rests on. */
export function fieldWords(field: string): Localized {
  return FIELD_WORDS[field] ?? unspoken(field)
}

/** Past `warn` the approver ticks it; past `error` the server refuses. */
export function freshnessOf(used: UsedField, now: number): Freshness {
  const age = now - used.readAt
  if (age > used.errorAfterMs) return 'error'
  return age > used.warnAfterMs ? 'warn' : 'fresh'
}

/** The first moment at which one of the values is too old to act on; epoch milliseconds, null where none is used. */
export function staleFrom(used: readonly UsedField[]): number | null {
  if (used.length === 0) return null
  return Math.min(...used.map(({ readAt, errorAfterMs }) => readAt + errorAfterMs)) + 1
}
