import type { MiddlewareHandler } from 'hono'
import type { SimEnv } from '../request-log.ts'
import { Refused } from './error.ts'
import { canonicalForm } from './form.ts'

interface Remembered {
  readonly request: string
  readonly at: number
  /** Null while the first request runs. */
  answer: { status: number; body: string; requestId: string | null } | null
}

const DAY_MS = 86_400_000

/** Stripe's memory of idempotency keys: one answer per key for 24 hours of the simulator's clock. */
export class IdempotencyKeys {
  readonly #keys = new Map<string, Remembered>()

  clear(): void {
    this.#keys.clear()
  }

  middleware(now: () => number): MiddlewareHandler<SimEnv> {
    return async (c, next) => {
      const key = c.req.header('idempotency-key')
      if (c.req.method !== 'POST' || !key) return next()
      const request = `${c.req.path}?${canonicalForm(await c.req.text())}`
      const known = this.#recall(key, now())
      if (known) return replay(key, known, request)
      const remembered: Remembered = { request, at: now(), answer: null }
      this.#keys.set(key, remembered)
      await next()
      if (neverExecuted(c.error)) {
        this.#keys.delete(key)
        return
      }
      c.res.headers.set('idempotency-key', key)
      const requestId = c.res.headers.get('request-id')
      remembered.answer = { status: c.res.status, body: await c.res.clone().text(), requestId }
    }
  }

  #recall(key: string, now: number): Remembered | null {
    const known = this.#keys.get(key)
    if (!known || now - known.at < DAY_MS) return known ?? null
    this.#keys.delete(key)
    return null
  }
}

/** Stripe saves refusals too, but not those for parameters it could not read. */
function neverExecuted(error: Error | undefined): boolean {
  return error instanceof Refused && (error.body.code ?? '').startsWith('parameter_')
}

function replay(key: string, { request, answer }: Remembered, asked: string): Response {
  if (request !== asked) {
    const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`
    throw new Refused(400, { type: 'idempotency_error', message })
  }
  if (!answer) {
    const message = `There is currently another in-progress request using this Stripe-Idempotent-Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`
    throw new Refused(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message })
  }
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': key,
    'idempotent-replayed': 'true',
    ...(answer.requestId && { 'original-request': answer.requestId, 'request-id': answer.requestId }),
  }
  return new Response(answer.body, { status: answer.status, headers })
}
