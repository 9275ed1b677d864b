import { z } from 'zod'
import type { Outcome } from '../connector.ts'
import { retryAfterOf, type SalesforceAnswer } from './http.ts'
import { refusedBy } from './refused.ts'

const Created = z.object({ id: z.string() })

/** Refusals that say that nothing happened, and nothing of what was asked for: another time it may go through. */
const AGAIN: ReadonlySet<string> = new Set([
  'INVALID_SESSION_ID',
  'REQUEST_LIMIT_EXCEEDED',
  'UNABLE_TO_LOCK_ROW',
])

/** What came of a change. */
export function outcomeOf({ status, body, headers }: SalesforceAnswer): Outcome {
  if (status === 204) return { kind: 'done', externalId: null }
  if (status === 201) return { kind: 'done', externalId: Created.safeParse(body).data?.id ?? null }
  const { words: why, code, retryAfterMs } = refusedBy(status, body, retryAfterOf(headers))
  if (status >= 500 || status < 400) return { kind: 'unknown', why }
  const isPassing = AGAIN.has(code) || status === 401 || status === 429
  return isPassing ? { kind: 'unavailable', why, retryAfterMs } : { kind: 'refused', why }
}
