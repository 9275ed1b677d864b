import type { Delivery, Verification } from './connector.ts'
import { ageOf, isSignedBy } from './signature.ts'

/**
 * Checks a header such as `t=<seconds>,v1=<hex>,v1=<hex>`: each v1 is HMAC-SHA256 over `<t>.<raw>`, any may match any
 * secret, and `t` may be five minutes off in both directions. Never throws.
 */
export function verifyTimed(
  header: string,
  { raw, headers, now }: Delivery,
  secrets: readonly string[],
): Verification {
  const value = headers.get(header)
  if (!value) return { kind: 'forged', why: `The ${header} header is missing` }
  const parts = value.split(',').map(part => part.trim().split('='))
  const time = parts.find(([name]) => name === 't')?.[1] ?? ''
  if (!/^\d{1,12}$/.test(time)) return { kind: 'forged', why: `The ${header} header has no time` }
  const signatures = parts.flatMap(([name, hex]) => (name === 'v1' && hex ? [hex] : []))
  if (!isSignedBy(secrets, [`${time}.`, raw], signatures, 'hex')) {
    return { kind: 'forged', why: 'No signature matches this endpoint’s secrets' }
  }
  const age = ageOf(Number(time) * 1000, now)
  return age === 'in-time' ? { kind: 'genuine' } : { kind: age }
}
