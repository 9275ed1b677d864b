import type { Result } from '../failure.ts'
import type { PageToWorker, WorkerAnswers } from '../messages.ts'
import type { Alerts } from './alerts.ts'
import type { Session } from './session.ts'

const KINDS = ['alerts', 'known-alerts', 'acknowledge', 'snooze', 'set-quiet-hours', 'test-alert'] as const
type AlertKind = (typeof KINDS)[number]
export type AlertRequest = Extract<PageToWorker, { kind: AlertKind }>

export function isAboutAlerts(request: PageToWorker): request is AlertRequest {
  return KINDS.some(kind => kind === request.kind)
}

/** Alerts are passed on, and what they change is looked at again before the page hears of it. */
export async function answerAlerts(
  { session, alerts }: { session: Session; alerts: Alerts },
  request: AlertRequest,
): Promise<Result<WorkerAnswers[AlertKind]>> {
  switch (request.kind) {
    case 'alerts': {
      if (request.scope === 'mine') return alerts.read()
      return session.asMember(api => api.alerts(request.scope))
    }
    case 'known-alerts':
      return { ok: true, value: (await alerts.known())?.view ?? null }
    case 'test-alert':
      return { ok: true, value: { shown: await alerts.test() } }
    case 'acknowledge':
      return lookedAt(alerts, await session.asMember(api => api.acknowledge(request.clockId)))
    case 'snooze':
      return lookedAt(alerts, await session.asMember(api => api.snooze(request.clockId, request.request)))
    case 'set-quiet-hours':
      return lookedAt(alerts, await session.asMember(api => api.setQuietHours(request.quietHours)))
  }
}

async function lookedAt<T>(alerts: Alerts, sent: Result<T>): Promise<Result<T>> {
  if (sent.ok) await alerts.read()
  return sent
}
