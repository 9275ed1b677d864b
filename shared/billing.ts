import { z } from 'zod'
import { Money } from './money.ts'
import { ClockKind } from './sla.ts'
import { DeskType } from './work-item.ts'

/** A payment as the payment processor knows it. Times: epoch milliseconds. */
export const Charge = z.object({
  id: z.string(),
  amount: Money,
  refunded: Money,
  succeeded: z.boolean(),
  createdAt: z.int(),
  customerId: z.string().nullable(),
  /** `visa ...4242`, or null where it was not a card. */
  paidWith: z.string().nullable(),
})
export type Charge = z.infer<typeof Charge>

export const DISPUTE_STAGES = ['inquiry', 'chargeback'] as const
export const DISPUTE_STATUSES = ['needs-response', 'under-review', 'won', 'lost', 'closed'] as const

/**
 * A customer's objection to a charge. An inquiry asks; a chargeback has already taken the money back, so that a
 * refund would pay twice.
 */
export const Dispute = z.object({
  id: z.string(),
  chargeId: z.string(),
  stage: z.enum(DISPUTE_STAGES),
  status: z.enum(DISPUTE_STATUSES),
  chargeRefundable: z.boolean(),
  amount: Money,
  openedAt: z.int(),
  evidenceDueAt: z.int().nullable(),
  url: z.string(),
})
export type Dispute = z.infer<typeof Dispute>

/** A promise the ticket tool itself keeps watch over. */
export const NativeSla = z.object({
  /** The tool's word, such as `first_reply_time`. */
  metric: z.string(),
  /** The clock of ours that measures the same; null where there is none. */
  kind: ClockKind.nullable().default(null),
  stage: z.enum(['active', 'paused', 'achieved']),
  /** Epoch milliseconds; null where nothing is due. */
  breachAt: z.int().nullable(),
  /** The name of the tool's policy; null where it does not say. */
  policy: z.string().nullable(),
})
export type NativeSla = z.infer<typeof NativeSla>

export const TicketPriority = z.enum(['low', 'normal', 'high', 'urgent'])
export type TicketPriority = z.infer<typeof TicketPriority>

/**
 * A support ticket or case, as far as decisions rest on it. Defaults are for tickets stored before the field was read.
 * The tool's own word is kept as status, save that one in which nothing more is expected is `solved` or `closed`.
 */
export const Ticket = z.object({
  id: z.string(),
  /** Which tool's record it is, and what that calls it. */
  record: z
    .object({ vendor: z.string(), type: DeskType })
    .default(() => ({ vendor: 'zendesk', type: 'ticket' as const })),
  subject: z.string(),
  description: z.string(),
  status: z.string(),
  tags: z.array(z.string()),
  createdAt: z.int(),
  updatedAt: z.int(),
  url: z.string(),
  priority: TicketPriority.nullable().default(null),
  group: z.object({ id: z.string(), name: z.string() }).nullable().default(null),
  assignee: z
    .object({ id: z.string(), name: z.string(), email: z.string().nullable() })
    .nullable()
    .default(null),
  requesterId: z.string().nullable().default(null),
  nativeSla: z.array(NativeSla).default([]),
})
export type Ticket = z.infer<typeof Ticket>

/** What the refund of a disputed charge rests on. */
export interface BillingFacts {
  readonly dispute: Dispute
  readonly charge: Charge
  /** The customer's other charges around the same time. */
  readonly nearby: readonly Charge[]
}

/** What can still be given back of a charge: amount less refunds. */
export function refundableOf(charge: Charge): Money {
  return { minor: charge.amount.minor - charge.refunded.minor, currency: charge.amount.currency }
}

/**
 * The charge this one repeats: same customer, amount and currency, succeeded, not refunded, at most `withinMs`
 * before or after. The nearest in time where several fit; ties go to the earlier, then to the lower id.
 */
export function findDuplicateOf(charge: Charge, nearby: readonly Charge[], withinMs: number): Charge | null {
  const distance = (other: Charge) => Math.abs(other.createdAt - charge.createdAt)
  const candidates = nearby
    .filter(other => other.id !== charge.id && repeats(charge, other) && distance(other) <= withinMs)
    .toSorted((a, b) => distance(a) - distance(b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  return candidates[0] ?? null
}

function repeats(charge: Charge, other: Charge): boolean {
  return (
    charge.customerId !== null &&
    other.customerId === charge.customerId &&
    other.succeeded &&
    other.refunded.minor === 0 &&
    other.amount.minor === charge.amount.minor &&
    other.amount.currency === charge.amount.currency
  )
}
