import { z } from 'zod'
import { bodyDigest } from '../body-digest.ts'
import type { Delivery, SignalHead, SignalSource, Verification } from '../connector.ts'
import { isSignedBy } from '../signature.ts'

const Text = z.string().min(1).nullish().catch(null)

/** The envelope of a V3 webhook. */
const PagerdutyEvent = z.object({
  event: z.object({ id: Text, event_type: Text, occurred_at: Text }),
})

export const pagerdutySignals: SignalSource = {
  source: 'pagerduty',

  /**
   * The signature has no time, and a retry may be as old as the outage was long, so age is no reason to refuse: the
   * signed id makes a replay a duplicate, however late it comes.
   */
  verify({ raw, headers }: Delivery, secrets): Verification {
    const header = headers.get('x-pagerduty-signature')
    if (!header) return { kind: 'forged', why: 'The X-PagerDuty-Signature header is missing' }
    const signatures = header.split(',').flatMap(part => /^\s*v1=([0-9a-f]+)\s*$/i.exec(part)?.[1] ?? [])
    if (isSignedBy(secrets, [raw], signatures, 'hex')) return { kind: 'genuine' }
    return { kind: 'forged', why: 'No signature matches this subscription’s secrets' }
  },

  heads(body, { raw, now }): SignalHead[] {
    const parsed = PagerdutyEvent.safeParse(body)
    const { id, event_type, occurred_at } = parsed.success ? parsed.data.event : {}
    const occurredAt = Date.parse(occurred_at ?? '')
    return [
      {
        dedupeKey: id ?? bodyDigest(raw),
        type: event_type ?? 'unknown',
        subject: null,
        occurredAt: Number.isNaN(occurredAt) ? now : occurredAt,
        fromUs: false,
      },
    ]
  },
}
