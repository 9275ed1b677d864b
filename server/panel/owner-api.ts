import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Localized } from '../../shared/locale.ts'
import { Assignable, AssignRequest, CorrectOwnerRequest } from '../../shared/owner-decision.ts'
import { Ownership } from '../../shared/ownership.ts'
import { actorOf } from '../access/authenticate.ts'
import { listMembers } from '../access/store.ts'
import { VendorUnavailable } from '../connectors/connector.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { explainInvalid } from '../explain-invalid.ts'
import { correctOwner } from '../ownership/correct-owner.ts'
import { type SuggestedAssignment, suggestAssignment } from '../playbooks/routing-suggestion.ts'
import { problem, problemAnswers, reasonNeeded, refused, spoken } from '../problem.ts'
import { assignSuggested } from './assign-suggested.ts'

const params = z.object({ id: z.string() })

const people = createRoute({
  method: 'get',
  path: '/v1/people',
  summary: 'Who may be given an item',
  responses: {
    200: {
      description: 'Active members with a role, by name',
      content: { 'application/json': { schema: z.object({ people: z.array(Assignable) }) } },
    },
    ...problemAnswers,
  },
})

const assign = createRoute({
  method: 'post',
  path: '/v1/items/{id}/assignment',
  summary: 'Set the suggested owner in the tool the record is in',
  request: {
    params,
    body: { required: true, content: { 'application/json': { schema: AssignRequest } } },
  },
  responses: {
    202: {
      description: 'Under way, as a run; null where it lies there already',
      content: { 'application/json': { schema: z.object({ runId: z.string().nullable() }) } },
    },
    ...problemAnswers,
  },
})

const correct = createRoute({
  method: 'post',
  path: '/v1/items/{id}/owner',
  summary: 'Say who should have an item instead',
  request: {
    params,
    body: { required: true, content: { 'application/json': { schema: CorrectOwnerRequest } } },
  },
  responses: {
    200: {
      description: 'Theirs now',
      content: { 'application/json': { schema: z.object({ ownership: Ownership }) } },
    },
    ...problemAnswers,
  },
})

export function ownerRoutes(deps: Deps) {
  const { store, connectors } = deps
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid })
    .openapi(people, async c => {
      const members = await listMembers(store.db)
      const assignable = members.filter(
        ({ active, roles }) => active && roles.some(role => role !== 'viewer'),
      )
      return c.json({ people: assignable.map(({ id, name, roles }) => ({ id, name, roles })) }, 200)
    })
    .openapi(assign, async c => {
      const caller = c.get('caller')
      const itemId = c.req.valid('param').id
      const { record } = c.req.valid('json')
      const planned = await planOrProblem(c, () => suggestAssignment(store.db, connectors, itemId))
      if (planned instanceof Response) return planned
      if (planned.kind === 'nothing-to-do') return c.json({ runId: null }, 202)
      if (planned.kind !== 'planned') return unplanned(c, planned)
      const order = { itemId, record, person: caller.member, planned }
      const outcome = await store.write(actorOf(caller), tx => assignSuggested(tx, connectors, order))
      if (outcome.kind === 'refused') return refused(c, outcome.permission)
      if (outcome.kind !== 'decided') return problem(c, 'not-assignable', spoken(c, UNDER_WAY))
      deps.wake()
      return c.json({ runId: outcome.runId }, 202)
    })
    .openapi(correct, async c => {
      const caller = c.get('caller')
      const order = { itemId: c.req.valid('param').id, person: caller.member, request: c.req.valid('json') }
      const outcome = await store.write(actorOf(caller), tx => correctOwner(tx, order))
      if (outcome.kind === 'refused') return refused(c, outcome.permission)
      if (outcome.kind === 'reason-needed') return reasonNeeded(c)
      if (outcome.kind === 'not-found') return notFound(c)
      if (outcome.kind === 'nobody-to-give-to') return problem(c, 'not-assignable', spoken(c, NOBODY))
      return c.json({ ownership: outcome.ownership }, 200)
    })
}

async function planOrProblem(c: Context, plan: () => Promise<SuggestedAssignment>) {
  try {
    return await plan()
  } catch (error) {
    if (!(error instanceof VendorUnavailable)) throw error
    const detail = 'Nothing was changed; try again in a minute'
    return problem(c, 'vendor-unavailable', { title: error.message, detail })
  }
}

function unplanned(c: Context, planned: Exclude<SuggestedAssignment, { kind: 'planned' | 'nothing-to-do' }>) {
  if (planned.kind === 'not-found') return notFound(c)
  if (planned.kind === 'impossible') {
    const title = { en: 'It cannot be assigned so', de: 'So lässt es sich nicht zuweisen' }
    return problem(c, 'not-assignable', spoken(c, { title, detail: planned.why }))
  }
  return problem(c, 'not-assignable', {
    title: `Meshline cannot assign records in ${planned.vendor}`,
    detail: `Assign it in ${planned.vendor} itself`,
  })
}

function notFound(c: Context) {
  return problem(c, 'not-found', { title: 'No such item', detail: 'Read the panel again' })
}

type Words = Readonly<Record<'title' | 'detail', Localized>>

const UNDER_WAY: Words = {
  title: { en: 'It is being assigned already', de: 'Es wird schon zugewiesen' },
  detail: { en: 'Look at the runs below', de: 'Sehen Sie bei den Läufen nach' },
}

const NOBODY: Words = {
  title: { en: 'They cannot be given this', de: 'Das lässt sich dieser Person nicht geben' },
  detail: {
    en: 'Choose somebody who is a member and does not have it already',
    de: 'Wählen Sie jemanden, der Mitglied ist und es nicht schon hat',
  },
}
