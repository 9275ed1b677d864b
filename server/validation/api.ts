import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Localized } from '../../shared/locale.ts'
import { SIGNERS, type SigningRefusal } from '../../shared/may-sign.ts'
import { Validation } from '../../shared/validation.ts'
import { actorOf } from '../access/authenticate.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { explainInvalid } from '../explain-invalid.ts'
import { onlyViews, problem, problemAnswers, spoken } from '../problem.ts'
import { signValidation } from './sign-validation.ts'
import { startValidation } from './start-validation.ts'
import { findValidation, listValidations } from './store.ts'

const SHOWN = 20

const oneValidation = {
  content: { 'application/json': { schema: z.object({ validation: Validation }) } },
}

const list = createRoute({
  method: 'get',
  path: '/v1/validations',
  summary: 'How right the context records were, newest sample first',
  responses: {
    200: {
      description: `At most ${SHOWN}`,
      content: { 'application/json': { schema: z.object({ validations: z.array(Validation) }) } },
    },
    ...problemAnswers,
  },
})

const start = createRoute({
  method: 'post',
  path: '/v1/validations',
  summary: 'Compare a random sample of context records with their sources',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ sample: z.int().min(1).max(500) }) } },
    },
  },
  responses: { 202: { description: 'Under way', ...oneValidation }, ...problemAnswers },
})

const sign = createRoute({
  method: 'post',
  path: '/v1/validations/{id}/signature',
  summary: 'Sign what a validation found',
  request: {
    params: z.object({ id: z.string() }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ note: z.string().trim().max(2000, 'keep the note under 2,000 characters') }),
        },
      },
    },
  },
  responses: { 200: { description: 'Signed', ...oneValidation }, ...problemAnswers },
})

export function validationRoutes(deps: Deps) {
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid })
    .openapi(list, async c => c.json({ validations: await listValidations(deps.store.db, SHOWN) }, 200))
    .openapi(start, async c => {
      const caller = c.get('caller')
      const order = { actor: actorOf(caller), member: caller.member, ...c.req.valid('json') }
      const outcome = await startValidation(deps, order)
      if (outcome.kind === 'not-allowed') return problem(c, 'not-allowed', spoken(c, ONLY_VIEWS))
      deps.wake()
      const validation = await findValidation(deps.store.db, outcome.id)
      return validation ? c.json({ validation }, 202) : notFound(c)
    })
    .openapi(sign, async c => {
      const caller = c.get('caller')
      const signature = { id: c.req.valid('param').id, person: caller.member, ...c.req.valid('json') }
      const outcome = await deps.store.write(actorOf(caller), tx => signValidation(tx, signature))
      if (outcome.kind === 'refused') return problem(c, outcome.why, spoken(c, REFUSED[outcome.why]))
      const validation = await findValidation(deps.store.db, signature.id)
      return validation ? c.json({ validation }, 200) : notFound(c)
    })
}

type Words = Readonly<Record<'title' | 'detail', Localized>>

const ONLY_VIEWS = onlyViews({ en: 'start a validation', de: 'eine Prüfung starten' })

const REFUSED: Readonly<Record<SigningRefusal, Words>> = {
  'not-allowed': {
    title: { en: 'You may not sign this', de: 'Sie dürfen das nicht unterschreiben' },
    detail: {
      en: `Needed: role ${SIGNERS.join(' or ')}`,
      de: `Nötig: Rolle ${SIGNERS.join(' oder ')}`,
    },
  },
  'not-finished': {
    title: { en: 'The validation is still running', de: 'Die Prüfung läuft noch' },
    detail: { en: 'Sign once it is finished', de: 'Unterschreiben Sie, sobald sie fertig ist' },
  },
  'already-signed': {
    title: { en: 'Somebody has signed this already', de: 'Das hat schon jemand unterschrieben' },
    detail: {
      en: 'A signature stands for ever; start another validation to sign again',
      de: 'Eine Unterschrift bleibt; starten Sie eine neue Prüfung, um wieder zu unterschreiben',
    },
  },
}

function notFound(c: Context) {
  const detail = 'Read the list again; see GET /v1/validations'
  return problem(c, 'not-found', { title: 'No such validation', detail })
}
