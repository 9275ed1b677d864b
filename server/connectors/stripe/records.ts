import type Stripe from 'stripe'
import { formatMoney } from '../../../shared/money.ts'
import { salesforceId, salesforceTypeOf } from '../../../shared/salesforce-id.ts'
import {
  aSourceRecord,
  type Identifier,
  type RecordName,
  type SourceRecord,
} from '../../../shared/source-record.ts'
import { emailIdentifiers } from '../identifiers.ts'
import { planOf, subscriptionFields } from './account-fields.ts'
import { latestOf, timesOfDispute, timesOfInvoice, timesOfSubscription } from './changed-at.ts'
import { disputeOf, idOf, moneyOf } from './shapes.ts'

/** When it was read, and when an event said that it changed, null where none did; epoch milliseconds. */
export interface Reading {
  readonly readAt: number
  readonly announcedAt: number | null
}

export function stripeName(type: string, id: string): RecordName {
  return { source: 'stripe', type, id }
}

export function customerRecord(
  customer: Stripe.Customer,
  subscriptions: readonly Stripe.Subscription[],
  { readAt, announcedAt }: Reading,
): SourceRecord {
  const times = [customer.created, ...subscriptions.flatMap(timesOfSubscription)]
  return aSourceRecord(stripeName('customer', customer.id), {
    role: 'account',
    label: customer.name ?? customer.email ?? customer.id,
    url: addressOf(customer, `customers/${customer.id}`),
    keys: customerKeys(customer),
    fields: [
      ...(customer.name
        ? [{ field: 'name' as const, content: { kind: 'text' as const, text: customer.name } }]
        : []),
      ...subscriptionFields(subscriptions),
    ],
    changedAt: latestOf(times, announcedAt),
    readAt,
  })
}

function customerKeys({ email, metadata }: Stripe.Customer): Identifier[] {
  const account = salesforceId(metadata?.salesforce_account_id ?? '')
  const organization = /^\d{1,32}$/.exec(metadata?.zendesk_organization_id?.trim() ?? '')?.[0]
  return [
    ...(account && salesforceTypeOf(account) === 'account'
      ? [{ kind: 'salesforce-account', value: account }]
      : []),
    ...(organization ? [{ kind: 'zendesk-organization', value: organization }] : []),
    ...(email ? emailIdentifiers(email) : []),
  ]
}

export function subscriptionRecord(
  subscription: Stripe.Subscription,
  { readAt, announcedAt }: Reading,
): SourceRecord {
  const plans = subscription.items.data.map(planOf)
  return aSourceRecord(stripeName('subscription', subscription.id), {
    role: 'part',
    belongsTo: customerName(subscription.customer),
    label: plans.length > 0 ? plans.join(' + ') : subscription.id,
    url: addressOf(subscription, `subscriptions/${subscription.id}`),
    state: subscription.status,
    happenedAt: subscription.created * 1000,
    changedAt: latestOf(timesOfSubscription(subscription), announcedAt),
    readAt,
  })
}

export function invoiceRecord(invoice: Stripe.Invoice, { readAt, announcedAt }: Reading): SourceRecord {
  const amount = formatMoney(moneyOf(invoice.total, invoice.currency), 'en')
  return aSourceRecord(stripeName('invoice', invoice.id), {
    role: 'part',
    belongsTo: customerName(invoice.customer),
    label: `${invoice.number ?? 'Draft'} ${amount}`,
    url: addressOf(invoice, `invoices/${invoice.id}`),
    state: invoiceState(invoice, readAt),
    happenedAt: invoice.created * 1000,
    changedAt: latestOf(timesOfInvoice(invoice), announcedAt),
    readAt,
  })
}

/** An open invoice is past due once its day has come, or once a payment was tried and failed. */
function invoiceState(
  { status, due_date, attempted, attempt_count }: Stripe.Invoice,
  now: number,
): string | null {
  if (status !== 'open') return status
  const isLate = typeof due_date === 'number' && due_date * 1000 < now
  return isLate || (attempted && attempt_count > 0) ? 'past_due' : 'open'
}

/** Its field is what was refunded of it; the context record has the sum. */
export function chargeRecord(charge: Stripe.Charge, { readAt, announcedAt }: Reading): SourceRecord {
  const refunded = moneyOf(charge.amount_refunded, charge.currency)
  return aSourceRecord(stripeName('charge', charge.id), {
    role: 'part',
    belongsTo: payerOf(charge),
    label: `${formatMoney(moneyOf(charge.amount, charge.currency), 'en')} payment`,
    url: addressOf(charge, `payments/${charge.id}`),
    fields: [{ field: 'refunds_90d', content: { kind: 'money', money: refunded } }],
    state: charge.refunded ? 'refunded' : charge.status === 'succeeded' ? 'paid' : charge.status,
    happenedAt: charge.created * 1000,
    changedAt: latestOf([charge.created], announcedAt),
    readAt,
  })
}

/** A dispute says only which charge it is about; whose it is, the charge says. */
export function disputeRecord(
  dispute: Stripe.Dispute,
  charge: Stripe.Charge | null,
  { readAt, announcedAt }: Reading,
): SourceRecord {
  const { amount, stage, status, openedAt, url } = disputeOf(dispute)
  return aSourceRecord(stripeName('dispute', dispute.id), {
    role: 'part',
    belongsTo: charge && payerOf(charge),
    label: `${formatMoney(amount, 'en')} ${stage}`,
    url,
    state: status === 'needs-response' || status === 'under-review' ? 'open' : status,
    happenedAt: openedAt,
    changedAt: latestOf(timesOfDispute(dispute), announcedAt),
    readAt,
  })
}

export function refundRecord(refund: Stripe.Refund, { readAt, announcedAt }: Reading): SourceRecord {
  const charge = typeof refund.charge === 'object' ? refund.charge : null
  return aSourceRecord(stripeName('refund', refund.id), {
    role: 'part',
    belongsTo: charge ? payerOf(charge) : customerName(refund.customer),
    label: `${formatMoney(moneyOf(refund.amount, refund.currency), 'en')} refund`,
    url: charge && addressOf(charge, `payments/${charge.id}`),
    state: refund.status,
    happenedAt: refund.created * 1000,
    changedAt: latestOf([refund.created], announcedAt),
    readAt,
  })
}

/** Somebody who paid without being a customer: nobody but this charge knows them. None for a customer's charge. */
export function guestRecords(charge: Stripe.Charge, readAt: number): SourceRecord[] {
  if (idOf(charge.customer)) return []
  const { email, name } = charge.billing_details ?? {}
  const guest = aSourceRecord(stripeName('guest', charge.id), {
    role: 'person',
    label: name ?? email ?? 'Guest',
    url: addressOf(charge, `payments/${charge.id}`),
    keys: email ? emailIdentifiers(email) : [],
    changedAt: latestOf([charge.created], null),
    readAt,
  })
  return [guest]
}

/**
 * An object that was deleted. Without an event that says when, the time of reading stands in: a record that says
 * nothing outranks nobody.
 */
export function goneRecord(
  { type, id }: { type: string; id: string },
  { readAt, announcedAt }: Reading,
): SourceRecord {
  const role = type === 'customer' ? 'account' : 'part'
  const changedAt = announcedAt ?? readAt
  return aSourceRecord(stripeName(type, id), { role, label: id, changedAt, readAt, gone: true })
}

function payerOf(charge: Stripe.Charge): RecordName {
  return customerName(charge.customer) ?? stripeName('guest', charge.id)
}

function customerName(reference: string | { id: string } | null): RecordName | null {
  const id = idOf(reference)
  return id ? stripeName('customer', id) : null
}

function addressOf({ livemode }: { livemode: boolean }, path: string): string {
  return `https://dashboard.stripe.com/${livemode ? '' : 'test/'}${path}`
}
