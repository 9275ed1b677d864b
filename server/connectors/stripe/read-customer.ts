import type Stripe from 'stripe'
import type { SourceRecord } from '../../../shared/source-record.ts'
import { readOrNull, unavailable } from './client.ts'
import { chargeRecord, customerRecord, goneRecord, type Reading, subscriptionRecord } from './records.ts'

export const CHARGE_WINDOW_SECONDS = 90 * 86_400
const PAGE = 100
const MOST_CHARGES = 5 * PAGE

/** An opened account and our clock, epoch milliseconds. */
export interface StripeApi {
  readonly stripe: Stripe
  readonly now: () => number
}

/** A customer with all its subscriptions and recent charges; gone where it was deleted, empty where it never was. */
export async function readCustomer(
  api: StripeApi,
  id: string,
  announcedAt: number | null,
): Promise<SourceRecord[]> {
  const { stripe, now } = api
  const customer = await readOrNull(stripe.customers.retrieve(id))
  if (!customer) return []
  if (customer.deleted) return [goneRecord({ type: 'customer', id }, { readAt: now(), announcedAt })]
  const since = { gte: Math.floor(now() / 1000) - CHARGE_WINDOW_SECONDS }
  const [subscriptions, charges] = await Promise.all([subscriptionsOf(api, id), chargesOf(api, id, since)])
  const readAt = now()
  const beside: Reading = { readAt, announcedAt: null }
  return [
    customerRecord(customer, subscriptions, { readAt, announcedAt }),
    ...subscriptions.map(subscription => subscriptionRecord(subscription, beside)),
    ...charges.map(charge => chargeRecord(charge, beside)),
  ]
}

async function subscriptionsOf({ stripe }: StripeApi, customer: string): Promise<Stripe.Subscription[]> {
  const list = await readOrNull(stripe.subscriptions.list({ customer, status: 'all', limit: PAGE }))
  return list?.data ?? []
}

/** A customer's newest charges of a time; at most MOST_CHARGES. */
export async function chargesOf(
  { stripe }: StripeApi,
  customer: string,
  created: Stripe.RangeQueryParam,
): Promise<Stripe.Charge[]> {
  try {
    return await stripe.charges
      .list({ customer, created, limit: PAGE })
      .autoPagingToArray({ limit: MOST_CHARGES })
  } catch (error) {
    throw unavailable(error)
  }
}
