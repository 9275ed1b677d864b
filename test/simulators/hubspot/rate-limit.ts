import type { MiddlewareHandler } from 'hono'
import type { SimEnv } from '../request-log.ts'
import { tooMany } from './error.ts'

const WINDOW_MS = 10_000

/** Calls in each ten seconds of the simulator's clock. */
export class RateLimit {
  perTenSeconds = 190
  #window = 0
  #used = 0

  /** A new limit, with an empty window. */
  set(perTenSeconds: number): void {
    this.perTenSeconds = perTenSeconds
    this.#used = 0
  }

  middleware(now: () => number): MiddlewareHandler<SimEnv> {
    return async (_c, next) => {
      const window = Math.floor(now() / WINDOW_MS)
      if (window !== this.#window) this.#used = 0
      this.#window = window
      this.#used += 1
      if (this.#used > this.perTenSeconds) {
        throw tooMany(Math.ceil(((window + 1) * WINDOW_MS - now()) / 1000))
      }
      await next()
    }
  }
}
