import { z } from 'zod'
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

const MINUTE = 60_000
const HOUR = 60 * MINUTE

interface FreshnessLimit {
  readonly warnAfterMs: number
  readonly errorAfterMs: number
}

const DEFAULT_LIMIT: FreshnessLimit = { warnAfterMs: 24 * HOUR, errorAfterMs: 72 * HOUR }

/** Fields that say whether money may move age within minutes. */
const MONEY_LIMITS: Readonly<Record<string, FreshnessLimit>> = {
  'dispute.status': { warnAfterMs: 5 * MINUTE, errorAfterMs: HOUR },
  'charge.refundable': { warnAfterMs: 5 * MINUTE, errorAfterMs: HOUR },
  'charge.duplicate': { warnAfterMs: 15 * MINUTE, errorAfterMs: 4 * HOUR },
  'ticket.fields': { warnAfterMs: 15 * MINUTE, errorAfterMs: 24 * HOUR },
}

const FIELD_WORDS: Readonly<Record<string, Localized>> = {
  'dispute.status': { en: 'Dispute status', de: 'Stand des Einwands' },
  'charge.refundable': { en: 'Refundable amount', de: 'Erstattbarer Betrag' },
  'charge.duplicate': { en: 'Charges around it', de: 'Zahlungen drumherum' },
  'ticket.fields': { en: 'Ticket fields', de: 'Ticketfelder' },
}

/** What people call a field a decision rests on. */
export function fieldWords(field: string): Localized {
  return FIELD_WORDS[field] ?? unspoken(field)
}

/** The limit of a field for a class of action. */
export function freshnessLimit(field: string, actionClass: ActionClass): FreshnessLimit {
  if (actionClass !== 'money' && actionClass !== 'contract') return DEFAULT_LIMIT
  return MONEY_LIMITS[field] ?? DEFAULT_LIMIT
}

/** Past `warn` the approver ticks it; past `error` the server refuses. */
export function freshnessOf(used: UsedField, now: number): Freshness {
  const age = now - used.readAt
  if (age > used.errorAfterMs) return 'error'
  return age > used.warnAfterMs ? 'warn' : 'fresh'
}
