import { createHmac, timingSafeEqual } from 'node:crypto'

export const TOLERANCE_MS = 5 * 60_000

/** Whether `given` is the HMAC-SHA256 of the parts under any of the secrets. Constant time per secret. */
export function isSignedBy(
  secrets: readonly string[],
  parts: readonly (string | Buffer)[],
  given: readonly string[],
  encoding: 'hex' | 'base64',
): boolean {
  let signed = false
  for (const secret of secrets) {
    const hmac = createHmac('sha256', secret)
    for (const part of parts) hmac.update(part)
    const expected = hmac.digest()
    for (const candidate of given) {
      const bytes = Buffer.from(candidate, encoding)
      if (bytes.length === expected.length && timingSafeEqual(bytes, expected)) signed = true
    }
  }
  return signed
}

/** A signature's own time against ours, in both directions. */
export function ageOf(signedAt: number, now: number): 'in-time' | 'too-old' | 'future' {
  if (now - signedAt > TOLERANCE_MS) return 'too-old'
  return signedAt - now > TOLERANCE_MS ? 'future' : 'in-time'
}
