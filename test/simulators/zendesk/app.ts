import { Hono } from 'hono'
import type { ApiFaults } from '../faults.ts'
import type { RequestLog } from '../request-log.ts'
import { type ActorEnv, requireToken } from './credentials.ts'
import { Refused } from './error.ts'
import type { RateLimit } from './rate-limit.ts'
import { zendeskRoutes } from './routes.ts'
import type { ZendeskWorld } from './state.ts'
import type { ZendeskWebhook } from './webhooks.ts'

export interface ZendeskApp {
  readonly world: ZendeskWorld
  readonly apiToken: string
  readonly faults: ApiFaults
  readonly requests: RequestLog
  readonly rateLimit: RateLimit
  /** Of incremental exports, beside the account's. */
  readonly exportLimit: RateLimit
  readonly webhooks: readonly ZendeskWebhook[]
  readonly control: Hono
}

/** The whole API server: control routes, then faults, rate limit, credentials and the resources. */
export function zendeskApp({
  world,
  apiToken,
  faults,
  requests,
  rateLimit,
  exportLimit,
  webhooks,
  control,
}: ZendeskApp): Hono<ActorEnv> {
  const { now } = world.clock
  const app = new Hono<ActorEnv>({ getPath: withoutSuffix })
  app.route('/__sim', control)
  app.use('/api/v2/*', requests.middleware(now), faults.gate(), rateLimit.middleware(now))
  app.use('/api/v2/incremental/*', exportLimit.silently(now))
  app.use('/api/v2/*', requireToken(world.state, apiToken), faults.slow())
  app.route('/api/v2', zendeskRoutes(world, webhooks))
  app.notFound(c => c.json({ error: { title: 'Not Found', message: 'No such route' } }, 404))
  app.onError((error, c) => {
    if (!(error instanceof Refused)) throw error
    return c.json(error.body, error.status, error.headers)
  })
  return app
}

/** Every address of the API may end in `.json`. */
function withoutSuffix(request: Request): string {
  return new URL(request.url).pathname.replace(/\.json$/, '')
}
