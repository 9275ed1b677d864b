import { z } from 'zod'
import { UnreadableAnswer } from '../connector.ts'
import { request, retryAfterOf, type SalesforceAnswer } from './http.ts'
import { refusedBy } from './refused.ts'
import type { Token, Tokens } from './token.ts'

const DATA = '/services/data/v66.0'
const PEOPLES_SHARE = 0.3
const LONG_PAUSE_MS = 15 * 60_000

export interface SalesforceClient {
  /**
   * One GET below `/services/data/vNN.N`; a token that has run out is replaced once. Throws VendorUnavailable where
   * there is no answer, and SalesforceRefused for everything but 200; null for 404.
   */
  get(path: string): Promise<unknown>
  /** Every row a query finds, deleted ones too where it says `queryAll`. Throws as `get`, and UnreadableAnswer. */
  rows(soql: string, kind?: 'query' | 'queryAll'): Promise<unknown[]>
  /** How many rows there are, for a query of `COUNT()`. */
  count(soql: string, kind?: 'query' | 'queryAll'): Promise<number>
  /** How long to hold back so that people keep three tenths of the day's API calls; 0 where there are enough. */
  pauseMs(): number
  /** The organization's own address by its last token; the one it is called at until there is one. */
  instanceUrl(): string
}

const QueryAnswer = z.object({
  totalSize: z.number(),
  done: z.boolean().default(true),
  records: z.array(z.unknown()).default([]),
  nextRecordsUrl: z.string().startsWith('/services/data/').nullish(),
})

export function salesforceClient(url: string, tokens: Tokens): SalesforceClient {
  let usage: ApiUsage | null = null
  let instanceUrl = url

  async function call(path: string, token: Token): Promise<SalesforceAnswer> {
    instanceUrl = token.instanceUrl
    const headers = {
      authorization: `Bearer ${token.value}`,
      accept: 'application/json',
      'sforce-call-options': 'client=meshline',
    }
    const answer = await request(url + path, { headers })
    usage = usageIn(answer.headers) ?? usage
    return answer
  }

  async function answered(path: string): Promise<unknown> {
    const token = await tokens.current()
    const first = await call(path, token)
    const { status, body, headers } =
      first.status === 401 ? await call(path, await tokens.insteadOf(token)) : first
    if (status === 404) return null
    if (status === 200 && body !== null) return body
    throw refusedBy(status, body, retryAfterOf(headers))
  }

  async function queried(path: string): Promise<z.infer<typeof QueryAnswer>> {
    const parsed = QueryAnswer.safeParse(await answered(path))
    if (parsed.success) return parsed.data
    throw new UnreadableAnswer({
      en: `Salesforce answered a query in a way nobody can read: ${parsed.error.message}`,
      de: `Salesforce hat eine Abfrage unlesbar beantwortet: ${parsed.error.message}`,
    })
  }

  return {
    get: path => answered(DATA + path),
    async rows(soql, kind = 'query') {
      const rows: unknown[] = []
      let path: string | null = `${DATA}/${kind}?q=${encodeURIComponent(soql)}`
      while (path !== null) {
        const page: z.infer<typeof QueryAnswer> = await queried(path)
        rows.push(...page.records)
        path = page.done ? null : (page.nextRecordsUrl ?? null)
      }
      return rows
    },
    count: async (soql, kind = 'query') =>
      (await queried(`${DATA}/${kind}?q=${encodeURIComponent(soql)}`)).totalSize,
    pauseMs: () => (usage && usage.used > usage.limit * (1 - PEOPLES_SHARE) ? LONG_PAUSE_MS : 0),
    instanceUrl: () => instanceUrl,
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
