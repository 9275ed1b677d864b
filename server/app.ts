import { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import { pairingRoutes, sessionRoutes, signedIn } from './access/api.ts'
import { meRoutes } from './access/me/api.ts'
import { alertRoutes } from './alerts/api.ts'
import { auditRoutes } from './audit/api.ts'
import { backtestRoutes } from './backtests/api.ts'
import type { Deps, HonoEnv } from './deps.ts'
import { gateRoutes } from './gates/api.ts'
import { nativeRuleRoutes } from './native-rules/api.ts'
import { panelRoutes } from './panel/api.ts'
import { identityRoutes } from './panel/identity-api.ts'
import { ownerRoutes } from './panel/owner-api.ts'
import { promiseRoutes } from './panel/promise-api.ts'
import { policyRoutes } from './policies/api.ts'
import { BODY_LIMIT, problem, tooLarge } from './problem.ts'
import { signalRoutes } from './signals/api.ts'
import { webhookRoutes } from './signals/webhooks.ts'
import { slaRoutes } from './sla/api.ts'
import { streamChanges } from './stream.ts'
import { syncRoutes } from './sync/api.ts'
import { validationRoutes } from './validation/api.ts'

/** The whole HTTP face. Routes parse, call one verb, answer. */
export function createApp(deps: Deps) {
  const app = new OpenAPIHono<HonoEnv>()
  app.use(nameRequests(deps.newId('req')))
  app.use('/v1/*', bodyLimit({ maxSize: BODY_LIMIT, onError: tooLarge }))
  app.use(
    '/v1/*',
    cors({ origin: extensionOrigin, allowHeaders: ['authorization', 'content-type'], maxAge: 600 }),
  )
  app.use('/v1/*', logRequests(deps))
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status === 415) {
      const detail = 'Send the content-type application/json'
      return problem(c, 'unsupported-media-type', { title: 'The body has no type this route reads', detail })
    }
    if (error instanceof HTTPException && error.status < 500) {
      return problem(c, 'unreadable-body', { title: 'The body cannot be read', detail: error.message })
    }
    deps.log.error({ err: error, path: c.req.path, requestId: c.get('requestId') }, 'request failed')
    const detail = `Try again; if it stays, look for ${c.get('requestId')} in the server log`
    return problem(c, 'internal', { title: 'Something broke on the server', detail })
  })
  app.notFound(c => problem(c, 'not-found', { title: 'No such address', detail: 'See /openapi.json' }))

  app.get('/healthz', c => c.json({ status: 'ok' }))
  app.get('/readyz', async c => {
    await deps.store.db.selectFrom('members').select('id').limit(1).execute()
    return c.json({ status: 'ready', database: deps.store.kind })
  })
  app.route('/webhooks', webhookRoutes(deps))
  app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Meshline', version: '1' } })

  const api = app.route('/', pairingRoutes(deps))
  api.use('/v1/*', signedIn(deps))
  api.get('/v1/stream', c => streamChanges(deps, c))
  return api
    .route('/', sessionRoutes(deps))
    .route('/', panelRoutes(deps))
    .route('/', meRoutes(deps))
    .route('/', alertRoutes(deps))
    .route('/', gateRoutes(deps))
    .route('/', identityRoutes(deps))
    .route('/', slaRoutes(deps))
    .route('/', ownerRoutes(deps))
    .route('/', promiseRoutes(deps))
    .route('/', syncRoutes(deps))
    .route('/', signalRoutes(deps))
    .route('/', validationRoutes(deps))
    .route('/', policyRoutes(deps))
    .route('/', nativeRuleRoutes(deps))
    .route('/', backtestRoutes(deps))
    .route('/', auditRoutes(deps))
}

/** The routes with their shapes, for the extension's typed client. */
export type Api = ReturnType<typeof createApp>

/**
 * Gives every request an id: one of this start, and a count. It goes into the log and into every problem; an answer
 * without a problem does without.
 */
function nameRequests(start: string): MiddlewareHandler<HonoEnv> {
  let count = 0
  return async (c, next) => {
    count += 1
    c.set('requestId', `${start}-${count}`)
    await next()
  }
}

function extensionOrigin(origin: string): string | null {
  return /^(chrome|moz)-extension:\/\//.test(origin) ? origin : null
}

function logRequests(deps: Deps) {
  return async (c: Parameters<typeof streamChanges>[1], next: () => Promise<void>) => {
    const began = performance.now()
    await next()
    const ms = Math.round(performance.now() - began)
    const { method, path } = c.req
    deps.log.debug({ method, path, status: c.res.status, ms, requestId: c.get('requestId') }, 'request')
  }
}
