import type { MiddlewareHandler } from 'hono'
import type { SimEnv } from '../request-log.ts'
import { unauthorized } from './error.ts'
import type { Actor, ZendeskState } from './state.ts'

export interface ActorEnv extends SimEnv {
  Variables: { actor: Actor }
}

/** Basic `email/token:<token>`. One token serves every user of the account: the address says who acts. */
export function requireToken(state: ZendeskState, apiToken: string): MiddlewareHandler<ActorEnv> {
  return async (c, next) => {
    const [scheme = '', credentials = ''] = (c.req.header('authorization') ?? '').split(' ')
    const [, email, token] = /^(.+)\/token:(.+)$/.exec(Buffer.from(credentials, 'base64').toString()) ?? []
    const user = [...state.users.values()].find(each => each.email === email)
    if (scheme.toLowerCase() !== 'basic' || token !== apiToken || !user) throw unauthorized()
    c.set('actor', { id: user.id, channel: 'api' })
    await next()
  }
}
