import type { MiddlewareHandler } from 'hono'
import type { SimEnv } from '../request-log.ts'
import { tooMany } from './error.ts'

const MINUTE_MS = 60_000

/** Requests a minute for the account, as a bucket that refills steadily on the simulator's clock. */
export class RateLimit {
  perMinute = 700
  #left = 700
  #at = 0

  /** A new limit, with a full bucket. */
  set(perMinute: number): void {
    this.perMinute = perMinute
    this.#left = perMinute
  }

  middleware(now: () => number): MiddlewareHandler<SimEnv> {
    return async (c, next) => {
      this.#refill(now())
      const allowed = this.#left >= 1
      if (allowed) this.#left -= 1
      const headers = this.#headers()
      if (!allowed) throw tooMany(Number(headers['ratelimit-reset']), headers)
      await next()
      for (const [name, value] of Object.entries(headers)) c.header(name, value)
    }
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
