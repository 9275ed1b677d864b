import { type ClientResponse, hc } from 'hono/client'
import type { Api } from '../server/app.ts'
import type { BacktestOrder } from '../shared/backtest.ts'
import type { DecisionRequest, Problem, UndoRequest } from '../shared/decision.ts'
import type { AnswerRequest, UndoAnswerRequest } from '../shared/identity-question.ts'
import type { LeaveRequest } from '../shared/leave.ts'
import type { AssignRequest, CorrectOwnerRequest } from '../shared/owner-decision.ts'
import type { Presence } from '../shared/ownership.ts'
import type { Panel } from '../shared/panel.ts'
import type { PolicyDocument, PolicyKind } from '../shared/policy-check.ts'
import type { PromiseRequest } from '../shared/promise.ts'
import type { QuietHours } from '../shared/quiet-hours.ts'
import type { RecordRef } from '../shared/record-ref.ts'
import type { SignalState } from '../shared/signal-entry.ts'
import { type Failure, failed, type Result } from './failure.ts'
import type { Scope } from './messages.ts'

export type ServerApi = ReturnType<typeof createApi>

/** The server's verbs. Refusals and outages are values; the typed client below is all that is known of the server. */
export function createApi(origin: string, token: string | null) {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  const init: RequestInit = { credentials: 'omit', cache: 'no-store' }
  const { v1 } = hc<Api>(origin, { headers, init })
  return {
    pair: (code: string, device: string) => read(v1.session.$post({ json: { code, device } })),
    session: () => read(v1.session.$get()),
    signOut: () => read(v1.session.$delete()),
    sessions: () => read(v1.sessions.$get()),
    revoke: (id: string) => read(v1.sessions[':id'].$delete({ param: { id } })),
    panel: (record: RecordRef) => asPanel(read(v1.panel.$get({ query: record }))),
    sync: (record: RecordRef) => asPanel(read(v1.records.sync.$post({ json: { record } }))),
    decide: (id: string, request: DecisionRequest) =>
      read(v1.previews[':id'].decisions.$post({ param: { id }, json: request })),
    undo: (id: string, request: UndoRequest) =>
      read(v1.effects[':id'].undo.$post({ param: { id }, json: request })),
    identify: (id: string, request: AnswerRequest) =>
      read(v1.identity.questions[':id'].answers.$post({ param: { id }, json: request })),
    split: (id: string, request: UndoAnswerRequest) =>
      read(v1.identity.answers[':id'].undo.$post({ param: { id }, json: request })),
    sources: () => read(v1.sources.$get()),
    validations: () => read(v1.validations.$get()),
    validate: (sample: number) => read(v1.validations.$post({ json: { sample } })),
    signValidation: (id: string, note: string) =>
      read(v1.validations[':id'].signature.$post({ param: { id }, json: { note } })),
    signals: (state: SignalState | null, limit: number) =>
      read(v1.signals.$get({ query: { ...(state && { state }), limit: String(limit) } })),
    signalBody: (id: string) => read(v1.signals[':id'].body.$get({ param: { id } })),
    replay: (id: string) => read(v1.signals[':id'].replay.$post({ param: { id } })),
    policy: (kind: PolicyKind) => read(v1.policies[':kind'].$get({ param: { kind }, query: {} })),
    checkPolicy: (kind: PolicyKind, policy: PolicyDocument) =>
      read(v1.policies[':kind'].check.$post({ param: { kind }, json: { policy } })),
    setPolicy: (kind: PolicyKind, request: { policy: PolicyDocument; reason: string; basedOn: number }) =>
      read(v1.policies[':kind'].$post({ param: { kind }, json: request })),
    nativeConflicts: () => read(v1.policies.routing.conflicts.$get()),
    startBacktest: (order: BacktestOrder) => read(v1.backtests.$post({ json: order })),
    backtest: (id: string) => read(v1.backtests[':id'].$get({ param: { id } })),
    cancelBacktest: (id: string) => read(v1.backtests[':id'].$delete({ param: { id } })),
    assign: (id: string, request: AssignRequest) =>
      read(v1.items[':id'].assignment.$post({ param: { id }, json: request })),
    correctOwner: (id: string, request: CorrectOwnerRequest) =>
      read(v1.items[':id'].owner.$post({ param: { id }, json: request })),
    promiseUpdate: (id: string, request: PromiseRequest) =>
      read(v1.items[':id'].promise.$post({ param: { id }, json: request })),
    people: () => read(v1.people.$get()),
    slaReport: () => read(v1.sla.report.$get({ query: {} })),
    ...alertVerbs(v1),
    /** Server-sent events; not a JSON route, so the typed client has nothing to say of it. */
    stream: (signal: AbortSignal) => fetch(new URL('/v1/stream', origin), { ...init, headers, signal }),
  }
}

function alertVerbs({ alerts, me }: Pick<ReturnType<typeof hc<Api>>['v1'], 'alerts' | 'me'>) {
  return {
    alerts: (scope: Scope) => read(alerts.$get({ query: { scope } })),
    acknowledge: (clockId: string) => read(alerts[':clockId'].acknowledgement.$post({ param: { clockId } })),
    snooze: (clockId: string, request: { until: number; reason: string }) =>
      read(alerts[':clockId'].snooze.$post({ param: { clockId }, json: request })),
    setQuietHours: (quietHours: QuietHours | null) => read(me['quiet-hours'].$put({ json: { quietHours } })),
    presence: () => read(me.presence.$get()),
    setPresence: (presence: Presence) => read(me.presence.$put({ json: { presence } })),
    leaves: () => read(me.leaves.$get()),
    takeLeave: (request: LeaveRequest) => read(me.leaves.$post({ json: request })),
    cancelLeave: (id: string) => read(me.leaves[':id'].cancellation.$post({ param: { id } })),
  }
}

/** What a route answers when it does what was asked; nothing where it has nothing to say. */
type Success<R> =
  R extends ClientResponse<infer Body, infer Status>
    ? Status extends 200 | 201 | 202
      ? Body
      : Status extends 204
        ? null
        : never
    : never

/** The client's JSON inference gives up on a tree of reasons and says `unknown` there; the contract says `Panel`. */
function asPanel(sent: Promise<Result<{ kind: Panel['kind'] }>>): Promise<Result<Panel>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return sent as Promise<Result<Panel>>
}

async function read<R extends Pick<Response, 'ok' | 'status' | 'headers' | 'json'>>(
  sent: Promise<R>,
): Promise<Result<Success<R>>> {
  try {
    const response = await sent
    if (!response.ok) return failed(await failureOf(response))
    return { ok: true, value: response.status === 204 ? null : await response.json() }
  } catch {
    return failed({ kind: navigator.onLine ? 'server-down' : 'offline' })
  }
}

async function failureOf(response: Pick<Response, 'status' | 'headers' | 'json'>): Promise<Failure> {
  if (response.status === 401) return { kind: 'signed-out' }
  const problem = await problemOf(response)
  // A vendor that does not answer (502) is no failure of the server, and has its own words.
  return problem && response.status !== 500 ? { kind: 'refused', problem } : { kind: 'server-down' }
}

async function problemOf(response: Pick<Response, 'headers' | 'json'>): Promise<Problem | null> {
  if (!response.headers.get('content-type')?.includes('application/problem+json')) return null
  const body: Problem | null = await response.json().catch(() => null)
  return body?.title ? body : null
}
