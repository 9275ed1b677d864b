import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Localized } from '../../shared/locale.ts'
import {
  POLICY_AUTHORS,
  PolicyCheck,
  PolicyDocument,
  PolicyKind,
  type PolicyProblem,
  PolicyView,
  problemLine,
} from '../../shared/policy-check.ts'
import { actorOf } from '../access/authenticate.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { explainInvalid } from '../explain-invalid.ts'
import { problem, problemAnswers, spoken } from '../problem.ts'
import { checkPolicy, readDocument } from './check-policy.ts'
import { documentOf } from './kinds.ts'
import { setPolicy } from './set-policy.ts'
import { policyHistory, readPolicy } from './store.ts'

const HISTORY_SHOWN = 50
const PROBLEMS_TOLD = 20

const params = z.object({ kind: PolicyKind })

const show = createRoute({
  method: 'get',
  path: '/v1/policies/{kind}',
  summary: 'The policy that holds, or as it was in an earlier version',
  request: { params, query: z.object({ version: z.coerce.number().int().min(0).optional() }) },
  responses: {
    200: {
      description: 'As its file form says it',
      content: { 'application/json': { schema: PolicyView } },
    },
    ...problemAnswers,
  },
})

const check = createRoute({
  method: 'post',
  path: '/v1/policies/{kind}/check',
  summary: 'What a policy would say, and whether it can be set; sets nothing',
  request: {
    params,
    body: {
      required: true,
      content: { 'application/json': { schema: z.object({ policy: PolicyDocument }) } },
    },
  },
  responses: {
    200: {
      description: 'Without problems it can be set',
      content: { 'application/json': { schema: PolicyCheck } },
    },
    ...problemAnswers,
  },
})

const set = createRoute({
  method: 'post',
  path: '/v1/policies/{kind}',
  summary: 'Make a policy hold from now on',
  request: {
    params,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            policy: PolicyDocument,
            reason: z.string().trim().max(2000, 'keep the reason under 2,000 characters'),
            /** The version it was made from; null to overwrite whatever holds. */
            basedOn: z.int().min(0).nullable(),
          }),
        },
      },
    },
  },
  responses: {
    200: {
      description: 'The version that holds; the same policy again makes none',
      content: {
        'application/json': { schema: z.object({ version: z.int(), changed: z.boolean() }) },
      },
    },
    ...problemAnswers,
  },
})

export function policyRoutes(deps: Deps) {
  const { store } = deps
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid })
    .openapi(show, async c => {
      const { kind } = c.req.valid('param')
      const wanted = c.req.valid('query').version
      const { policy, ...found } = await readPolicy(store.db, kind, wanted)
      if (wanted !== undefined && wanted !== found.version)
        return problem(c, 'not-found', spoken(c, NO_VERSION))
      const versions = await policyHistory(store.db, kind, HISTORY_SHOWN)
      const history = versions.map(({ created_at, ...note }) => ({ ...note, createdAt: created_at }))
      return c.json({ ...found, policy: documentOf(kind, policy), history }, 200)
    })
    .openapi(check, async c => {
      const { kind } = c.req.valid('param')
      const { policy: document } = c.req.valid('json')
      const order = { kind, document, now: deps.now(), canMail: deps.settings.mail !== null }
      return c.json(await checkPolicy(store.db, order), 200)
    })
    .openapi(set, async c => {
      const { kind } = c.req.valid('param')
      const { policy: document, reason, basedOn } = c.req.valid('json')
      if (reason === '') return problem(c, 'reason-needed', spoken(c, REASON_NEEDED))
      const { policy, problems } = readDocument(kind, document)
      if (policy === null) return unfit(c, problems)
      const caller = c.get('caller')
      const change = { kind, policy, author: caller.member, reason, basedOn }
      const outcome = await store.write(actorOf(caller), tx => setPolicy(tx, change))
      if (outcome.kind === 'not-allowed') return problem(c, 'not-allowed', spoken(c, NOT_ALLOWED))
      if (outcome.kind === 'conflict') return problem(c, 'policy-changed', spoken(c, CHANGED))
      if (outcome.kind === 'unfit') return unfit(c, outcome.problems)
      deps.wake()
      return c.json({ version: outcome.version, changed: outcome.kind === 'set' }, 200)
    })
}

function unfit(c: Context, problems: readonly PolicyProblem[]) {
  const lines = problems.slice(0, PROBLEMS_TOLD).map(problemLine)
  const more = problems.length - lines.length
  const detail = [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
  return problem(c, 'policy-unfit', { title: spoken(c, UNFIT).title, detail })
}

type Words = Readonly<Record<'title' | 'detail', Localized>>

const NO_VERSION: Words = {
  title: { en: 'No such version', de: 'Keine solche Version' },
  detail: {
    en: 'Read the policy without a version; its history lists those there are',
    de: 'Lesen Sie die Richtlinie ohne Version; ihr Verlauf nennt die vorhandenen',
  },
}

const REASON_NEEDED: Words = {
  title: { en: 'A reason is needed', de: 'Ein Grund fehlt' },
  detail: {
    en: 'Say in a few words why the policy changes',
    de: 'Sagen Sie in wenigen Worten, warum sich die Richtlinie ändert',
  },
}

const NOT_ALLOWED: Words = {
  title: { en: 'You may not write policies', de: 'Sie dürfen keine Richtlinien schreiben' },
  detail: {
    en: `Needed: role ${POLICY_AUTHORS.join(' or ')}; ask an admin, and nothing you wrote is lost`,
    de: `Nötig: Rolle ${POLICY_AUTHORS.join(' oder ')}; fragen Sie einen Admin, Ihr Entwurf bleibt erhalten`,
  },
}

const CHANGED: Words = {
  title: { en: 'Somebody set another version meanwhile', de: 'Inzwischen wurde eine andere Version gesetzt' },
  detail: {
    en: 'Compare it with yours, then save again based on it',
    de: 'Vergleichen Sie sie mit Ihrer und speichern Sie darauf aufbauend erneut',
  },
}

const UNFIT: Words = {
  title: { en: 'The policy cannot be set as it is', de: 'So kann die Richtlinie nicht gesetzt werden' },
  detail: { en: '', de: '' },
}
