import type { MiddlewareHandler } from 'hono'
import type { SimEnv } from '../request-log.ts'
import { tooMany } from './error.ts'

const MINUTE_MS = 60_000

/** Requests a minute for the account, as a bucket that refills steadily on the simulator's clock. */
export class RateLimit {
  perMinute: number
  #left: number
  #at = 0

  constructor(perMinute: number) {
    this.perMinute = perMinute
    this.#left = perMinute
  }

  /** A new limit, with a full bucket. */
  set(perMinute: number): void {
    this.perMinute = perMinute
    this.#left = perMinute
  }

  middleware(now: () => number): MiddlewareHandler<SimEnv> {
    return async (c, next) => {
      const headers = this.#take(now())
      await next()
      for (const [name, value] of Object.entries(headers)) c.header(name, value)
    }
  }

  /** A limit beside the account's, which shows only once it is used up. */
  silently(now: () => number): MiddlewareHandler<SimEnv> {
    return async (_c, next) => {
      this.#take(now())
      await next()
    }
  }

  /** Throws Zendesk's 429. */
  #take(now: number): Record<string, string> {
    this.#refill(now)
    const allowed = this.#left >= 1
    if (allowed) this.#left -= 1
    const headers = this.#headers()
    if (!allowed) throw tooMany(Number(headers['ratelimit-reset']), headers)
    return headers
  }

  #refill(now: number): void {
    const passed = this.#at === 0 ? 0 : Math.max(0, now - this.#at)
    this.#left = Math.min(this.perMinute, this.#left + (passed / MINUTE_MS) * this.perMinute)
    this.#at = now
  }

  #headers(): Record<string, string> {
    const remaining = String(Math.floor(this.#left))
    const reset = String(Math.ceil(((1 - Math.min(1, this.#left % 1)) / this.perMinute) * 60))
    return {
      'x-rate-limit': String(this.perMinute),
      'x-rate-limit-remaining': remaining,
      'ratelimit-limit': String(this.perMinute),
      'ratelimit-remaining': remaining,
      'ratelimit-reset': reset,
    }
  }
}
