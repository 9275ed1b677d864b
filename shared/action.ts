import { z } from 'zod'
import { Localized } from './locale.ts'
import { Money } from './money.ts'

/** Reversible: can be set back. Compensable: answered by a second act. Irreversible: neither. */
export const Reversibility = z.enum(['reversible', 'compensable', 'irreversible'])
export type Reversibility = z.infer<typeof Reversibility>

/** Where a record lies: with a group, with a person in it, or with neither. */
export const Place = z.object({
  group: z.object({ id: z.string(), name: z.string() }).nullable(),
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
})
export type Place = z.infer<typeof Place>

/**
 * What an automation wants done, in Meshline's words; the connector of `vendor` turns it into a request.
 * Ids are the vendor's, as strings.
 */
export const EffectSpec = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('refund'),
    vendor: z.literal('stripe'),
    chargeId: z.string(),
    amount: Money,
    /** What could be refunded before this. */
    refundable: Money,
    /** Where the money goes back to, such as `visa …4242`; null where it was no card. */
    paidWith: z.string().nullable(),
    purpose: z.enum(['duplicate', 'requested_by_customer']),
  }),
  z.object({
    kind: z.literal('ticket-fields'),
    vendor: z.literal('zendesk'),
    ticketId: z.string(),
    before: z.object({ status: z.string(), tags: z.array(z.string()) }),
    after: z.object({ status: z.string(), tags: z.array(z.string()) }),
  }),
  z.object({
    kind: z.literal('internal-note'),
    vendor: z.literal('zendesk'),
    ticketId: z.string(),
    /** May hold {{approver}}, {{reason}} and {{refund}}, filled in when the run carries it out. */
    body: z.string(),
  }),
  z.object({
    kind: z.literal('ticket-assignment'),
    vendor: z.literal('zendesk'),
    ticketId: z.string(),
    /** Where it lay when this was proposed; anything else is a change meanwhile, and is left alone. */
    before: Place,
    after: Place,
  }),
  z.object({
    kind: z.literal('case-owner'),
    vendor: z.literal('salesforce'),
    caseId: z.string(),
    /** A case has one owner: a group, which is a queue there, or a person in none. */
    before: Place,
    after: Place,
  }),
  z.object({
    kind: z.literal('case-comment'),
    vendor: z.literal('salesforce'),
    caseId: z.string(),
    /** With the placeholders of an internal note. */
    body: z.string(),
  }),
])
export type EffectSpec = z.infer<typeof EffectSpec>

/** The exact call a connector would make. */
export const EffectRequest = z.object({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: z.string(),
  params: z.record(z.string(), z.unknown()),
  /** Sent as the vendor's idempotency key where it has one; unique for ever. */
  key: z.string(),
})
export type EffectRequest = z.infer<typeof EffectRequest>

/** One value an effect changes, as people read it. */
export const FieldChange = z.object({ field: Localized, before: Localized, after: Localized })
export type FieldChange = z.infer<typeof FieldChange>

/** An effect as the approver sees it. */
export const PlannedEffect = z.object({
  spec: EffectSpec,
  request: EffectRequest,
  title: Localized,
  changes: z.array(FieldChange),
  reversibility: Reversibility,
  reversibilityReason: Localized,
})
export type PlannedEffect = z.infer<typeof PlannedEffect>

/** One line of a worked-out amount: `Charge ch_…  $49.00`. The last line is the result. */
export const WorkedAmount = z.object({
  lines: z.array(z.object({ label: Localized, amount: Money, sign: z.enum(['+', '-', '=']) })),
  result: Money,
})
export type WorkedAmount = z.infer<typeof WorkedAmount>

/** Planned -> calling -> done | refused | unknown; unknown is settled by reading the vendor. */
export const EffectState = z.enum(['planned', 'calling', 'done', 'refused', 'unknown', 'skipped', 'undone'])
export type EffectState = z.infer<typeof EffectState>

/** Queued -> running -> done | failed | expired. */
export const RunState = z.enum(['running', 'done', 'failed', 'expired'])
export type RunState = z.infer<typeof RunState>
