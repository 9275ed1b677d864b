import type Stripe from 'stripe'
import type { SyncStream } from '../connector.ts'
import { eventStream } from './event-stream.ts'
import { listStream } from './list-stream.ts'
import { readCustomer, type StripeApi } from './read-customer.ts'
import { type Found, found } from './read-each.ts'
import {
  chargeRecord,
  customerRecord,
  disputeRecord,
  guestRecords,
  invoiceRecord,
  type Reading,
  refundRecord,
  subscriptionRecord,
} from './records.ts'
import { disputeOf, objectOf } from './shapes.ts'

/**
 * The events come first: with nothing read yet they only note where they stand, so that what changes while the lists
 * are read is found afterwards.
 */
export function stripeStreams(api: StripeApi): SyncStream[] {
  const { stripe } = api
  return [
    eventStream(api),
    listStream(api, {
      name: 'customers',
      list: paging => stripe.customers.list({ ...paging, expand: ['data.subscriptions'] }),
      read: (customer, reading) => readListed(api, customer, reading),
    }),
    listStream(api, {
      name: 'subscriptions',
      list: paging => stripe.subscriptions.list({ ...paging, status: 'all' }),
      read: (subscription, reading) => found([subscriptionRecord(subscription, reading)]),
    }),
    listStream(api, {
      name: 'invoices',
      list: paging => stripe.invoices.list(paging),
      read: (invoice, reading) => found([invoiceRecord(invoice, reading)]),
    }),
    listStream(api, {
      name: 'charges',
      list: paging => stripe.charges.list(paging),
      read: (charge, reading) =>
        found([chargeRecord(charge, reading), ...guestRecords(charge, reading.readAt)]),
    }),
    listStream(api, {
      name: 'disputes',
      list: paging => stripe.disputes.list({ ...paging, expand: ['data.charge'] }),
      read: readDispute,
    }),
    listStream(api, {
      name: 'refunds',
      list: paging => stripe.refunds.list({ ...paging, expand: ['data.charge'] }),
      read: (refund, reading) => found([refundRecord(refund, reading)]),
    }),
  ]
}

/**
 * A customer with the subscriptions the list gave. Those are only the current ones, and at most ten: a customer with
 * more is read by itself, one who has none left is known in full when an event names it.
 */
async function readListed(api: StripeApi, customer: Stripe.Customer, reading: Reading): Promise<Found> {
  const current = customer.subscriptions
  if (current?.has_more) return found(await readCustomer(api, customer.id, null))
  const subscriptions = current?.data ?? []
  return found([
    customerRecord(customer, subscriptions, reading),
    ...subscriptions.map(subscription => subscriptionRecord(subscription, reading)),
  ])
}

/** Of the past, only a dispute that still waits for somebody is anybody's work. */
function readDispute(dispute: Stripe.Dispute, reading: Reading): Found {
  const charge = objectOf(dispute.charge)
  const record = disputeRecord(dispute, charge, reading)
  const { status } = disputeOf(dispute)
  const subject = {
    subject: { type: 'dispute', id: dispute.id },
    record: record.name,
    changedAt: record.changedAt,
  }
  const isOpen = status === 'needs-response' || status === 'under-review'
  return found([record, ...(charge ? guestRecords(charge, reading.readAt) : [])], isOpen ? [subject] : [])
}
