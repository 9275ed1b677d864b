import { setTimeout as sleep } from 'node:timers/promises'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context, MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { SimEnv } from './request-log.ts'

/** Which requests a fault hits. `path` is a beginning of the path; left out, everything matches. */
const Target = z.object({
  method: z.string().optional(),
  path: z.string().optional(),
  times: z.number().int().positive().default(1),
})

export const FailNext = Target.extend({
  status: z.number().int(),
  headers: z.record(z.string(), z.string()).default({}),
  /** Left out: the vendor's own body for that status. */
  body: z.unknown().optional(),
})
export type FailNext = z.input<typeof FailNext>

export const AnswerLost = Target
export type AnswerLost = z.input<typeof AnswerLost>

type Armed<T> = T & { times: number }

/** The vendor's usual answer with a status that a switch forces. */
export type AnswerOf = (status: number) => { body: unknown; headers?: Record<string, string> }

/** Switches that make the API misbehave. None of them touches the vendor's state. */
export class ApiFaults {
  readonly #answerOf: AnswerOf
  #failures: Armed<z.infer<typeof FailNext>>[] = []
  #lost: Armed<z.infer<typeof AnswerLost>>[] = []
  #latencyMs = 0
  #down = false

  constructor(answerOf: AnswerOf) {
    this.#answerOf = answerOf
  }

  /** The next matching requests are answered with this status before anything happens. */
  failNext(failure: FailNext): void {
    this.#failures.push(FailNext.parse(failure))
  }

  /** The next matching requests take effect, then the socket dies without an answer. */
  answerLost(target: AnswerLost): void {
    this.#lost.push(AnswerLost.parse(target))
  }

  /** Every request waits this long (real time) before it takes effect; 0 ends it. */
  latency(ms: number): void {
    this.#latencyMs = ms
  }

  /** Every socket is destroyed as soon as a request arrives, before anything happens. */
  down(isDown: boolean): void {
    this.#down = isDown
  }

  clear(): void {
    this.#failures = []
    this.#lost = []
    this.#latencyMs = 0
    this.#down = false
  }

  get state() {
    return { failures: this.#failures, answerLost: this.#lost, latencyMs: this.#latencyMs, down: this.#down }
  }

  /** Outermost: refuses, fails, and loses answers. */
  gate(): MiddlewareHandler<SimEnv> {
    return async (c, next) => {
      if (this.#down) return destroySocket(c)
      const failure = take(this.#failures, c)
      if (failure) return forced(failure, this.#answerOf)
      const loses = take(this.#lost, c)
      await next()
      if (loses) c.res = destroySocket(c)
    }
  }

  /** Innermost, right before the handler, so that an idempotency key is already held while it waits. */
  slow(): MiddlewareHandler<SimEnv> {
    return async (_c, next) => {
      if (this.#latencyMs > 0) await sleep(this.#latencyMs)
      await next()
    }
  }
}

function take<T extends Armed<z.infer<typeof Target>>>(armed: T[], c: Context): T | null {
  const hit = armed.find(
    ({ method, path }) =>
      (!method || method.toUpperCase() === c.req.method) && (!path || c.req.path.startsWith(path)),
  )
  if (!hit) return null
  hit.times -= 1
  if (hit.times === 0) armed.splice(armed.indexOf(hit), 1)
  return hit
}

function forced({ status, headers, body }: z.infer<typeof FailNext>, answerOf: AnswerOf): Response {
  const usual = answerOf(status)
  return new Response(JSON.stringify(body ?? usual.body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...usual.headers, ...headers },
  })
}

function destroySocket(c: Context<SimEnv>): Response {
  c.env.incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}
