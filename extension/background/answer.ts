import type { Panel } from '../../shared/panel.ts'
import type { RecordRef } from '../../shared/record-ref.ts'
import type { ServerApi } from '../api.ts'
import type { Cache } from '../cache.ts'
import type { Result } from '../failure.ts'
import type { PageToWorker, WorkerAnswers } from '../messages.ts'
import type { Alerts } from './alerts.ts'
import { type AlertRequest, answerAlerts, isAboutAlerts } from './answer-alerts.ts'
import { answerItem, type ItemRequest, isAboutItem } from './answer-item.ts'
import { answerMe, isAboutMe, type MeRequest } from './answer-me.ts'
import { answerPolicies, isAboutPolicies, type PolicyRequest } from './answer-policies.ts'
import type { Session } from './session.ts'

/** What the service worker does for each request of an extension page. */
export function answerPage(
  { session, cache, alerts }: { session: Session; cache: Cache; alerts: Alerts },
  request: PageToWorker,
): Promise<Result<WorkerAnswers[keyof WorkerAnswers]>> {
  if (isAboutPolicies(request)) return session.asMember(api => answerPolicies(api, request))
  if (isAboutMe(request)) return session.asMember(api => answerMe(api, request))
  if (isAboutAlerts(request)) return answerAlerts({ session, alerts }, request)
  if (isAboutItem(request)) return session.asMember(api => answerItem(api, request))
  switch (request.kind) {
    case 'cached':
      return local(cache.panel(request.record))
    case 'panel':
      return kept(cache, session.asMember(panelOf(request.record)))
    case 'sync':
      return kept(
        cache,
        session.asMember(api => api.sync(request.record)),
      )
    case 'draft':
      return local(cache.draft(request.subject))
    case 'save-draft':
      return local(cache.saveDraft({ ...request.draft, savedAt: Date.now() }).then(nothing))
    case 'drop-draft':
      return local(cache.dropDraft(request.subject).then(nothing))
    case 'session':
      return session.view()
    case 'pair':
      return session.pair(request.origin, request.code, request.device)
    case 'sign-out':
      return session.signOut()
    case 'decide':
    case 'undo':
    case 'identify':
    case 'split':
    case 'sources':
    case 'sla-report':
    case 'validations':
    case 'validate':
    case 'sign-validation':
    case 'signals':
    case 'signal-body':
    case 'replay':
    case 'sessions':
    case 'revoke':
      return session.asMember(api => passOn(api, request))
  }
}

type Own =
  | 'cached'
  | 'panel'
  | 'sync'
  | 'draft'
  | 'save-draft'
  | 'drop-draft'
  | 'session'
  | 'pair'
  | 'sign-out'
type PassedOn = Exclude<PageToWorker, { kind: Own } | PolicyRequest | AlertRequest | ItemRequest | MeRequest>

/** What the worker adds nothing to but the token. */
function passOn(api: ServerApi, request: PassedOn): Promise<Result<WorkerAnswers[keyof WorkerAnswers]>> {
  switch (request.kind) {
    case 'decide':
      return api.decide(request.previewId, request.request)
    case 'undo':
      return api.undo(request.effectId, request.request)
    case 'identify':
      return api.identify(request.questionId, request.request)
    case 'split':
      return api.split(request.answerId, request.request)
    case 'sla-report':
      return api.slaReport()
    case 'sources':
      return api.sources()
    case 'validations':
      return api.validations()
    case 'validate':
      return api.validate(request.sample)
    case 'sign-validation':
      return api.signValidation(request.validationId, request.note)
    case 'signals':
      return api.signals(request.state, request.limit)
    case 'signal-body':
      return api.signalBody(request.signalId)
    case 'replay':
      return api.replay(request.signalId)
    case 'sessions':
      return api.sessions()
    case 'revoke':
      return api.revoke(request.sessionId)
  }
}

const panelOf = (record: RecordRef) => (api: ServerApi) => api.panel(record)

/** A panel read is remembered; a session that ended takes the remembered ones with it. */
async function kept(cache: Cache, sent: Promise<Result<Panel>>): Promise<Result<Panel>> {
  const answer = await sent
  const keeping = answer.ok
    ? cache.savePanel(answer.value, Date.now())
    : answer.failure.kind === 'signed-out'
      ? cache.dropPanels()
      : Promise.resolve()
  // A full disk must not keep a panel from being shown.
  keeping.catch(error => console.warn('The last known panel could not be kept', error))
  return answer
}

const nothing = () => null

async function local<T>(reading: Promise<T>): Promise<Result<T>> {
  return { ok: true, value: await reading }
}
