import { z } from 'zod'
import { type DisputeSeed, makeDispute, withdrawalOf } from './dispute.ts'
import { invalid } from './error.ts'
import { type Cause, NO_REQUEST, type SimCharge, type SimDispute, type StripeWorld } from './state.ts'

export const EvidenceParams = z.strictObject({
  evidence: z.record(z.string(), z.unknown()).default({}),
  /** Stripe hands the evidence to the bank unless it is told not to. */
  submit: z.enum(['true', 'false']).default('true'),
  metadata: z.record(z.string(), z.string()).optional(),
  expand: z.unknown().optional(),
})
export type EvidenceParams = z.infer<typeof EvidenceParams>

const UNDER_REVIEW = {
  needs_response: 'under_review',
  warning_needs_response: 'warning_under_review',
  appeal_needs_response: 'appeal_under_review',
} as const

type Answerable = keyof typeof UNDER_REVIEW

const isAnswerable = (status: string): status is Answerable => status in UNDER_REVIEW

export function openDispute(
  world: StripeWorld,
  charge: SimCharge,
  seed: Omit<DisputeSeed, 'charge' | 'created'>,
): SimDispute {
  const dispute = makeDispute({ ...seed, charge, created: world.clock.seconds() })
  world.state.disputes.set(dispute.id, dispute)
  charge.disputed = true
  world.emit('charge.dispute.created', dispute, { cause: NO_REQUEST })
  if (seed.stage === 'chargeback')
    world.emit('charge.dispute.funds_withdrawn', dispute, { cause: NO_REQUEST })
  return dispute
}

/** Stages evidence or, by default, hands it in, which can be done once. */
export function giveEvidence(
  world: StripeWorld,
  dispute: SimDispute,
  params: EvidenceParams,
  cause: Cause,
): SimDispute {
  if (!isAnswerable(dispute.status)) throw notOpen(dispute)
  const unknown = Object.keys(params.evidence).find(name => !(name in dispute.evidence))
  if (unknown)
    throw invalid(`Received unknown parameter: evidence[${unknown}]`, {
      code: 'parameter_unknown',
      param: `evidence[${unknown}]`,
    })
  const before = structuredClone({ status: dispute.status, evidence_details: dispute.evidence_details })
  const evidence = Object.fromEntries(
    Object.entries(dispute.evidence).filter(([name]) => name in params.evidence),
  )
  Object.assign(dispute.evidence, params.evidence)
  Object.assign(dispute.metadata, params.metadata)
  dispute.evidence_details.has_evidence ||= Object.keys(params.evidence).length > 0
  if (params.submit === 'true') submit(dispute, UNDER_REVIEW[dispute.status])
  const { status, evidence_details } = before
  const previous = { ...(status !== dispute.status && { status }), evidence_details, evidence }
  world.emit('charge.dispute.updated', dispute, { cause, previous })
  return dispute
}

function submit(dispute: SimDispute, status: SimDispute['status']): void {
  dispute.status = status
  dispute.evidence_details.submission_count += 1
  dispute.evidence_details.submission_method = 'manual'
}

/** From the API: accepts the dispute as lost. There is no way back. */
export function acceptDispute(world: StripeWorld, dispute: SimDispute, cause: Cause): SimDispute {
  if (!isAnswerable(dispute.status)) throw notOpen(dispute)
  const to = dispute.status === 'warning_needs_response' ? 'warning_closed' : 'lost'
  return closeDispute(world, dispute, to, cause)
}

/** Ends a dispute in one of its last states; a won chargeback brings the money back. */
export function closeDispute(
  world: StripeWorld,
  dispute: SimDispute,
  to: 'won' | 'lost' | 'warning_closed',
  cause: Cause = NO_REQUEST,
): SimDispute {
  const previous = { status: dispute.status }
  dispute.status = to
  world.emit('charge.dispute.closed', dispute, { cause, previous })
  if (to === 'won') world.emit('charge.dispute.funds_reinstated', dispute, { cause })
  return dispute
}

/** An inquiry becomes a chargeback: the money is gone and the charge cannot be refunded any more. */
export function escalateDispute(world: StripeWorld, dispute: SimDispute): SimDispute {
  const charge = dispute.charge && world.state.charges.get(dispute.charge)
  const isOpenInquiry = dispute.status.startsWith('warning_') && dispute.status !== 'warning_closed'
  if (!charge || !isOpenInquiry) throw invalid(`Dispute ${dispute.id} is no open inquiry.`)
  const previous = {
    status: dispute.status,
    is_charge_refundable: true,
    balance_transaction: null,
    balance_transactions: [],
  }
  const withdrawal = withdrawalOf(dispute.id, charge, world.clock.seconds())
  dispute.status = 'needs_response'
  dispute.is_charge_refundable = false
  dispute.balance_transaction = withdrawal.id
  dispute.balance_transactions = [withdrawal]
  const card = dispute.payment_method_details?.card
  if (card) card.case_type = 'chargeback'
  world.emit('charge.dispute.updated', dispute, { cause: NO_REQUEST, previous })
  world.emit('charge.dispute.funds_withdrawn', dispute, { cause: NO_REQUEST })
  return dispute
}

function notOpen(dispute: SimDispute) {
  return invalid(`Dispute ${dispute.id} has status ${dispute.status}; it does not take a response any more.`)
}
