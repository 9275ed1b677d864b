import type { MiddlewareHandler } from 'hono'
import type { SimEnv } from '../request-log.ts'
import { Refused } from './error.ts'

/** Bearer, or Basic with the key as user name. */
export function requireApiKey(apiKey: string): MiddlewareHandler<SimEnv> {
  return async (c, next) => {
    const given = keyOf(c.req.header('authorization') ?? '')
    if (given === apiKey) return next()
    throw new Refused(401, {
      type: 'invalid_request_error',
      message: given
        ? `Invalid API Key provided: ${masked(given)}`
        : "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    })
  }
}

function keyOf(authorization: string): string {
  const [scheme = '', credentials = ''] = authorization.split(' ')
  if (scheme.toLowerCase() === 'bearer') return credentials
  if (scheme.toLowerCase() !== 'basic') return ''
  return Buffer.from(credentials, 'base64').toString().split(':')[0] ?? ''
}

function masked(key: string): string {
  return `${key.slice(0, 8)}${'*'.repeat(Math.max(0, key.length - 12))}${key.slice(-4)}`
}
