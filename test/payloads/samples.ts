import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { signHubspot } from '../simulators/hubspot/signature.ts'
import { signStripe } from '../simulators/stripe/signature.ts'
import { signZendesk } from '../simulators/zendesk/signature.ts'

/** A webhook as its vendor words it; values are our own. */
export interface Sample {
  readonly source: string
  readonly file: string
  readonly body: string
}

/** What a sender knows beside the body. */
export interface Sending {
  readonly body: string
  readonly secret: string
  /** The public address it is sent to. */
  readonly url: string
  /** Epoch milliseconds. */
  readonly now: number
  /** Of this delivery, where the vendor gives it one. */
  readonly delivery: string
}

const folder = new URL('.', import.meta.url).pathname

/** Every sample of one source, in the order of its file names. */
export function samplesOf(source: string): Sample[] {
  return readdirSync(folder + source)
    .filter(file => file.endsWith('.json'))
    .toSorted()
    .map(file => ({ source, file, body: readFileSync(`${folder}${source}/${file}`, 'utf8') }))
}

/** How each source proves who it is: the headers of a request. */
export const SIGNERS: Readonly<Record<string, (sending: Sending) => Record<string, string>>> = {
  stripe: ({ body, secret, now }) => ({ 'stripe-signature': signStripe(body, [secret], seconds(now)) }),
  zendesk: ({ body, secret, now, delivery }) => {
    const timestamp = new Date(now).toISOString()
    return {
      'x-zendesk-webhook-signature': signZendesk(body, secret, timestamp),
      'x-zendesk-webhook-signature-timestamp': timestamp,
      'x-zendesk-webhook-invocation-id': delivery,
    }
  },
  hubspot: ({ body, secret, url, now }) => ({
    'x-hubspot-signature-v3': signHubspot({ url, body, timestamp: now }, secret),
    'x-hubspot-request-timestamp': String(now),
  }),
  pagerduty: ({ body, secret }) => ({ 'x-pagerduty-signature': `v1=${hex(secret, body)}` }),
  opsgenie: ({ secret }) => ({ 'x-meshline-token': secret }),
  statuspage: ({ secret }) => ({ 'x-meshline-token': secret }),
  usage: ({ body, secret, now }) => {
    const t = seconds(now)
    return { 'x-meshline-signature': `t=${t},v1=${hex(secret, `${t}.${body}`)}` }
  },
}

function hex(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex')
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}
