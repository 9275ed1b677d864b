import type { SimClock } from '../clock.ts'
import type { WebhookOutbox } from '../webhook-outbox.ts'
import { signStripe } from './signature.ts'
import type { Emit, SimEvent, StripeState } from './state.ts'

export const API_VERSION = '2026-10-28.endive'

export interface WebhookEndpoint {
  readonly id: string
  readonly url: string
  /** Two during a rotation: the header then carries two v1 signatures. */
  secrets: readonly string[]
  /** Event types it wants; empty means all. */
  readonly types: readonly string[]
}

export interface StripeSender {
  readonly state: StripeState
  readonly clock: SimClock
  readonly outbox: WebhookOutbox
  readonly endpoints: readonly WebhookEndpoint[]
}

/** Stores an event with the object as it is now and hands it to every endpoint that wants it. */
export function emitter({ state, clock, outbox, endpoints }: StripeSender): Emit {
  return (type, object, { cause, previous }) => {
    const wanting = endpoints.filter(({ types }) => types.length === 0 || types.includes(type))
    const event: SimEvent = {
      id: state.eventSerial.text('evt_1SVmesh', 4),
      object: 'event',
      api_version: API_VERSION,
      created: clock.seconds(),
      data: {
        object: structuredClone(object),
        ...(previous && { previous_attributes: structuredClone(previous) }),
      },
      livemode: false,
      pending_webhooks: wanting.length,
      request: cause,
      type,
    }
    state.events.set(event.id, event)
    for (const endpoint of wanting) send(event, endpoint)
    return event
  }

  function send(event: SimEvent, endpoint: WebhookEndpoint): void {
    const body = JSON.stringify(event, null, 2)
    outbox.enqueue({
      eventId: event.id,
      type: event.type,
      endpointId: endpoint.id,
      url: endpoint.url,
      body,
      sign: forged => ({
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'stripe-signature': signStripe(
          body,
          forged ? ['whsec_not_the_secret'] : endpoint.secrets,
          clock.seconds(),
        ),
      }),
    })
  }
}
