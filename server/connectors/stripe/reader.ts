import type Stripe from 'stripe'
import type { SourceRecord } from '../../../shared/source-record.ts'
import type { Observation, ObservedFact, Subject, VendorReader } from '../connector.ts'
import { readOrNull } from './client.ts'
import { CHARGE_WINDOW_SECONDS, chargesOf, readCustomer, type StripeApi } from './read-customer.ts'
import { chargeRecord, disputeRecord, guestRecords, type Reading, stripeName } from './records.ts'
import { chargeOf, disputeOf, idOf } from './shapes.ts'
import { stripeStreams } from './streams.ts'

/** Reads disputes with their charge and customer, and customers with their subscriptions. */
export function stripeReader(stripe: Stripe, now: () => number): VendorReader {
  const api = { stripe, now }
  return {
    source: 'stripe',

    async read(subject, hint) {
      const announcedAt = hint?.changedAt ?? null
      if (subject.type === 'dispute') {
        const dispute = await readOrNull(stripe.disputes.retrieve(subject.id))
        return dispute && observeDispute(api, dispute, { subject, announcedAt })
      }
      if (subject.type === 'charge') return readCharge(api, { subject, announcedAt })
      return subject.type === 'customer' ? observeCustomer(api, { subject, announcedAt }) : null
    },

    async readByIdentifiers(identifiers) {
      const named = identifiers.flatMap(({ kind, value }) => (kind === 'stripe-customer' ? [value] : []))
      const emails = identifiers.flatMap(({ kind, value }) => (kind === 'email' ? [value] : []))
      const found = await Promise.all([...new Set(emails)].map(email => customersByEmail(api, email)))
      const customerIds = new Set([...named, ...found.flat()])
      const observations = await Promise.all(
        [...customerIds].map(id =>
          observeCustomer(api, { subject: { type: 'customer', id }, announcedAt: null }),
        ),
      )
      return observations.filter(seen => seen !== null)
    },

    streams: stripeStreams(api),
  }
}

/** What is asked about, and when an event said that it changed. */
interface Question {
  readonly subject: Subject
  readonly announcedAt: number | null
}

async function customersByEmail({ stripe }: StripeApi, email: string): Promise<string[]> {
  const customers = await readOrNull(stripe.customers.list({ email, limit: 10 }))
  return (customers?.data ?? []).map(({ id }) => id)
}

/** A charge with its dispute, where it has one, and with whoever paid it. */
async function readCharge(api: StripeApi, question: Question): Promise<Observation | null> {
  const { id } = question.subject
  const charge = await readOrNull(api.stripe.charges.retrieve(id))
  if (!charge) return null
  const disputes = await readOrNull(api.stripe.disputes.list({ charge: id, limit: 1 }))
  const dispute = disputes?.data[0]
  if (dispute) return observeDispute(api, dispute, question)
  const payer = await readPayer(api, charge)
  const readAt = api.now()
  const records = [chargeRecord(charge, { readAt, announcedAt: question.announcedAt }), ...payer]
  return observation(question, { readAt, records, facts: [] })
}

/** Everything about a dispute; asked about its charge, the event was about that. */
async function observeDispute(
  api: StripeApi,
  dispute: Stripe.Dispute,
  question: Question,
): Promise<Observation | null> {
  const chargeId = idOf(dispute.charge)
  const charge = chargeId && (await readOrNull(api.stripe.charges.retrieve(chargeId)))
  if (!charge) return null
  const customerId = idOf(charge.customer)
  const [payer, charges] = await Promise.all([
    readPayer(api, charge),
    customerId ? chargesOf(api, customerId, windowAround(charge.created)) : [],
  ])
  const readAt = api.now()
  const announced = (type: string): Reading => ({
    readAt,
    announcedAt: question.subject.type === type ? question.announcedAt : null,
  })
  const records = [
    disputeRecord(dispute, charge, announced('dispute')),
    chargeRecord(charge, announced('charge')),
    ...payer,
  ]
  const facts: ObservedFact[] = [
    { kind: 'dispute', dispute: disputeOf(dispute) },
    { kind: 'charges', aroundChargeId: charge.id, charges: withSelf(charge, charges).map(chargeOf) },
  ]
  return observation(question, { readAt, records, facts })
}

async function readPayer(api: StripeApi, charge: Stripe.Charge): Promise<SourceRecord[]> {
  const customerId = idOf(charge.customer)
  return customerId ? readCustomer(api, customerId, null) : guestRecords(charge, api.now())
}

async function observeCustomer(api: StripeApi, question: Question): Promise<Observation | null> {
  const records = await readCustomer(api, question.subject.id, question.announcedAt)
  return records.length > 0 ? observation(question, { readAt: api.now(), records, facts: [] }) : null
}

/** Seconds. */
function windowAround(created: number): Stripe.RangeQueryParam {
  return { gte: created - CHARGE_WINDOW_SECONDS, lte: created + CHARGE_WINDOW_SECONDS }
}

function withSelf(charge: Stripe.Charge, charges: readonly Stripe.Charge[]): Stripe.Charge[] {
  return [charge, ...charges.filter(({ id }) => id !== charge.id)]
}

function observation(
  { subject }: Question,
  seen: Pick<Observation, 'readAt' | 'records' | 'facts'>,
): Observation {
  return { source: 'stripe', subject: stripeName(subject.type, subject.id), ...seen }
}
