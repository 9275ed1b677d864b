import { createHmac } from 'node:crypto'

/**
 * The value of `X-HubSpot-Signature-v3`: base64 of HMAC-SHA256 over method, address, body and `timestamp` (epoch
 * milliseconds, as in `X-HubSpot-Request-Timestamp`).
 */
export function signHubspot(
  { url, body, timestamp }: { url: string; body: string; timestamp: number },
  secret: string,
): string {
  return createHmac('sha256', secret).update(`POST${url}${body}${timestamp}`).digest('base64')
}
