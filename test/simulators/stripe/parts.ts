import { SimClock } from '../clock.ts'
import { ApiFaults } from '../faults.ts'
import { RequestLog } from '../request-log.ts'
import { WebhookOutbox } from '../webhook-outbox.ts'
import { answerOfStatus } from './error.ts'
import { IdempotencyKeys } from './idempotency.ts'
import { StripeState, type StripeWorld } from './state.ts'
import { emitter, type WebhookEndpoint } from './webhooks.ts'

export interface StripeOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** 0, the default, takes a free one. */
  readonly port?: number
  readonly apiKey?: string
  /** Real milliseconds between attempts of a webhook; its length is the number of retries. */
  readonly backoffMs?: readonly number[]
}

const WEBHOOK_TIMEOUT_MS = 10_000

export type Parts = ReturnType<typeof makeParts>

export function makeParts(options: StripeOptions) {
  const clock = new SimClock(options.now)
  const state = new StripeState()
  const endpoints: WebhookEndpoint[] = []
  const backoff = options.backoffMs ?? [50, 200, 800]
  const webhooks = new WebhookOutbox({
    now: clock.now,
    timeoutMs: WEBHOOK_TIMEOUT_MS,
    retryAfter: (_attempt, attempts) => backoff[attempts - 1] ?? null,
  })
  const world: StripeWorld = { state, clock, emit: emitter({ state, clock, outbox: webhooks, endpoints }) }
  const apiKey = options.apiKey ?? 'sk_test_meshline_simulator'
  return {
    world,
    endpoints,
    webhooks,
    apiKey,
    faults: new ApiFaults(answerOfStatus),
    requests: new RequestLog(),
    keys: new IdempotencyKeys(),
  }
}
