import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { Leave, LeaveRequest } from '../../../shared/leave.ts'
import type { Localized } from '../../../shared/locale.ts'
import { Presence } from '../../../shared/ownership.ts'
import type { Deps, HonoEnv } from '../../deps.ts'
import { explainInvalid } from '../../explain-invalid.ts'
import { problem, problemAnswers, spoken } from '../../problem.ts'
import { actorOf } from '../authenticate.ts'
import { type CancelOutcome, cancelLeave } from '../cancel-leave.ts'
import { type LeaveOutcome, recordLeave } from '../record-leave.ts'
import { setAvailability } from '../set-availability.ts'
import { leavesOf, presenceOf } from '../store.ts'

const Present = z.object({ presence: Presence })
const presenceAnswer = {
  200: {
    description: 'Whether one takes on new items now; what one has one keeps',
    content: { 'application/json': { schema: Present } },
  },
  ...problemAnswers,
}

const presence = createRoute({
  method: 'get',
  path: '/v1/me/presence',
  summary: 'Whether one takes on new items now',
  responses: presenceAnswer,
})

const setPresence = createRoute({
  method: 'put',
  path: '/v1/me/presence',
  summary: 'Say whether one takes on new items now',
  request: { body: { required: true, content: { 'application/json': { schema: Present } } } },
  responses: presenceAnswer,
})

const Leaves = z.object({ leaves: z.array(Leave) })

const leaves = createRoute({
  method: 'get',
  path: '/v1/me/leaves',
  summary: 'My leaves',
  responses: {
    200: {
      description: 'Those that are not over and were not taken back, the next one first',
      content: { 'application/json': { schema: Leaves } },
    },
    ...problemAnswers,
  },
})

const takeLeave = createRoute({
  method: 'post',
  path: '/v1/me/leaves',
  summary: 'Say when one is not there; what one has goes to whoever is next, from its first moment on',
  request: { body: { required: true, content: { 'application/json': { schema: LeaveRequest } } } },
  responses: {
    201: {
      description: 'Recorded',
      content: { 'application/json': { schema: z.object({ id: z.string() }) } },
    },
    ...problemAnswers,
  },
})

const cancel = createRoute({
  method: 'post',
  path: '/v1/me/leaves/{id}/cancellation',
  summary: 'Take a leave back that is not over; twice is once',
  request: { params: z.object({ id: z.string() }) },
  responses: { 204: { description: 'It counts for nothing any more' }, ...problemAnswers },
})

/** Everybody says of themselves whether they are there; nobody of anybody else. */
export function meRoutes({ store, now, wake }: Deps) {
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid })
    .openapi(presence, async c =>
      c.json({ presence: await presenceOf(store.db, c.get('caller').member.id) }, 200),
    )
    .openapi(setPresence, async c => {
      const caller = c.get('caller')
      const wanted = c.req.valid('json')
      await store.write(actorOf(caller), tx => setAvailability(tx, caller.member.email, wanted))
      wake()
      return c.json(wanted, 200)
    })
    .openapi(leaves, async c =>
      c.json({ leaves: await leavesOf(store.db, c.get('caller').member.id, now()) }, 200),
    )
    .openapi(takeLeave, async c => {
      const caller = c.get('caller')
      const { reason, ...times } = c.req.valid('json')
      const order = { email: caller.member.email, ...times, reason: reason || 'leave' }
      const outcome = await store.write(actorOf(caller), tx => recordLeave(tx, order))
      wake()
      if (outcome.kind === 'recorded') return c.json({ id: outcome.id }, 201)
      return problem(c, 'invalid-request', spoken(c, NOT_RECORDED[outcome.kind]))
    })
    .openapi(cancel, async c => {
      const caller = c.get('caller')
      const order = { leaveId: c.req.valid('param').id, memberId: caller.member.id }
      const outcome = await store.write(actorOf(caller), tx => cancelLeave(tx, order))
      wake()
      if (outcome === 'cancelled') return c.body(null, 204)
      const kind = outcome === 'no-leave' ? 'not-found' : 'invalid-request'
      return problem(c, kind, spoken(c, NOT_CANCELLED[outcome]))
    })
}

type Words = Readonly<Record<'title' | 'detail', Localized>>

const NOT_RECORDED: Readonly<Record<Exclude<LeaveOutcome['kind'], 'recorded'>, Words>> = {
  'no-member': {
    title: { en: 'You are no member any more', de: 'Sie sind kein Mitglied mehr' },
    detail: { en: 'Ask an admin', de: 'Fragen Sie einen Admin' },
  },
  'ends-before-it-starts': {
    title: { en: 'The leave ends before it begins', de: 'Die Abwesenheit endet, bevor sie beginnt' },
    detail: { en: 'Choose a later end', de: 'Wählen Sie ein späteres Ende' },
  },
  'over-already': {
    title: { en: 'That time is over', de: 'Diese Zeit ist vorbei' },
    detail: { en: 'Choose an end that is still to come', de: 'Wählen Sie ein Ende, das noch kommt' },
  },
}

const NOT_CANCELLED: Readonly<Record<Exclude<CancelOutcome, 'cancelled'>, Words>> = {
  'no-leave': {
    title: { en: 'You have no such leave', de: 'Sie haben keine solche Abwesenheit' },
    detail: { en: 'Read the list again', de: 'Lesen Sie die Liste neu' },
  },
  'over-already': {
    title: { en: 'The leave is over', de: 'Die Abwesenheit ist vorbei' },
    detail: { en: 'There is nothing to take back', de: 'Es gibt nichts zurückzunehmen' },
  },
}
