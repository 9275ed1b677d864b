import { z } from 'zod'
import { bodyDigest } from '../body-digest.ts'
import type { Delivery, SignalHead, SignalSource, Subject, Verification } from '../connector.ts'
import { ageOf, isSignedBy } from '../signature.ts'

/** The secret of Zendesk's "test webhook" button is public, so it proves nothing. */
const PUBLIC_TEST_SECRET = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=='

const Id = z.union([z.string(), z.number()]).transform(String)

/** An event subscription's envelope, or a trigger's own JSON. */
const ZendeskEvent = z.object({
  id: z.string().optional(),
  type: z.string().optional(),
  time: z.string().optional(),
  subject: z.string().optional(),
  detail: z.object({ id: Id.nullish(), actor_id: Id.nullish() }).optional(),
  event: z.union([z.string(), z.object({})]).optional(),
  ticket_id: Id.optional(),
  updated_at: z.string().optional(),
})
type ZendeskEvent = z.infer<typeof ZendeskEvent>

/**
 * `ownUserIds` are the Zendesk users Meshline acts as: what they caused is our own write coming back.
 */
export function zendeskSignals(ownUserIds: () => ReadonlySet<string>): SignalSource {
  return {
    source: 'zendesk',

    verify({ raw, headers, now }: Delivery, secrets): Verification {
      const signature = headers.get('x-zendesk-webhook-signature')
      const timestamp = headers.get('x-zendesk-webhook-signature-timestamp')
      if (!signature || !timestamp)
        return { kind: 'forged', why: 'The X-Zendesk-Webhook-Signature headers are missing' }
      const usable = secrets.filter(secret => secret !== PUBLIC_TEST_SECRET)
      if (!isSignedBy(usable, [timestamp, raw], [signature], 'base64')) {
        return { kind: 'forged', why: 'No signature matches this webhook’s secrets' }
      }
      const signedAt = Date.parse(timestamp)
      if (Number.isNaN(signedAt)) return { kind: 'forged', why: 'The signature timestamp is not a date' }
      const age = ageOf(signedAt, now)
      return age === 'in-time' ? { kind: 'genuine' } : { kind: age }
    },

    heads(body, { raw, headers, now }): SignalHead[] {
      const parsed = ZendeskEvent.safeParse(body)
      const event: ZendeskEvent = parsed.success ? parsed.data : {}
      const invocation = headers.get('x-zendesk-webhook-invocation-id')
      const actor = event.detail?.actor_id
      return [
        {
          dedupeKey: event.id ?? invocation ?? bodyDigest(raw),
          type: typeOf(event),
          subject: subjectOf(event),
          occurredAt: timeOf(event) ?? now,
          fromUs: actor ? ownUserIds().has(actor) : false,
        },
      ]
    },
  }
}

function typeOf(event: ZendeskEvent): string {
  if (event.type) return event.type.replace('zen:event-type:', '')
  return typeof event.event === 'string' ? event.event : 'unknown'
}

function subjectOf(event: ZendeskEvent): Subject | null {
  const named = /^zen:ticket:(\d+)$/.exec(event.subject ?? '')?.[1]
  const id = named ?? event.ticket_id
  return id && /^\d{1,32}$/.test(id) ? { type: 'ticket', id } : null
}

function timeOf(event: ZendeskEvent): number | null {
  const time = Date.parse(event.time ?? event.updated_at ?? '')
  return Number.isNaN(time) ? null : time
}
