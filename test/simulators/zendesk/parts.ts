import { SimClock } from '../clock.ts'
import { ApiFaults } from '../faults.ts'
import { RequestLog } from '../request-log.ts'
import { WebhookOutbox } from '../webhook-outbox.ts'
import { answerOfStatus } from './error.ts'
import { LiveTickets } from './live-tickets.ts'
import { RateLimit } from './rate-limit.ts'
import { ZendeskState, type ZendeskWorld } from './state.ts'
import { sender, type ZendeskWebhook, zendeskRetries } from './webhooks.ts'

export interface ZendeskOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** 0, the default, takes a free one. */
  readonly apiPort?: number
  readonly pagesPort?: number
  /** The integration user's address, with which Meshline signs in. */
  readonly email?: string
  readonly apiToken?: string
  /** Who is signed in on the pages. */
  readonly agentId?: number
  /** Real milliseconds that stand for one second of a webhook's wait before its next attempt. */
  readonly secondMs?: number
}

const WEBHOOK_TIMEOUT_MS = 12_000
export const PER_MINUTE = 700
export const EXPORTS_PER_MINUTE = 10

export type Parts = ReturnType<typeof makeParts>

export function makeParts(options: ZendeskOptions) {
  const clock = new SimClock(options.now)
  const state = new ZendeskState()
  const webhooks: ZendeskWebhook[] = []
  const outbox = new WebhookOutbox({
    now: clock.now,
    timeoutMs: WEBHOOK_TIMEOUT_MS,
    retryAfter: zendeskRetries(options.secondMs ?? 50),
  })
  const live = new LiveTickets()
  const send = sender({ state, clock, outbox, webhooks })
  const tell: ZendeskWorld['tell'] = (ticket, events, actor) => {
    live.changed(ticket.id)
    send(ticket, events, actor)
  }
  return {
    world: { state, clock, tell } satisfies ZendeskWorld,
    webhooks,
    outbox,
    live,
    email: options.email ?? 'meshline@acme-support.example',
    apiToken: options.apiToken ?? 'zendesk-simulator-token',
    agentId: options.agentId ?? 900_201,
    faults: new ApiFaults(answerOfStatus),
    requests: new RequestLog(),
    rateLimit: new RateLimit(PER_MINUTE),
    exportLimit: new RateLimit(EXPORTS_PER_MINUTE),
  }
}
