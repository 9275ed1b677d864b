import type { EffectRequest } from '../../../shared/action.ts'
import { unspoken } from '../../../shared/locale.ts'
import type { Outcome } from '../connector.ts'
import { settleCall } from '../vendor-silent.ts'
import { auditOfUpdate } from './audits.ts'
import type { ZendeskAnswer } from './client.ts'
import { ErrorAnswer } from './shapes.ts'

/** The update of a ticket, with our key where nobody but us looks for it. */
export function updateRequest(ticketId: string, key: string, change: Record<string, unknown>): EffectRequest {
  return {
    method: 'PUT',
    path: `/api/v2/tickets/${ticketId}.json`,
    params: { ...change, metadata: { meshline: { key } } },
    key,
  }
}

/** What came of an update. */
export function outcomeOf(answer: ZendeskAnswer): Outcome {
  const { status, retryAfterMs } = answer
  if (status === 200) return { kind: 'done', externalId: auditOfUpdate(answer)?.id ?? null }
  const why = unspoken(`Zendesk ${status}: ${reasonIn(answer)}`)
  if (status >= 500) return { kind: 'unknown', why }
  // 409: somebody saved the ticket between our read and our write; nothing was changed, so look again.
  if (status === 409 || status === 429 || status === 401 || status === 403) {
    return { kind: 'unavailable', why, retryAfterMs }
  }
  return { kind: 'refused', why }
}

/** Zendesk's words: the general ones, and what is wrong with each field. */
export function reasonIn({ body }: ZendeskAnswer): string {
  const { description, details } = ErrorAnswer.safeParse(body).data ?? {}
  const parts = Object.values(details ?? {}).flatMap(list => list.map(each => each.description))
  return [description ?? 'no reason given', ...parts].join('; ')
}

/** Turns outages into outcomes. */
export function settle(act: () => Promise<Outcome>): Promise<Outcome> {
  return settleCall('Zendesk', act)
}
