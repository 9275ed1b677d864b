import { Hono } from 'hono'
import type { ApiFaults } from '../faults.ts'
import type { RequestLog, SimEnv } from '../request-log.ts'
import { requireApiKey } from './api-key.ts'
import { Refused } from './error.ts'
import type { IdempotencyKeys } from './idempotency.ts'
import { stripeRoutes } from './routes.ts'
import type { StripeWorld } from './state.ts'
import { API_VERSION } from './webhooks.ts'

export interface StripeApp {
  readonly world: StripeWorld
  readonly apiKey: string
  readonly faults: ApiFaults
  readonly requests: RequestLog
  readonly keys: IdempotencyKeys
  readonly control: Hono
}

/** The whole API server: control routes, then key check, faults, idempotency and the resources. */
export function stripeApp({ world, apiKey, faults, requests, keys, control }: StripeApp): Hono<SimEnv> {
  const { now } = world.clock
  const app = new Hono<SimEnv>()
  app.route('/__sim', control)
  app.use('/v1/*', requests.middleware(now), faults.gate())
  app.use('/v1/*', async (c, next) => {
    c.header('request-id', `req_mesh${String(requests.entries.length).padStart(8, '0')}`)
    c.header('stripe-version', API_VERSION)
    await next()
  })
  app.use('/v1/*', requireApiKey(apiKey), keys.middleware(now), faults.slow())
  app.route('/', stripeRoutes(world))
  app.notFound(c => {
    const message = `Unrecognized request URL (${c.req.method}: ${c.req.path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`
    return c.json({ error: { type: 'invalid_request_error', message } }, 404)
  })
  app.onError((error, c) => {
    if (!(error instanceof Refused)) throw error
    return c.json({ error: error.body }, error.status)
  })
  return app
}
