import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Localized } from '../../shared/locale.ts'
import { QuietHours } from '../../shared/quiet-hours.ts'
import { actorOf } from '../access/authenticate.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { explainInvalid } from '../explain-invalid.ts'
import { problem, problemAnswers, spoken } from '../problem.ts'
import { acknowledgeAlert } from './acknowledge-alert.ts'
import { setQuietHours } from './set-quiet-hours.ts'
import { type Snooze, snoozeAlert } from './snooze-alert.ts'
import { readQuietHours } from './store.ts'

const params = z.object({ clockId: z.string() })

const acknowledge = createRoute({
  method: 'post',
  path: '/v1/alerts/{clockId}/acknowledgement',
  summary: 'Say that one has seen an alert',
  request: { params },
  responses: {
    200: {
      description: 'Seen; of several times the first',
      content: {
        'application/json': {
          schema: z.object({ acknowledged: z.object({ by: z.string(), at: z.int() }) }),
        },
      },
    },
    ...problemAnswers,
  },
})

const SnoozeRequest = z.object({ until: z.int(), reason: z.string().trim().min(1).max(500) })

const snooze = createRoute({
  method: 'post',
  path: '/v1/alerts/{clockId}/snooze',
  summary: 'Put an alert off for oneself; the clock goes on',
  request: {
    params,
    body: { required: true, content: { 'application/json': { schema: SnoozeRequest } } },
  },
  responses: {
    200: {
      description: 'Put off until then, or until it is missed',
      content: { 'application/json': { schema: z.object({ snoozedUntil: z.int() }) } },
    },
    ...problemAnswers,
  },
})

const Hours = z.object({ quietHours: QuietHours.nullable() })
const hoursAnswer = {
  200: {
    description: 'When one is not to be disturbed; null for never',
    content: { 'application/json': { schema: Hours } },
  },
  ...problemAnswers,
}

const hours = createRoute({
  method: 'get',
  path: '/v1/me/quiet-hours',
  summary: 'When one is not to be disturbed',
  responses: hoursAnswer,
})

const setHours = createRoute({
  method: 'put',
  path: '/v1/me/quiet-hours',
  summary: 'Set when one is not to be disturbed',
  request: { body: { required: true, content: { 'application/json': { schema: Hours } } } },
  responses: hoursAnswer,
})

/** Everybody may see every clock that runs, so everybody may say of each that they have seen it. */
export function alertRoutes({ store }: Deps) {
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid })
    .openapi(acknowledge, async c => {
      const { clockId } = c.req.valid('param')
      const { member } = c.get('caller')
      const acknowledged = await store.write(actorOf(c.get('caller')), tx =>
        acknowledgeAlert(tx, { clockId, member }),
      )
      return acknowledged ? c.json({ acknowledged }, 200) : refused(c, 'not-found')
    })
    .openapi(snooze, async c => {
      const { until, reason } = c.req.valid('json')
      const order = { clockId: c.req.valid('param').clockId, member: c.get('caller').member, until, reason }
      const outcome = await store.write(actorOf(c.get('caller')), tx => snoozeAlert(tx, order))
      return outcome === 'snoozed' ? c.json({ snoozedUntil: until }, 200) : refused(c, outcome)
    })
    .openapi(hours, async c =>
      c.json({ quietHours: await readQuietHours(store.db, c.get('caller').member.id) }, 200),
    )
    .openapi(setHours, async c => {
      const { quietHours } = c.req.valid('json')
      const { member } = c.get('caller')
      await store.write(actorOf(c.get('caller')), tx => setQuietHours(tx, { member, hours: quietHours }))
      return c.json({ quietHours }, 200)
    })
}

type Words = Readonly<Record<'title' | 'detail', Localized>>

const REFUSED: Readonly<Record<Exclude<Snooze, 'snoozed'>, Words>> = {
  'not-found': {
    title: { en: 'No such clock runs', de: 'Eine solche Uhr läuft nicht' },
    detail: { en: 'It has stopped; read the list again', de: 'Sie steht still; lesen Sie die Liste neu' },
  },
  missed: {
    title: { en: 'It is missed already', de: 'Die Frist ist schon verpasst' },
    detail: {
      en: 'What is missed cannot be put off; acknowledge it instead',
      de: 'Was verpasst ist, lässt sich nicht aufschieben; bestätigen Sie es stattdessen',
    },
  },
  past: {
    title: { en: 'That time is over', de: 'Diese Zeit ist vorbei' },
    detail: { en: 'Choose a later one', de: 'Wählen Sie eine spätere' },
  },
  'too-long': {
    title: { en: 'That is too far ahead', de: 'Das ist zu weit weg' },
    detail: {
      en: 'An alert can be put off for 7 days at most',
      de: 'Ein Alarm lässt sich höchstens 7 Tage aufschieben',
    },
  },
}

function refused(c: Context, why: Exclude<Snooze, 'snoozed'>) {
  return problem(c, why === 'not-found' ? 'not-found' : 'invalid-request', spoken(c, REFUSED[why]))
}
