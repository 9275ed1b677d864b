import { createHash, timingSafeEqual } from 'node:crypto'
import type { Delivery, Verification } from './connector.ts'

/**
 * For senders that cannot sign: a token they were given, in the header `X-Meshline-Token` or, where they can set none,
 * as `?token=` of the address. Compared in constant time with each token in use. Never throws.
 */
export function verifyToken({ headers, query }: Delivery, tokens: readonly string[]): Verification {
  const given = headers.get('x-meshline-token') ?? query.get('token')
  if (!given) return { kind: 'forged', why: 'Neither the X-Meshline-Token header nor ?token= is there' }
  let known = false
  for (const token of tokens) {
    if (timingSafeEqual(digest(token), digest(given))) known = true
  }
  return known ? { kind: 'genuine' } : { kind: 'forged', why: 'The token is none of this endpoint’s tokens' }
}

/** Of one length whatever was given, so that comparing takes no longer for a longer guess. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
