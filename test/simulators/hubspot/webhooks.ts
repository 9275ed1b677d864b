import type { SimClock } from '../clock.ts'
import { Serial } from '../serial.ts'
import type { WebhookOutbox } from '../webhook-outbox.ts'
import { signHubspot } from './signature.ts'

/** An app's webhook: HubSpot has one address for all the subscriptions of an app. */
export interface AppWebhook {
  readonly url: string
  readonly secret: string
  /** The address as HubSpot knows it; another than `url` where a proxy stands in front. */
  readonly publicUrl: string
}

export interface HubspotSender {
  readonly clock: SimClock
  readonly outbox: WebhookOutbox
  readonly webhooks: readonly AppWebhook[]
  readonly portalId: number
}

/** Sends events, each with what its type adds; several at once go out in one request. */
export type Emit = (...events: { type: string; more: object }[]) => void

export function emitter({ clock, outbox, webhooks, portalId }: HubspotSender): Emit {
  const serial = new Serial(100)
  return (...events) => {
    const sent = events.map(({ type, more }) => ({
      eventId: serial.number(),
      subscriptionId: 1234,
      portalId,
      appId: 1160452,
      occurredAt: clock.now(),
      subscriptionType: type,
      attemptNumber: 0,
      changeSource: 'CRM_UI',
      sourceId: 'userId:12345',
      ...more,
    }))
    const [first] = sent
    if (!first) return
    const body = JSON.stringify(sent)
    for (const { url, publicUrl, secret } of webhooks) {
      outbox.enqueue({
        eventId: String(first.eventId),
        type: first.subscriptionType,
        endpointId: '1160452',
        url,
        body,
        sign: forged =>
          headersOf({ url: publicUrl, body, timestamp: clock.now() }, forged ? 'not-the-secret' : secret),
      })
    }
  }
}

function headersOf(
  signed: { url: string; body: string; timestamp: number },
  secret: string,
): Record<string, string> {
  return {
    'user-agent': 'HubSpot Webhooks (+https://developers.hubspot.com)',
    'x-hubspot-signature-v3': signHubspot(signed, secret),
    'x-hubspot-request-timestamp': String(signed.timestamp),
  }
}
