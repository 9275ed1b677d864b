import type { MiddlewareHandler } from 'hono'
import type { SimEnv } from '../request-log.ts'
import { limitExceeded } from './error.ts'

/** API calls of the last 24 hours, everybody's together. They are set back by hand. */
export class ApiLimit {
  limit = 15_000
  used = 0

  /** A limit, and how much of it is gone already. */
  set(limit: number, used = 0): void {
    this.limit = limit
    this.used = used
  }

  middleware(): MiddlewareHandler<SimEnv> {
    return async (c, next) => {
      if (this.used >= this.limit) throw limitExceeded()
      this.used += 1
      await next()
      c.header('sforce-limit-info', `api-usage=${this.used}/${this.limit}`)
    }
  }
}
