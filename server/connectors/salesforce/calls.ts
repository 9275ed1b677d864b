import { request, type SalesforceAnswer } from './http.ts'
import type { Token, Tokens } from './token.ts'

const PEOPLES_SHARE = 0.3
const LONG_PAUSE_MS = 15 * 60_000

/** Calls that say who makes them, and what is known of the organization by its answers. */
export interface SignedCalls {
  /** One call; a token that has run out is replaced once. Throws VendorSilent where there is no answer. */
  make(path: string, init?: RequestInit): Promise<SalesforceAnswer>
  /** How long to hold back so that people keep three tenths of the day's API calls; 0 where there are enough. */
  pauseMs(): number
  instanceUrl(): string
  userId(): string | null
}

export function signedCalls(url: string, tokens: Tokens): SignedCalls {
  let usage: ApiUsage | null = null
  let last: Pick<Token, 'instanceUrl' | 'userId'> = { instanceUrl: url, userId: null }

  async function call(path: string, token: Token, init: RequestInit = {}): Promise<SalesforceAnswer> {
    last = token
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${token.value}`)
    headers.set('accept', 'application/json')
    headers.set('sforce-call-options', 'client=meshline')
    const answer = await request(url + path, { ...init, headers })
    usage = usageIn(answer.headers) ?? usage
    return answer
  }

  return {
    async make(path, init) {
      const token = await tokens.current()
      const first = await call(path, token, init)
      return first.status === 401 ? call(path, await tokens.insteadOf(token), init) : first
    },
    pauseMs: () => (usage && usage.used > usage.limit * (1 - PEOPLES_SHARE) ? LONG_PAUSE_MS : 0),
    instanceUrl: () => last.instanceUrl,
    userId: () => last.userId,
  }
}

interface ApiUsage {
  readonly used: number
  readonly limit: number
}

/** `api-usage=18/15000`, of the last 24 hours. */
function usageIn(headers: Headers): ApiUsage | null {
  const [, used, limit] =
    /(?<![\w-])api-usage=(\d+)\/(\d+)/.exec(headers.get('sforce-limit-info') ?? '') ?? []
  return used && limit ? { used: Number(used), limit: Number(limit) } : null
}
