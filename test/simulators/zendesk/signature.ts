import { createHmac } from 'node:crypto'

/** `X-Zendesk-Webhook-Signature`: base64 of HMAC-SHA256 over the timestamp, as it stands in its header, and the body. */
export function signZendesk(body: string, secret: string, timestamp: string): string {
  return createHmac('sha256', secret)
    .update(timestamp + body)
    .digest('base64')
}
