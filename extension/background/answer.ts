import type { Panel } from '../../shared/panel.ts'
import type { Cache } from '../cache.ts'
import type { Result } from '../failure.ts'
import type { PageToWorker, WorkerAnswers } from '../messages.ts'
import type { Session } from './session.ts'

/** What the service worker does for each request of an extension page. */
export function answerPage(
  { session, cache }: { session: Session; cache: Cache },
  request: PageToWorker,
): Promise<Result<WorkerAnswers[keyof WorkerAnswers]>> {
  switch (request.kind) {
    case 'cached':
      return local(cache.panel(request.record))
    case 'panel':
      return kept(session.asMember(api => api.panel(request.record)))
    case 'sync':
      return kept(session.asMember(api => api.sync(request.record)))
    case 'draft':
      return local(cache.draft(request.subject))
    case 'save-draft':
      return local(cache.saveDraft({ ...request.draft, savedAt: Date.now() }).then(nothing))
    case 'drop-draft':
      return local(cache.dropDraft(request.subject).then(nothing))
    case 'decide':
      return session.asMember(api => api.decide(request.previewId, request.request))
    case 'undo':
      return session.asMember(api => api.undo(request.effectId, request.request))
    case 'alerts':
      return session.asMember(api => api.alerts(request.scope))
    case 'session':
      return session.view()
    case 'sessions':
      return session.asMember(api => api.sessions())
    case 'revoke':
      return session.asMember(api => api.revoke(request.sessionId))
    case 'pair':
      return session.pair(request.origin, request.code, request.device)
    case 'sign-out':
      return session.signOut()
  }

  /** A panel read is remembered; a session that ended takes the remembered ones with it. */
  async function kept(sent: Promise<Result<Panel>>): Promise<Result<Panel>> {
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
}

const nothing = () => null

async function local<T>(reading: Promise<T>): Promise<Result<T>> {
  return { ok: true, value: await reading }
}
