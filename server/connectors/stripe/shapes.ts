import type Stripe from 'stripe'
import type { Charge, Dispute } from '../../../shared/billing.ts'
import { Money } from '../../../shared/money.ts'
import { UnreadableAnswer } from '../connector.ts'

/** An amount as Stripe gives it. Throws UnreadableAnswer for what is no currency code. */
export function moneyOf(minor: number, currency: string): Money {
  const parsed = Money.safeParse({ minor, currency: currency.toLowerCase() })
  if (!parsed.success) {
    throw new UnreadableAnswer({
      en: `Stripe sent the amount ${minor} in ${currency}`,
      de: `Stripe hat den Betrag ${minor} in ${currency} geschickt`,
    })
  }
  return parsed.data
}

export function chargeOf(charge: Stripe.Charge): Charge {
  return {
    id: charge.id,
    amount: moneyOf(charge.amount_captured ?? charge.amount, charge.currency),
    refunded: moneyOf(charge.amount_refunded, charge.currency),
    succeeded: charge.status === 'succeeded',
    createdAt: charge.created * 1000,
    customerId: idOf(charge.customer),
    paidWith: cardOf(charge),
  }
}

function cardOf(charge: Stripe.Charge): string | null {
  const card = charge.payment_method_details?.card
  return card?.last4
    ? `${card.brand ?? 'card'} …${card.last4}`
    : (charge.payment_method_details?.type ?? null)
}

type DisputeStatus = Pick<Dispute, 'stage' | 'status'>

/** A status this list does not know counts as a chargeback under review: nothing may be refunded on it. */
const STATUS: Readonly<Record<string, DisputeStatus>> = {
  warning_needs_response: { stage: 'inquiry', status: 'needs-response' },
  warning_under_review: { stage: 'inquiry', status: 'under-review' },
  warning_closed: { stage: 'inquiry', status: 'closed' },
  needs_response: { stage: 'chargeback', status: 'needs-response' },
  appeal_needs_response: { stage: 'chargeback', status: 'needs-response' },
  under_review: { stage: 'chargeback', status: 'under-review' },
  appeal_under_review: { stage: 'chargeback', status: 'under-review' },
  won: { stage: 'chargeback', status: 'won' },
  lost: { stage: 'chargeback', status: 'lost' },
  prevented: { stage: 'chargeback', status: 'closed' },
}

export function disputeOf(dispute: Stripe.Dispute): Dispute {
  const dueBy = dispute.evidence_details?.due_by
  return {
    id: dispute.id,
    chargeId: idOf(dispute.charge) ?? '',
    ...(STATUS[dispute.status] ?? { stage: 'chargeback', status: 'under-review' }),
    chargeRefundable: dispute.is_charge_refundable,
    amount: moneyOf(dispute.amount, dispute.currency),
    openedAt: dispute.created * 1000,
    evidenceDueAt: dueBy ? dueBy * 1000 : null,
    url: `https://dashboard.stripe.com/${dispute.livemode ? '' : 'test/'}disputes/${dispute.id}`,
  }
}

/** Stripe gives a reference as an id or as the object itself. */
export function idOf(reference: string | { id: string } | null | undefined): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null)
}

/** The object itself, where Stripe was asked for it; null for an id alone. */
export function objectOf<T extends { id: string }>(reference: string | T | null | undefined): T | null {
  return typeof reference === 'object' ? (reference ?? null) : null
}
