import type { Context, TypedResponse } from 'hono'
import { PROBLEM_BASE, Problem, type ProblemKind } from '../shared/decision.ts'
import { type Localized, localeOf } from '../shared/locale.ts'
import type { Permission } from '../shared/panel.ts'
import { type Reason, worstFirst } from '../shared/verdict.ts'

const STATUSES = [400, 401, 403, 404, 409, 413, 415, 422, 500, 502, 503] as const
export type ProblemStatus = (typeof STATUSES)[number]

const STATUS: Readonly<Record<ProblemKind, ProblemStatus>> = {
  'signed-out': 401,
  'not-allowed': 403,
  'not-found': 404,
  'invalid-request': 422,
  'unknown-source': 404,
  'source-not-configured': 503,
  'bad-signature': 401,
  'stale-signature': 401,
  'future-signature': 401,
  'unreadable-body': 400,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'already-decided': 409,
  'already-answered': 409,
  'preview-changed': 409,
  'preview-blocked': 409,
  'preview-expired': 409,
  'wrong-record': 409,
  'stale-context': 409,
  'reason-needed': 422,
  'not-undoable': 409,
  'not-replayable': 409,
  'not-assignable': 409,
  'not-finished': 409,
  'already-signed': 409,
  'policy-changed': 409,
  'policy-unfit': 422,
  'vendor-unavailable': 502,
  'pairing-failed': 400,
  internal: 500,
}

/** What happened and what to do; anything else a problem of this kind carries. */
export interface ProblemWords extends Pick<Problem, 'decidedBy'> {
  readonly title: string
  readonly detail: string
}

/** The body of an RFC 9457 answer. */
export function problemBody(kind: ProblemKind, words: ProblemWords, requestId: string): Problem {
  return { type: PROBLEM_BASE + kind, status: STATUS[kind], requestId, ...words }
}

/** Answers with problem+json; the status follows from the kind. */
export function problem(
  c: Context,
  kind: ProblemKind,
  words: ProblemWords,
): Response & TypedResponse<Problem, ProblemStatus, 'json'> {
  const requestId: string = c.get('requestId') ?? ''
  return c.json(problemBody(kind, words, requestId), STATUS[kind], {
    'content-type': 'application/problem+json',
    'x-request-id': requestId,
  })
}

/** The words of a problem in the language the request asks for; English where it asks for another. */
export function spoken(c: Context, { title, detail }: Record<'title' | 'detail', Localized>) {
  const locale = localeOf(c.req.header('accept-language') ?? '')
  return { title: title[locale], detail: detail[locale] }
}

const REASON_NEEDED = {
  title: { en: 'A change reason is needed', de: 'Ein Grund fehlt' },
  detail: {
    en: 'Choose one of the list; for “other”, say it in at least five characters',
    de: 'Wählen Sie einen aus der Liste; bei „anderer“ mindestens fünf Zeichen',
  },
}

/** What a viewer is told who asks for more: who may, in words that go on from “any but viewer may”. */
export function onlyViews(may: Localized): Record<'title' | 'detail', Localized> {
  return {
    title: { en: 'You can only view', de: 'Sie können nur ansehen' },
    detail: {
      en: `Ask an admin for a role; any but viewer may ${may.en}`,
      de: `Bitten Sie einen Admin um eine Rolle; jede außer viewer darf ${may.de}`,
    },
  }
}

export function reasonNeeded(c: Context) {
  return problem(c, 'reason-needed', spoken(c, REASON_NEEDED))
}

/** What a rule of mayDecide that said no has to say of it. */
export function refusalWords(against: Reason | undefined): Record<'title' | 'detail', Localized> {
  return {
    title: against?.seen ?? { en: 'Not allowed', de: 'Nicht erlaubt' },
    detail: {
      en: `Needed: ${against?.needed.en ?? 'somebody who may decide'}`,
      de: `Nötig: ${against?.needed.de ?? 'jemand, der entscheiden darf'}`,
    },
  }
}

/** What mayDecide said against somebody who acts on an item; the worst of it. */
export function refused(c: Context, { reasons }: Permission & { kind: 'refused' }) {
  const [first] = worstFirst(reasons)
  const kind = first?.predicate === 'right-record' ? 'wrong-record' : 'not-allowed'
  return problem(c, kind, spoken(c, refusalWords(first)))
}

const answer = {
  description: 'What went wrong and what to do',
  content: { 'application/problem+json': { schema: Problem } },
}

/** The ways any route of the API may fail, for its description. */
export const problemAnswers = {
  400: answer,
  401: answer,
  403: answer,
  404: answer,
  409: answer,
  413: answer,
  415: answer,
  422: answer,
  500: answer,
  502: answer,
  503: answer,
} satisfies Record<ProblemStatus, unknown>

/** The largest body anybody may send, in bytes. */
export const BODY_LIMIT = 2 * 1024 * 1024

/** The rest of the body is not read, so the connection cannot be used again and says so. */
export function tooLarge(c: Context) {
  c.header('connection', 'close')
  return problem(c, 'body-too-large', {
    title: 'The body is over 2 MB',
    detail: 'Send less at once; nothing was kept',
  })
}
