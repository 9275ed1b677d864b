import { z } from 'zod'
import { closeDispute } from './change-dispute.ts'
import { invalid, noSuch } from './error.ts'
import type { Cause, RefundStatus, SimCharge, SimRefund, StripeWorld } from './state.ts'

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const

export const RefundParams = z.strictObject({
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
  amount: z.string().optional(),
  reason: z.string().optional(),
  metadata: z.record(z.string(), z.string()).default({}),
  expand: z.unknown().optional(),
})
export type RefundParams = z.infer<typeof RefundParams>

/** Makes a refund or refuses as Stripe does. The charge counts the amount as refunded at once. */
export function createRefund(world: StripeWorld, params: RefundParams, cause: Cause): SimRefund {
  const charge = chargeOf(world, params)
  const amount = amountOf(charge, params.amount)
  const refund = makeRefund(world, charge, amount, params)
  world.state.refunds.set(refund.id, refund)
  const previous = {
    amount_refunded: charge.amount_refunded,
    ...(charge.amount_refunded + amount === charge.amount && { refunded: false }),
  }
  charge.amount_refunded += amount
  charge.refunded = charge.amount_refunded === charge.amount
  world.emit('charge.refunded', charge, { cause, previous })
  world.emit('refund.created', refund, { cause })
  if (charge.refunded) closeInquiry(world, charge)
  return refund
}

function chargeOf({ state }: StripeWorld, params: RefundParams): SimCharge {
  const { charge: id, payment_intent: intent } = params
  if (!id && !intent) {
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
      {
        code: 'parameter_missing',
      },
    )
  }
  const charge = id
    ? state.charges.get(id)
    : [...state.charges.values()].find(each => each.payment_intent === intent)
  if (!charge)
    throw id ? noSuch('charge', id, 'charge') : noSuch('payment_intent', intent ?? '', 'payment_intent')
  return refundable(state.disputes.values(), charge, params.reason)
}

function refundable(
  disputes: Iterable<{ charge: string | null; is_charge_refundable: boolean }>,
  charge: SimCharge,
  reason?: string,
): SimCharge {
  if (reason && !REASONS.some(each => each === reason)) {
    throw invalid(`Invalid reason: must be one of ${REASONS.slice(0, 2).join(', ')}, or ${REASONS[2]}`, {
      param: 'reason',
    })
  }
  if (charge.status !== 'succeeded') {
    throw invalid(`Charge ${charge.id} was not successful; it cannot be refunded.`, {
      code: 'charge_not_refundable',
    })
  }
  if (charge.refunded) {
    throw invalid(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' })
  }
  for (const dispute of disputes) {
    if (dispute.charge === charge.id && !dispute.is_charge_refundable) {
      throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
        code: 'charge_disputed',
      })
    }
  }
  return charge
}

function amountOf(charge: SimCharge, text: string | undefined): number {
  const left = charge.amount - charge.amount_refunded
  if (text === undefined) return left
  if (!/^-?\d+$/.test(text)) {
    throw invalid(`Invalid integer: ${text}`, { code: 'parameter_invalid_integer', param: 'amount' })
  }
  const amount = Number(text)
  if (amount < 1) {
    throw invalid('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    })
  }
  if (amount <= left) return amount
  const [wanted, unrefunded] = [amount, left].map(each => inWords(each, charge.currency))
  throw invalid(`Refund amount (${wanted}) is greater than unrefunded amount on charge (${unrefunded})`, {
    param: 'amount',
  })
}

function inWords(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency })
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

function makeRefund(
  { state, clock }: StripeWorld,
  charge: SimCharge,
  amount: number,
  params: RefundParams,
): SimRefund {
  const id = state.serial.text('re_3SVmesh', 8)
  const status: RefundStatus = state.nextRefunds.shift() ?? 'succeeded'
  return {
    id,
    object: 'refund',
    amount,
    balance_transaction: status === 'requires_action' ? null : id.replace(/^re_/, 'txn_'),
    charge: charge.id,
    created: clock.seconds(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    metadata: params.metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: REASONS.find(each => each === params.reason) ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
  }
}

/** An inquiry is settled by giving the whole amount back. */
function closeInquiry(world: StripeWorld, charge: SimCharge): void {
  for (const dispute of world.state.disputes.values()) {
    const open = dispute.status === 'warning_needs_response' || dispute.status === 'warning_under_review'
    if (dispute.charge === charge.id && open) closeDispute(world, dispute, 'warning_closed')
  }
}
