import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { DecisionRequest, type ProblemKind, UndoRequest } from '../../shared/decision.ts'
import type { Permission } from '../../shared/panel.ts'
import { Decision, type Preview } from '../../shared/preview.ts'
import { worstFirst } from '../../shared/verdict.ts'
import { actorOf } from '../access/authenticate.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { explainInvalid } from '../explain-invalid.ts'
import { problem, problemAnswers, reasonNeeded, refusalWords, spoken } from '../problem.ts'
import { decidePreview } from './decide-preview.ts'
import { undoEffect } from './undo-effect.ts'

const decide = createRoute({
  method: 'post',
  path: '/v1/previews/{id}/decisions',
  summary: 'Approve or decline a preview',
  request: {
    params: z.object({ id: z.string() }),
    body: { required: true, content: { 'application/json': { schema: DecisionRequest } } },
  },
  responses: {
    200: {
      description: 'Decided; an approval names its run',
      content: {
        'application/json': { schema: z.object({ decision: Decision, runId: z.string().nullable() }) },
      },
    },
    ...problemAnswers,
  },
})

const undo = createRoute({
  method: 'post',
  path: '/v1/effects/{id}/undo',
  summary: 'Take back a reversible effect',
  request: {
    params: z.object({ id: z.string() }),
    body: { required: true, content: { 'application/json': { schema: UndoRequest } } },
  },
  responses: {
    200: {
      description: 'Under way',
      content: {
        'application/json': { schema: z.object({ state: z.literal('undoing'), runId: z.string() }) },
      },
    },
    ...problemAnswers,
  },
})

export function gateRoutes(deps: Deps) {
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid })
    .openapi(decide, async c => {
      const caller = c.get('caller')
      const order = { previewId: c.req.valid('param').id, request: c.req.valid('json') }
      const outcome = await deps.store.write(actorOf(caller), tx => decidePreview(tx, caller.member, order))
      if (outcome.kind === 'refused') return refusal(c, outcome.permission, outcome.preview)
      if (outcome.kind === 'reason-needed') return reasonNeeded(c)
      if (outcome.kind === 'not-found') return notFound(c, 'preview')
      deps.wake()
      return c.json({ decision: outcome.decision, runId: outcome.runId }, 200)
    })
    .openapi(undo, async c => {
      const caller = c.get('caller')
      const order = { person: caller.member, effectId: c.req.valid('param').id, request: c.req.valid('json') }
      const outcome = await deps.store.write(actorOf(caller), tx => undoEffect(tx, deps.connectors, order))
      if (outcome.kind === 'refused') return refusal(c, outcome.permission, null)
      if (outcome.kind === 'reason-needed') return reasonNeeded(c)
      if (outcome.kind === 'not-found') return notFound(c, 'effect')
      if (outcome.kind === 'not-undoable') {
        const title = { en: 'This cannot be taken back', de: 'Das lässt sich nicht zurücknehmen' }
        return problem(c, 'not-undoable', spoken(c, { title, detail: outcome.why }))
      }
      deps.wake()
      return c.json({ state: 'undoing' as const, runId: outcome.runId }, 200)
    })
}

function notFound(c: Context, what: string) {
  return problem(c, 'not-found', {
    title: `No such ${what}`,
    detail: 'Read the panel again; it may have been replaced',
  })
}

/** Which problem a rule of mayDecide stands for; the first that said no names it. */
const PROBLEM_OF: Readonly<Record<string, ProblemKind>> = {
  'is-person': 'not-allowed',
  'holds-role': 'not-allowed',
  'four-eyes': 'not-allowed',
  'right-record': 'wrong-record',
  'preview-unchanged': 'preview-changed',
  'in-time': 'preview-expired',
  'fresh-context': 'stale-context',
  'stale-accepted': 'stale-context',
}

function refusal(c: Context, { reasons }: Permission & { kind: 'refused' }, preview: Preview | null) {
  const [first] = worstFirst(reasons)
  const kind =
    first?.predicate === 'still-open'
      ? closedKind(preview)
      : (PROBLEM_OF[first?.predicate ?? ''] ?? 'not-allowed')
  const decision = preview?.decision
  return problem(c, kind, {
    ...spoken(c, refusalWords(first)),
    ...(kind === 'already-decided' &&
      decision && {
        decidedBy: { name: decision.person.name, decision: decision.decision, at: decision.at },
      }),
  })
}

function closedKind(preview: Preview | null): ProblemKind {
  if (preview?.decision) return 'already-decided'
  if (preview?.state === 'expired') return 'preview-expired'
  if (preview?.state === 'superseded') return 'preview-changed'
  return preview?.state === 'pending' ? 'stale-context' : 'preview-blocked'
}
