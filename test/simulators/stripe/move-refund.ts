import { invalid } from './error.ts'
import { type Cause, NO_REQUEST, type RefundStatus, type SimRefund, type StripeWorld } from './state.ts'

/** A refund that succeeded may still fail days later; nothing leaves `failed` and `canceled`. */
const NEXT: Readonly<Record<RefundStatus, readonly RefundStatus[]>> = {
  requires_action: ['pending', 'succeeded', 'failed', 'canceled'],
  pending: ['requires_action', 'succeeded', 'failed', 'canceled'],
  succeeded: ['failed'],
  failed: [],
  canceled: [],
}

/** Moves a refund on, gives the charge its amount back where the money did not go out, and tells the world. */
export function moveRefund(
  world: StripeWorld,
  refund: SimRefund,
  to: RefundStatus,
  cause: Cause = NO_REQUEST,
): SimRefund {
  if (!NEXT[refund.status].includes(to))
    throw invalid(`Refund ${refund.id} is ${refund.status}; it cannot become ${to}.`)
  const previous = { status: refund.status }
  refund.status = to
  if (to === 'failed') {
    refund.failure_reason = 'expired_or_canceled_card'
    refund.failure_balance_transaction = refund.id.replace(/^re_/, 'txn_fail_')
  }
  if (to === 'failed' || to === 'canceled') giveBack(world, refund)
  if (to === 'failed') world.emit('refund.failed', refund, { cause })
  tellUpdated(world, refund, previous, cause)
  return refund
}

/** From the API: only a refund that waits for the customer can be taken back. */
export function cancelRefund(world: StripeWorld, refund: SimRefund, cause: Cause): SimRefund {
  if (refund.status !== 'requires_action') {
    throw invalid(
      `Refund ${refund.id} has status ${refund.status}; only refunds with status requires_action can be canceled.`,
    )
  }
  return moveRefund(world, refund, 'canceled', cause)
}

/** The bank's reference arrives, some days after the refund. */
export function settleRefund(world: StripeWorld, refund: SimRefund): void {
  const card = refund.destination_details?.card
  if (!card) return
  const previous = { destination_details: { card: { ...card, reference: null }, type: 'card' } }
  card.reference = `7421982633903457${refund.id.slice(-8)}`
  card.reference_status = 'available'
  tellUpdated(world, refund, previous, NO_REQUEST)
}

function giveBack({ state }: StripeWorld, refund: SimRefund): void {
  const charge = refund.charge && state.charges.get(refund.charge)
  if (!charge) return
  charge.amount_refunded -= refund.amount
  charge.refunded = false
}

function tellUpdated(world: StripeWorld, refund: SimRefund, previous: object, cause: Cause): void {
  world.emit('refund.updated', refund, { cause, previous })
  world.emit('charge.refund.updated', refund, { cause, previous })
}
