import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Delivery, SignalHead, SignalSource, Subject, Verification } from '../connector.ts'
import { ageOf, isSignedBy } from '../signature.ts'

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

  verify({ raw, headers, now }: Delivery, secrets): Verification {
    const header = headers.get('stripe-signature')
    if (!header) return { kind: 'forged', why: 'The Stripe-Signature header is missing' }
    const { time, signatures } = parseHeader(header)
    if (time === null) return { kind: 'forged', why: 'The Stripe-Signature header has no time' }
    if (!isSignedBy(secrets, [`${time}.`, raw], signatures, 'hex')) {
      return { kind: 'forged', why: 'No signature matches this endpoint’s secrets' }
    }
    const age = ageOf(Number(time) * 1000, now)
    return age === 'in-time' ? { kind: 'genuine' } : { kind: age }
  },

  heads(body, { raw, now }): SignalHead[] {
    const parsed = StripeEvent.safeParse(body)
    const event = parsed.success ? parsed.data : {}
    return [
      {
        dedupeKey: event.id ?? `sha256:${createHash('sha256').update(raw).digest('hex')}`,
        type: event.type ?? 'unknown',
        subject: event.type && event.data ? subjectOf(event.type, event.data.object) : null,
        occurredAt: event.created ? event.created * 1000 : now,
        fromUs: false,
      },
    ]
  },
}

function parseHeader(header: string): { time: string | null; signatures: string[] } {
  const parts = header.split(',').map(part => part.trim().split('='))
  const time = parts.find(([name]) => name === 't')?.[1] ?? null
  const signatures = parts.flatMap(([name, value]) => (name === 'v1' && value ? [value] : []))
  return { time: time !== null && /^\d{1,12}$/.test(time) ? time : null, signatures }
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
