import { createHmac } from 'node:crypto'

/**
 * The value of `Stripe-Signature`: `t=<seconds>,v1=<hex>` with one v1 per secret, as during a rotation.
 * `t` is in seconds since the epoch; each v1 is HMAC-SHA256 over `<t>.<body>`.
 */
export function signStripe(body: string, secrets: readonly string[], t: number): string {
  const signatures = secrets.map(secret => createHmac('sha256', secret).update(`${t}.${body}`).digest('hex'))
  return [`t=${t}`, ...signatures.map(signature => `v1=${signature}`)].join(',')
}
