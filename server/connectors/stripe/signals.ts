import { z } from 'zod'
import { bodyDigest } from '../body-digest.ts'
import type { SignalHead, SignalSource, Subject } from '../connector.ts'
import { verifyTimed } from '../timed-signature.ts'

/** The part of an event that names it and its object; everything else is read again from the API. */
const StripeEvent = z.object({
  id: z.string().optional(),
  type: z.string().optional(),
  created: z.number().optional(),
  data: z
    .object({
      object: z.object({
        id: z.string().nullish(),
        object: z.string().nullish(),
        charge: z.string().nullish(),
        customer: z.string().nullish(),
      }),
    })
    .optional(),
})

export const stripeSignals: SignalSource = {
  source: 'stripe',

  verify: (delivery, secrets) => verifyTimed('Stripe-Signature', delivery, secrets),

  heads(body, { raw, now }): SignalHead[] {
    const parsed = StripeEvent.safeParse(body)
    const event = parsed.success ? parsed.data : {}
    return [
      {
        dedupeKey: event.id ?? bodyDigest(raw),
        type: event.type ?? 'unknown',
        subject: event.type && event.data ? subjectOf(event.type, event.data.object) : null,
        occurredAt: event.created ? event.created * 1000 : now,
        fromUs: false,
      },
    ]
  },
}

interface EventObject {
  readonly id?: string | null | undefined
  readonly charge?: string | null | undefined
  readonly customer?: string | null | undefined
}

const CUSTOMER_EVENTS: ReadonlySet<string> = new Set([
  'customer.created',
  'customer.updated',
  'customer.deleted',
])

function subjectOf(type: string, object: EventObject): Subject | null {
  if (type.startsWith('charge.dispute.')) return named('dispute', object.id)
  if (type.startsWith('refund.') || type === 'charge.refund.updated') return named('charge', object.charge)
  if (type.startsWith('charge.')) return named('charge', object.id)
  if (type.startsWith('invoice.') || type.startsWith('customer.subscription.'))
    return named('customer', object.customer)
  return CUSTOMER_EVENTS.has(type) ? named('customer', object.id) : null
}

function named(type: Subject['type'], id: string | null | undefined): Subject | null {
  return id ? { type, id } : null
}
