import { createHmac } from 'node:crypto'

/** The value of `X-Meshline-Signature`: `t=<seconds>,v1=<hex HMAC-SHA256 of t.body>`, one v1 for each secret. */
export function signMeshline(body: string, secrets: readonly string[], seconds: number): string {
  const signatures = secrets.map(secret =>
    createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'),
  )
  return [`t=${seconds}`, ...signatures.map(signature => `v1=${signature}`)].join(',')
}
