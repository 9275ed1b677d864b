import type { HttpBindings } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'

/** Marks the response that the node server does not send. */
const NO_ANSWER = 'x-hono-already-sent'

/** What Hono's handlers get from the node server. */
export interface SimEnv {
  Bindings: HttpBindings
}

export interface LoggedRequest {
  readonly serial: number
  /** Milliseconds of the simulator's clock. */
  readonly at: number
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly idempotencyKey: string | null
  /** Raw text, empty for reads. */
  readonly body: string
  /** Null while the request runs, 'none' where the socket was destroyed without an answer. */
  status: number | 'none' | null
  /** The answer came from an idempotency key's memory; nothing happened again. */
  replayed: boolean
}

/** Every API request in order of arrival, those that a fault switch answered included. */
export class RequestLog {
  #entries: LoggedRequest[] = []

  get entries(): readonly LoggedRequest[] {
    return this.#entries
  }

  /** Requests whose method and path (without query) are exactly these. */
  of(method: string, path: string): LoggedRequest[] {
    return this.#entries.filter(entry => entry.method === method && entry.path.split('?')[0] === path)
  }

  clear(): void {
    this.#entries = []
  }

  middleware(now: () => number): MiddlewareHandler<SimEnv> {
    return async (c, next) => {
      const url = new URL(c.req.url)
      const entry: LoggedRequest = {
        serial: this.#entries.length + 1,
        at: now(),
        method: c.req.method,
        path: url.pathname + url.search,
        idempotencyKey: c.req.header('idempotency-key') ?? null,
        body: c.req.method === 'GET' ? '' : await c.req.text(),
        status: null,
        replayed: false,
      }
      this.#entries.push(entry)
      await next()
      entry.status = c.res.headers.has(NO_ANSWER) ? 'none' : c.res.status
      entry.replayed = c.res.headers.get('idempotent-replayed') === 'true'
    }
  }
}
