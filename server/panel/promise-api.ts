import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Localized } from '../../shared/locale.ts'
import { PromiseRequest } from '../../shared/promise.ts'
import { actorOf } from '../access/authenticate.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { explainInvalid } from '../explain-invalid.ts'
import { problem, problemAnswers, refused, spoken } from '../problem.ts'
import { type PromiseOutcome, promiseUpdate } from '../sla/promise-update.ts'

const promise = createRoute({
  method: 'post',
  path: '/v1/items/{id}/promise',
  summary: 'Say by when the customer hears again',
  request: {
    params: z.object({ id: z.string() }),
    body: { required: true, content: { 'application/json': { schema: PromiseRequest } } },
  },
  responses: {
    200: {
      description: 'A clock runs until the next public reply',
      content: { 'application/json': { schema: z.object({ until: z.int() }) } },
    },
    ...problemAnswers,
  },
})

export function promiseRoutes({ store, wake }: Deps) {
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid }).openapi(promise, async c => {
    const caller = c.get('caller')
    const request = c.req.valid('json')
    const order = { itemId: c.req.valid('param').id, person: caller.member, request }
    const outcome = await store.write(actorOf(caller), tx => promiseUpdate(tx, order))
    if (outcome.kind === 'refused') return refused(c, outcome.permission)
    if (outcome.kind === 'not-found') {
      return problem(c, 'not-found', { title: 'No such item', detail: 'Read the panel again' })
    }
    if (outcome.kind !== 'promised') return unfit(c, outcome.kind)
    wake()
    return c.json({ until: request.until }, 200)
  })
}

type Unfit = Exclude<PromiseOutcome['kind'], 'promised' | 'refused' | 'not-found'>

const UNFIT: Readonly<Record<Unfit, Readonly<Record<'title' | 'detail', Localized>>>> = {
  past: {
    title: { en: 'That time is over', de: 'Diese Zeit ist vorbei' },
    detail: { en: 'Promise a later one', de: 'Versprechen Sie eine spätere' },
  },
  'too-far': {
    title: { en: 'That is too far ahead', de: 'Das ist zu weit weg' },
    detail: { en: 'Promise 90 days at most', de: 'Versprechen Sie höchstens 90 Tage' },
  },
}

function unfit(c: Context, kind: Unfit) {
  return problem(c, 'invalid-request', spoken(c, UNFIT[kind]))
}
