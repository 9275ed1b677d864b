import type Stripe from 'stripe'
import type { Observation, ObservedField, VendorReader } from '../connector.ts'
import { emailIdentifiers } from '../identifiers.ts'
import { refundField, subscriptionFields } from './account-fields.ts'
import { readOrNull, unavailable } from './client.ts'
import { chargeOf, disputeOf, idOf } from './shapes.ts'

const CHARGE_WINDOW_SECONDS = 90 * 86_400
const PAGE = 100

interface StripeApi {
  readonly stripe: Stripe
  readonly now: () => number
}

/** Reads disputes with their charge and customer, and customers with their subscriptions. */
export function stripeReader(stripe: Stripe, now: () => number): VendorReader {
  const api = { stripe, now }
  return {
    source: 'stripe',

    async read({ type, id }) {
      if (type === 'dispute') return readDispute(api, await readOrNull(stripe.disputes.retrieve(id)))
      if (type === 'charge') return readCharge(api, id)
      return type === 'customer' ? readCustomer(api, id) : null
    },

    async readByIdentifiers(identifiers) {
      const named = identifiers.flatMap(({ kind, value }) => (kind === 'stripe-customer' ? [value] : []))
      const emails = identifiers.flatMap(({ kind, value }) => (kind === 'email' ? [value] : []))
      const found = await Promise.all(emails.map(email => customersByEmail(api, email)))
      const customerIds = new Set([...named, ...found.flat()])
      const observations = await Promise.all([...customerIds].map(id => readCustomer(api, id)))
      return observations.filter(observation => observation !== null)
    },
  }
}

async function customersByEmail({ stripe }: StripeApi, email: string): Promise<string[]> {
  const customers = await readOrNull(stripe.customers.list({ email, limit: 10 }))
  return (customers?.data ?? []).map(({ id }) => id)
}

/** A charge matters through its dispute; without one, only its customer is read. */
async function readCharge(api: StripeApi, chargeId: string): Promise<Observation | null> {
  const charge = await readOrNull(api.stripe.charges.retrieve(chargeId))
  if (!charge) return null
  const disputes = await readOrNull(api.stripe.disputes.list({ charge: chargeId, limit: 1 }))
  const dispute = disputes?.data[0]
  if (dispute) return readDispute(api, dispute)
  const customerId = idOf(charge.customer)
  return customerId ? readCustomer(api, customerId) : null
}

async function readDispute(api: StripeApi, dispute: Stripe.Dispute | null): Promise<Observation | null> {
  const chargeId = dispute && idOf(dispute.charge)
  const charge = chargeId && (await readOrNull(api.stripe.charges.retrieve(chargeId)))
  if (!dispute || !charge) return null
  const customerId = idOf(charge.customer)
  const customer = customerId ? await readCustomer(api, customerId) : null
  const charges = customerId ? await chargesAround(api, customerId, charge.created) : []
  const readAt = api.now()
  const billingEmail = charge.billing_details?.email
  return {
    source: 'stripe',
    readAt,
    identifiers: customer?.identifiers ?? (billingEmail ? emailIdentifiers(billingEmail) : []),
    fields: [...(customer?.fields ?? []), ...(customerId ? refundField(charges, customerId, readAt) : [])],
    facts: [
      { kind: 'dispute', dispute: disputeOf(dispute) },
      { kind: 'charges', aroundChargeId: charge.id, charges: withSelf(charge, charges).map(chargeOf) },
    ],
  }
}

async function chargesAround(
  { stripe }: StripeApi,
  customer: string,
  around: number,
): Promise<Stripe.Charge[]> {
  const created = { gte: around - CHARGE_WINDOW_SECONDS, lte: around + CHARGE_WINDOW_SECONDS }
  try {
    return await stripe.charges
      .list({ customer, created, limit: PAGE })
      .autoPagingToArray({ limit: 5 * PAGE })
  } catch (error) {
    throw unavailable(error)
  }
}

async function readCustomer({ stripe, now }: StripeApi, customerId: string): Promise<Observation | null> {
  const customer = await readOrNull(stripe.customers.retrieve(customerId))
  if (!customer || customer.deleted) return null
  const list = { customer: customerId, status: 'all' as const, limit: PAGE }
  const subscriptions = await readOrNull(stripe.subscriptions.list(list))
  const readAt = now()
  return {
    source: 'stripe',
    readAt,
    identifiers: [
      { kind: 'stripe-customer', value: customer.id },
      ...(customer.email ? emailIdentifiers(customer.email) : []),
    ],
    fields: [...nameField(customer), ...subscriptionFields(subscriptions?.data ?? [], readAt)],
    facts: [],
  }
}

function nameField(customer: Stripe.Customer): ObservedField[] {
  if (!customer.name) return []
  const changedAt = customer.created * 1000
  return [{ field: 'name', content: { kind: 'text', text: customer.name }, sourceId: customer.id, changedAt }]
}

function withSelf(charge: Stripe.Charge, charges: readonly Stripe.Charge[]): Stripe.Charge[] {
  return [charge, ...charges.filter(({ id }) => id !== charge.id)]
}
