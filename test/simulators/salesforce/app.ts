import { Hono } from 'hono'
import type { ApiFaults } from '../faults.ts'
import type { RequestLog } from '../request-log.ts'
import type { ApiLimit } from './api-limit.ts'
import { GrantRefused, notFound, Refused } from './error.ts'
import { type AuthorEnv, requireToken, type SimTokens } from './oauth.ts'
import { type Batches, salesforceRoutes } from './routes.ts'
import type { SalesforceWorld } from './state.ts'

export interface SalesforceApp {
  readonly world: SalesforceWorld
  readonly tokens: SimTokens
  readonly faults: ApiFaults
  readonly requests: RequestLog
  readonly apiLimit: ApiLimit
  readonly batches: Batches
  readonly control: Hono
}

/** The whole server: control routes, the token endpoint, then faults, token, limit and the resources. */
export function salesforceApp(parts: SalesforceApp): Hono<AuthorEnv> {
  const { world, tokens, faults, requests, apiLimit, batches, control } = parts
  const { now } = world.clock
  const app = new Hono<AuthorEnv>()
  app.route('/__sim', control)
  app.use('/services/*', requests.middleware(now), faults.gate())
  app.post('/services/oauth2/token', faults.slow(), async c => {
    const called = { now: now(), origin: new URL(c.req.url).origin }
    return c.json(tokens.grant(new URLSearchParams(await c.req.text()), called))
  })
  app.use('/services/data/v66.0/*', requireToken(tokens), apiLimit.middleware(), faults.slow())
  app.route('/services/data/v66.0', salesforceRoutes(world, batches))
  app.notFound(c => c.json(notFound().body, 404))
  app.onError((error, c) => {
    if (error instanceof GrantRefused) return c.json(error.body, 400)
    if (!(error instanceof Refused)) throw error
    return c.json(error.body, error.status)
  })
  return app
}
