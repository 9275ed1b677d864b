import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { Member } from '../../shared/member.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { explainInvalid } from '../explain-invalid.ts'
import { problem, problemAnswers } from '../problem.ts'
import { actorOf, authenticate } from './authenticate.ts'
import { pairDevice } from './pair-device.ts'
import { revokeSession } from './revoke-session.ts'
import { sessionsOf } from './store.ts'

/** Lets only signed-in members through. */
export function signedIn(deps: Deps): MiddlewareHandler<HonoEnv> {
  return async (c, next) => {
    const identity = { store: deps.store, secretKey: deps.settings.secretKey, now: deps.now }
    const caller = await authenticate(identity, c.req.header('authorization'))
    if (!caller) {
      const detail = 'Pair this browser again with a code from `meshline member add`'
      return problem(c, 'signed-out', { title: 'You are signed out', detail })
    }
    c.set('caller', caller)
    return next()
  }
}

const pair = createRoute({
  method: 'post',
  path: '/v1/session',
  summary: 'Exchange a pairing code for a session',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ code: z.string().min(1).max(40), device: z.string().trim().min(1).max(120) }),
        },
      },
    },
  },
  responses: {
    201: {
      description: 'The token; it is not shown again',
      content: { 'application/json': { schema: z.object({ token: z.string(), member: Member }) } },
    },
    ...problemAnswers,
  },
})

/** The one route of /v1 that needs no session: it makes one. */
export function pairingRoutes(deps: Deps) {
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid }).openapi(pair, async c => {
    const order = c.req.valid('json')
    const actor = { kind: 'job' as const, name: 'pairing' }
    const pairing = await deps.store.write(actor, tx => pairDevice(tx, order, deps.settings.secretKey))
    if (pairing.kind === 'failed') {
      const detail = 'Ask for a new code (meshline member add); each works once, for 15 minutes'
      return problem(c, 'pairing-failed', { title: 'This pairing code does not work', detail })
    }
    return c.json({ token: pairing.token, member: pairing.member }, 201)
  })
}

const who = createRoute({
  method: 'get',
  path: '/v1/session',
  summary: 'Who is signed in',
  responses: {
    200: {
      description: 'The member and the server clock (epoch milliseconds)',
      content: { 'application/json': { schema: z.object({ member: Member, serverTime: z.int() }) } },
    },
    ...problemAnswers,
  },
})

const signOut = createRoute({
  method: 'delete',
  path: '/v1/session',
  summary: 'Sign out',
  responses: { 204: { description: 'Signed out' }, ...problemAnswers },
})

const Session = z.object({
  id: z.string(),
  device: z.string(),
  createdAt: z.int(),
  lastSeenAt: z.int(),
  current: z.boolean(),
})

const list = createRoute({
  method: 'get',
  path: '/v1/sessions',
  summary: 'My sessions',
  responses: {
    200: {
      description: 'Sessions that are not revoked, newest first',
      content: { 'application/json': { schema: z.object({ sessions: z.array(Session) }) } },
    },
    ...problemAnswers,
  },
})

const revoke = createRoute({
  method: 'delete',
  path: '/v1/sessions/{id}',
  summary: 'Revoke one of my sessions',
  request: { params: z.object({ id: z.string() }) },
  responses: { 204: { description: 'Revoked' }, ...problemAnswers },
})

export function sessionRoutes(deps: Deps) {
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid })
    .openapi(who, c => c.json({ member: c.get('caller').member, serverTime: deps.now() }, 200))
    .openapi(signOut, async c => {
      const caller = c.get('caller')
      await deps.store.write(actorOf(caller), tx =>
        revokeSession(tx, { id: caller.sessionId, memberId: caller.member.id }),
      )
      return c.body(null, 204)
    })
    .openapi(list, async c => {
      const { member, sessionId } = c.get('caller')
      const rows = await sessionsOf(deps.store.db, member.id)
      const sessions = rows.map(row => ({
        id: row.id,
        device: row.device,
        createdAt: row.created_at,
        lastSeenAt: row.last_seen_at,
        current: row.id === sessionId,
      }))
      return c.json({ sessions }, 200)
    })
    .openapi(revoke, async c => {
      const caller = c.get('caller')
      const order = { id: c.req.valid('param').id, memberId: caller.member.id }
      const ended = await deps.store.write(actorOf(caller), tx => revokeSession(tx, order))
      if (ended) return c.body(null, 204)
      return problem(c, 'not-found', {
        title: 'You have no such session',
        detail: 'List your sessions and choose one',
      })
    })
}
