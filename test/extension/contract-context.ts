import { Hono } from 'hono'
import type { ProblemKind } from '../../shared/decision.ts'
import { AnswerRequest, type IdentityAnswer, UndoAnswerRequest } from '../../shared/identity-question.ts'
import type { KnownPanel, Panel, SourceState } from '../../shared/panel.ts'
import type { SlaReport } from '../../shared/sla-report.ts'
import { nameKey } from '../../shared/source-record.ts'
import type { Validation } from '../../shared/validation.ts'
import { MEMBER, refusal } from './contract-words.ts'

const QUIET_REPORT: SlaReport = {
  from: 0,
  until: 0,
  misses: 0,
  lateness: null,
  recomputed: null,
  latePauses: [],
  habits: [],
}

/** What a test puts into the routes about identity, sources and accuracy. */
export function createContextControl() {
  return {
    sources: [] as SourceState[],
    validations: [] as Validation[],
    slaReport: QUIET_REPORT,
    refuseAnswer: null as null | { kind: ProblemKind; status: 403 | 409 | 422; answered?: IdentityAnswer },
    refuseDashboard: null as null | { kind: ProblemKind; status: 403 | 409 },
  }
}

interface World {
  control: ReturnType<typeof createContextControl>
  panels: Map<string, Panel>
}

const PERSON = { id: MEMBER.id, name: MEMBER.name }

export function contextRoutes({ control, panels }: World) {
  const change = (id: string, to: (panel: KnownPanel) => Partial<KnownPanel>) => {
    const panel = panels.get(id)
    if (panel?.kind === 'known') panels.set(id, { ...panel, ...to(panel), readAt: Date.now() })
  }
  const answered = (questionId: string, answer: IdentityAnswer) => (panel: KnownPanel) => ({
    identityQuestions: panel.identityQuestions.filter(({ id }) => id !== questionId),
    identityAnswers: [answer, ...panel.identityAnswers],
  })
  return new Hono()
    .post('/v1/identity/questions/:id/answers', async c => {
      const { record, chosen, reason } = AnswerRequest.parse(await c.req.json())
      const panel = panels.get(record.id)
      const question =
        panel?.kind === 'known' && panel.identityQuestions.find(({ id }) => id === c.req.param('id'))
      if (!question) return refusal('not-found', 404)
      if (control.refuseAnswer) {
        const { kind, status, answered: first } = control.refuseAnswer
        if (first) change(record.id, answered(question.id, first))
        return refusal(kind, status)
      }
      const choice = question.choices.find(entry => chosen && nameKey(entry.record) === nameKey(chosen))
      const answer: IdentityAnswer = {
        id: `ans_${question.id}`,
        subject: question.subject,
        chosen,
        label: choice?.label ?? '',
        person: PERSON,
        reason,
        at: Date.now(),
        undone: null,
      }
      change(record.id, answered(question.id, answer))
      return c.json({ answer })
    })
    .post('/v1/identity/answers/:id/undo', async c => {
      const { record } = UndoAnswerRequest.parse(await c.req.json())
      const undone = { person: PERSON, at: Date.now() }
      const id = c.req.param('id')
      change(record.id, ({ identityAnswers }) => ({
        identityAnswers: identityAnswers.map(answer => (answer.id === id ? { ...answer, undone } : answer)),
      }))
      const panel = panels.get(record.id)
      const answer = panel?.kind === 'known' && panel.identityAnswers.find(one => one.id === id)
      return answer ? c.json({ answer }) : refusal('not-found', 404)
    })
    .get('/v1/sla/report', c => c.json(control.slaReport))
    .get('/v1/sources', c => c.json({ sources: control.sources }))
    .get('/v1/validations', c => c.json({ validations: control.validations }))
    .post('/v1/validations', async c => {
      if (control.refuseDashboard)
        return refusal(control.refuseDashboard.kind, control.refuseDashboard.status)
      const { sample } = await c.req.json<{ sample: number }>()
      const validation = emptyValidation(`val_${control.validations.length + 1}`, sample)
      control.validations = [validation, ...control.validations]
      return c.json({ validation }, 202)
    })
    .post('/v1/validations/:id/signature', async c => {
      if (control.refuseDashboard)
        return refusal(control.refuseDashboard.kind, control.refuseDashboard.status)
      const { note } = await c.req.json<{ note: string }>()
      const signed = { person: PERSON, at: Date.now(), note }
      const id = c.req.param('id')
      control.validations = control.validations.map(one => (one.id === id ? { ...one, signed } : one))
      const validation = control.validations.find(one => one.id === id)
      return validation ? c.json({ validation }) : refusal('not-found', 404)
    })
}

function emptyValidation(id: string, sampled: number): Validation {
  return {
    id,
    startedAt: Date.now(),
    finishedAt: null,
    sampled,
    population: 41200,
    done: 0,
    unreadable: 0,
    compared: 0,
    right: 0,
    fields: [],
    mismatches: [],
    startedBy: MEMBER.name,
    signed: null,
  }
}
