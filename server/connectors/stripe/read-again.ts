import type Stripe from 'stripe'
import { z } from 'zod'
import type { ChangedSubject } from '../connector.ts'
import { readOrNull } from './client.ts'
import { readCustomer, type StripeApi } from './read-customer.ts'
import { type Found, found } from './read-each.ts'
import {
  chargeRecord,
  disputeRecord,
  goneRecord,
  guestRecords,
  invoiceRecord,
  type Reading,
  refundRecord,
  stripeName,
} from './records.ts'
import { objectOf } from './shapes.ts'

/** An object that events named, and when the latest of them said that it changed; epoch milliseconds. */
export interface Touched {
  readonly type: 'customer' | 'invoice' | 'charge' | 'dispute' | 'refund'
  readonly id: string
  readonly at: number
  /** Money went back: whoever works on the charge has to know. */
  readonly isRefunded: boolean
}

const Named = z.object({
  id: z.string(),
  object: z.string(),
  customer: z.string().nullish(),
  charge: z.string().nullish(),
})

/** The objects some events (newest first) are about, each once, with what else their change shows in. */
export function touchedBy(events: readonly Stripe.Event[]): Touched[] {
  const touched = new Map<string, Touched>()
  for (const event of events) {
    for (const each of objectsOf(event)) {
      const key = `${each.type} ${each.id}`
      const newer = touched.get(key)
      const isRefunded = each.isRefunded || newer?.isRefunded === true
      touched.set(key, newer ? { ...newer, isRefunded } : each)
    }
  }
  return [...touched.values()]
}

function objectsOf({ type, created, data }: Stripe.Event): Touched[] {
  const named = Named.safeParse(data.object)
  if (!named.success) return []
  const { id, object, customer, charge } = named.data
  const at = created * 1000
  const isRefunded = object === 'refund' || type === 'charge.refunded'
  const touch = (kind: Touched['type'], touchedId: string | null | undefined): Touched[] =>
    touchedId ? [{ type: kind, id: touchedId, at, isRefunded: kind === 'charge' && isRefunded }] : []
  if (object === 'customer' || object === 'invoice' || object === 'dispute') return touch(object, id)
  if (object === 'subscription') return touch('customer', customer)
  if (object === 'refund')
    return [...touch('refund', id), ...touch('charge', charge), ...touch('customer', customer)]
  if (object !== 'charge') return []
  return [...touch('charge', id), ...(isRefunded ? touch('customer', customer) : [])]
}

/** Reads what an event named as it is now; what Stripe no longer has is gone. Throws VendorUnavailable. */
export async function readAgain(api: StripeApi, touched: Touched): Promise<Found> {
  const reading = () => ({ readAt: api.now(), announcedAt: touched.at })
  if (touched.type === 'customer') {
    const records = await readCustomer(api, touched.id, touched.at)
    return found(records.length > 0 ? records : [goneRecord(touched, reading())])
  }
  const seen = await READ[touched.type](api, touched, reading)
  return seen ?? found([goneRecord(touched, reading())])
}

type ReadOne = (api: StripeApi, touched: Touched, reading: () => Reading) => Promise<Found | null>

const READ: Readonly<Record<Exclude<Touched['type'], 'customer'>, ReadOne>> = {
  async invoice({ stripe }, { id }, reading) {
    const invoice = await readOrNull(stripe.invoices.retrieve(id))
    return invoice && found([invoiceRecord(invoice, reading())])
  },

  async charge({ stripe }, touched, reading) {
    const charge = await readOrNull(stripe.charges.retrieve(touched.id))
    if (!charge) return null
    const read = reading()
    const records = [chargeRecord(charge, read), ...guestRecords(charge, read.readAt)]
    return found(records, touched.isRefunded ? [subjectOf(touched)] : [])
  },

  async dispute({ stripe }, touched, reading) {
    const dispute = await readOrNull(stripe.disputes.retrieve(touched.id, { expand: ['charge'] }))
    if (!dispute) return null
    const charge = objectOf(dispute.charge)
    const read = reading()
    const records = [
      disputeRecord(dispute, charge, read),
      ...(charge ? guestRecords(charge, read.readAt) : []),
    ]
    return found(records, [subjectOf(touched)])
  },

  async refund({ stripe }, { id }, reading) {
    const refund = await readOrNull(stripe.refunds.retrieve(id, { expand: ['charge'] }))
    return refund && found([refundRecord(refund, reading())])
  },
}

function subjectOf({ type, id, at }: Touched): ChangedSubject {
  return { subject: { type, id }, record: stripeName(type, id), changedAt: at }
}
