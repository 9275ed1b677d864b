import { Hono } from 'hono'
import type { ApiFaults } from '../faults.ts'
import type { RequestLog, SimEnv } from '../request-log.ts'
import { notFound, Refused, unauthorized } from './error.ts'
import type { RateLimit } from './rate-limit.ts'
import { searchObjects } from './search.ts'
import { type HubspotState, type Plural, shown } from './state.ts'

export interface HubspotApp {
  readonly state: HubspotState
  readonly now: () => number
  readonly accessToken: string
  readonly portalId: number
  /** How long a change takes to show in searches, milliseconds. */
  readonly searchLagMs: () => number
  readonly rateLimit: RateLimit
  readonly faults: ApiFaults
  readonly requests: RequestLog
  readonly control: Hono
}

/** The whole API server: control routes, then faults, token, rate limit and the resources. */
export function hubspotApp(parts: HubspotApp): Hono<SimEnv> {
  const { now, accessToken, portalId, rateLimit, faults, requests, control } = parts
  const app = new Hono<SimEnv>()
  app.route('/__sim', control)
  app.use(requests.middleware(now), faults.gate())
  app.use(async (c, next) => {
    if (c.req.header('authorization') !== `Bearer ${accessToken}`) throw unauthorized()
    await next()
  })
  app.use(rateLimit.middleware(now), faults.slow())
  app.get('/account-info/v3/details', c =>
    c.json({ portalId, accountType: 'STANDARD', timeZone: 'Europe/Berlin', uiDomain: 'app-eu1.hubspot.com' }),
  )
  for (const plural of ['contacts', 'companies'] as const) objectRoutes(app, parts, plural)
  app.notFound(() => {
    throw notFound()
  })
  app.onError((error, c) => {
    if (!(error instanceof Refused)) throw error
    return c.json(error.body, error.status, error.headers)
  })
  return app
}

function objectRoutes(app: Hono<SimEnv>, { state, now, searchLagMs }: HubspotApp, plural: Plural): void {
  app.get(`/crm/v3/objects/${plural}/:id`, c => {
    const asked = c.req.param('id')
    const object = state[plural].get(state.merged.get(asked) ?? asked)
    const archived = c.req.query('archived') === 'true'
    if (!object || (object.archivedAt !== null) !== archived) throw notFound()
    return c.json(shown(plural, object, (c.req.query('properties') ?? '').split(',')))
  })
  app.post(`/crm/v3/objects/${plural}/search`, async c => {
    const indexed = now() - searchLagMs()
    const found = state[plural].values().filter(({ updatedAt }) => updatedAt <= indexed)
    return c.json(searchObjects(plural, found, await c.req.json()))
  })
}
