import type Stripe from 'stripe'
import type { SimCharge, SimDispute } from './state.ts'

export interface DisputeSeed {
  readonly id: string
  readonly charge: SimCharge
  /** Seconds since the epoch. */
  readonly created: number
  readonly dueBy: number
  readonly stage: 'inquiry' | 'chargeback'
  readonly reason: string
}

/** A dispute on the whole charge. An inquiry takes no money; a chargeback has withdrawn it. */
export function makeDispute({ id, charge, created, dueBy, stage, reason }: DisputeSeed): SimDispute {
  const isInquiry = stage === 'inquiry'
  const withdrawal = isInquiry ? [] : [withdrawalOf(id, charge, created)]
  return {
    id,
    object: 'dispute',
    amount: charge.amount,
    balance_transaction: withdrawal[0]?.id ?? null,
    balance_transactions: withdrawal,
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: {
      ...NO_EVIDENCE,
      customer_email_address: charge.billing_details.email,
      customer_name: charge.billing_details.name,
    },
    evidence_details: {
      due_by: dueBy,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: isInquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: {
        brand: 'visa',
        case_type: stage,
        network: 'visa',
        network_reason_code: reason === 'duplicate' ? '12.6.1' : '10.4',
      },
      type: 'card',
    },
    reason,
    status: isInquiry ? 'warning_needs_response' : 'needs_response',
  }
}

const DISPUTE_FEE = 1500

/** The movement by which the bank takes the money back, with Stripe's fee. `created` is in seconds. */
export function withdrawalOf(
  disputeId: string,
  charge: SimCharge,
  created: number,
): Stripe.BalanceTransaction {
  return {
    id: disputeId.replace(/^du_/, 'txn_'),
    object: 'balance_transaction',
    amount: -charge.amount,
    available_on: created + 7 * 86_400,
    balance_type: 'payments',
    created,
    currency: charge.currency,
    description: `Chargeback withdrawal for ${charge.id}`,
    exchange_rate: null,
    fee: DISPUTE_FEE,
    fee_details: [
      {
        amount: DISPUTE_FEE,
        application: null,
        currency: charge.currency,
        description: 'Dispute fee',
        type: 'stripe_fee',
      },
    ],
    net: -charge.amount - DISPUTE_FEE,
    reporting_category: 'dispute',
    source: disputeId,
    status: 'pending',
    type: 'adjustment',
  }
}

/** Every text and file that can be handed in, none given. */
const NO_EVIDENCE: Stripe.Dispute['evidence'] = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
}
