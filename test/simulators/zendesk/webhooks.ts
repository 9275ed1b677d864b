import type { SimClock } from '../clock.ts'
import { Serial, ulidOf, uuidOf } from '../serial.ts'
import type { RetryAfter, WebhookOutbox } from '../webhook-outbox.ts'
import { signZendesk } from './signature.ts'
import type { Actor, TicketEvent, ZendeskState } from './state.ts'
import { ACCOUNT_ID, isoSeconds, type SimTicket } from './ticket.ts'
import { envelopeOf } from './ticket-event.ts'
import { renderTemplate } from './trigger-template.ts'

/** A webhook that is subscribed to events, or one that a trigger calls with its own JSON at every write. */
export type ZendeskWebhook = { readonly id: string; readonly url: string; secret: string } & (
  | {
      readonly kind: 'events' /** Full type names; empty means every ticket event. */
      readonly types: readonly string[]
    }
  | { readonly kind: 'trigger' /** JSON text with `{{placeholders}}`. */; readonly template: string }
)

export interface ZendeskSender {
  readonly state: ZendeskState
  readonly clock: SimClock
  readonly outbox: WebhookOutbox
  readonly webhooks: readonly ZendeskWebhook[]
}

/** Fans one write out: an envelope for each event and subscription, one call for each trigger. */
export function sender({ state, clock, outbox, webhooks }: ZendeskSender) {
  const serial = new Serial()
  return (ticket: SimTicket, events: readonly TicketEvent[], actor: Actor): void => {
    const sequence = ulidOf(serial.number())
    const envelopes = events.map((event, index) =>
      envelopeOf(ticket, event, {
        id: uuidOf(serial.number()),
        sequence,
        position: index + 1,
        actor,
        time: clock.now(),
      }),
    )
    for (const webhook of webhooks) {
      if (webhook.kind === 'trigger') {
        send(
          webhook,
          `trigger-${sequence}`,
          'trigger',
          renderTemplate(webhook.template, state, ticket, actor),
        )
        continue
      }
      const wanted = envelopes.filter(
        ({ type }) => webhook.types.length === 0 || webhook.types.includes(type),
      )
      for (const envelope of wanted) send(webhook, envelope.id, envelope.type, JSON.stringify(envelope))
    }
  }

  function send(webhook: ZendeskWebhook, eventId: string, type: string, body: string): void {
    const invocation = ulidOf(serial.number())
    const sign = (forged: boolean) => {
      const timestamp = isoSeconds(clock.now())
      return {
        'user-agent': 'Zendesk Webhook',
        'x-zendesk-account-id': String(ACCOUNT_ID),
        'x-zendesk-webhook-id': webhook.id,
        'x-zendesk-webhook-invocation-id': invocation,
        'x-zendesk-webhook-signature': signZendesk(
          body,
          forged ? 'not-the-secret' : webhook.secret,
          timestamp,
        ),
        'x-zendesk-webhook-signature-timestamp': timestamp,
      }
    }
    outbox.enqueue({ eventId, type, endpointId: webhook.id, url: webhook.url, body, sign })
  }
}

const RETRIES = { conflict: 3, timeout: 5 }
const LONGEST_WAIT_SECONDS = 60

/**
 * Zendesk tries again after 409 (3 times), a timeout (5 times), and 429 or 503 that ask to wait less than a minute.
 * Everything else, a refused connection too, is lost for good. `unitMs` stands for one second of waiting.
 */
export function zendeskRetries(unitMs: number): RetryAfter {
  return ({ result }, attempts, headers) => {
    if (result === 409) return attempts <= RETRIES.conflict ? unitMs : null
    if (result === 'timeout') return attempts <= RETRIES.timeout ? unitMs : null
    if (result !== 429 && result !== 503) return null
    const seconds = Number(headers?.get('retry-after') ?? Number.NaN)
    return seconds < LONGEST_WAIT_SECONDS && attempts <= RETRIES.conflict ? seconds * unitMs : null
  }
}
