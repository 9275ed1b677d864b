import { z } from 'zod'
import { UnreadableAnswer } from '../connector.ts'
import { signedCalls } from './calls.ts'
import { retryAfterOf, type SalesforceAnswer } from './http.ts'
import { refusedBy } from './refused.ts'
import type { Tokens } from './token.ts'

/** Where the resources of the API begin. */
export const DATA = '/services/data/v66.0'

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
  /**
   * One call that changes something, whatever comes of it. It is made again only where a token has run out, as then
   * nothing happened. Throws VendorSilent where there is no answer.
   */
  send(change: SalesforceChange): Promise<SalesforceAnswer>
  /** How long to hold back so that people keep three tenths of the day's API calls; 0 where there are enough. */
  pauseMs(): number
  /** The organization's own address by its last token; the one it is called at until there is one. */
  instanceUrl(): string
  /** Whom the last token acts as; null until there is one. */
  userId(): string | null
}

/** `path` with the beginning of `DATA`; `headers` beside the usual. */
export interface SalesforceChange {
  readonly method: 'POST' | 'PATCH'
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

const QueryAnswer = z.object({
  totalSize: z.number(),
  done: z.boolean().default(true),
  records: z.array(z.unknown()).default([]),
  nextRecordsUrl: z.string().startsWith('/services/data/').nullish(),
})

export function salesforceClient(url: string, tokens: Tokens): SalesforceClient {
  const calls = signedCalls(url, tokens)

  async function answered(path: string): Promise<unknown> {
    const { status, body, headers } = await calls.make(path)
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
    send: ({ method, path, body, headers }) =>
      calls.make(path, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    pauseMs: () => calls.pauseMs(),
    instanceUrl: () => calls.instanceUrl(),
    userId: () => calls.userId(),
  }
}
