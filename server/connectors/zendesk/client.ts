import { parseExactJson } from '../../../shared/exact-json.ts'
import { VendorSilent } from '../vendor-silent.ts'

const TIMEOUT_MS = 15_000

/** An answer of Zendesk's API, whatever its status; ids past 2^53 come as strings. */
export interface ZendeskAnswer {
  readonly status: number
  readonly body: unknown
  /** Milliseconds Zendesk asks to wait, null where it does not. */
  readonly retryAfterMs: number | null
  /** What is left of this minute's calls, of 1; null where Zendesk does not say. */
  readonly leftShare: number | null
}

/** Where the API is and who calls it. */
export interface ZendeskCredentials {
  readonly url: string
  readonly email: string
  readonly apiToken: string
}

export interface ZendeskClient {
  /** One call, no retries. Throws VendorSilent where there is no answer. */
  call(method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown): Promise<ZendeskAnswer>
}

/** An opened account, where its agents work, and our clock, epoch milliseconds. */
export interface ZendeskApi {
  readonly client: ZendeskClient
  readonly siteUrl: string
  readonly now: () => number
}

export function zendeskClient({ url, email, apiToken }: ZendeskCredentials): ZendeskClient {
  const authorization = `Basic ${Buffer.from(`${email}/token:${apiToken}`).toString('base64')}`
  return {
    async call(method, path, body) {
      const headers = { authorization, accept: 'application/json', 'content-type': 'application/json' }
      try {
        const response = await fetch(url + path, {
          method,
          headers,
          signal: AbortSignal.timeout(TIMEOUT_MS),
          redirect: 'error',
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })
        const text = await response.text()
        return {
          status: response.status,
          body: parseOrNull(text),
          retryAfterMs: retryAfterOf(response.headers),
          leftShare: leftShareOf(response.headers),
        }
      } catch (error) {
        throw new VendorSilent('Zendesk', error)
      }
    },
  }
}

function parseOrNull(text: string): unknown {
  try {
    return parseExactJson(text)
  } catch {
    return null
  }
}

function retryAfterOf(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds * 1000 : null
}

/** People, other apps and Meshline share one allowance. */
function leftShareOf(headers: Headers): number | null {
  const share =
    Number(headers.get('x-rate-limit-remaining') ?? Number.NaN) / Number(headers.get('x-rate-limit'))
  return Number.isFinite(share) ? share : null
}
