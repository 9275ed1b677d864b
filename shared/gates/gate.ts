import type { BillingFacts } from '../billing.ts'
import type { UsedField } from '../freshness.ts'
import type { Money } from '../money.ts'
import type { Reason } from '../verdict.ts'

/** What a gate judges: the refund proposed, the facts it rests on and the limits that bind it. */
export interface RefundCase {
  /** The account, or why it is not certain. */
  readonly identity: { kind: 'certain'; name: string } | { kind: 'in-doubt' } | { kind: 'unknown' }
  readonly facts: BillingFacts
  readonly refund: Money
  /** Where a refund of this charge for this purpose stands already, if there is one. */
  readonly earlierRefund: { runId: string } | null
  readonly limits: RefundLimits
  readonly used: readonly UsedField[]
  /** Epoch milliseconds. */
  readonly now: number
}

export interface RefundLimits {
  /** Highest amount of one refund, one per currency; a currency without one is not allowed. */
  readonly maxRefund: readonly Money[]
  /** How far apart two equal charges may be to count as one charged twice. */
  readonly duplicateWithinMs: number
}

/** One rule of a gate. Pure; may throw, which the gate takes as a block. */
export interface RefundPredicate {
  /** Stable name; also the file's. */
  readonly name: string
  /** The rule's answer, in its own words. */
  readonly judge: (refund: RefundCase) => Reason
}
