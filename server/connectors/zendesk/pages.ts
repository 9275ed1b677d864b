import { z } from 'zod'
import { readAs, readRows } from './answer.ts'
import type { ZendeskAnswer, ZendeskClient } from './client.ts'

const PAGE = 100
const MOST_PAGES = 50

const Meta = z.object({ meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullish() }) })

/** The cursor of the page after an answer; null where it is the last, or does not say. */
export function cursorAfter({ body }: ZendeskAnswer): string | null {
  const { data } = Meta.safeParse(body)
  return data?.meta.has_more ? (data.meta.after_cursor ?? null) : null
}

/** The pages of a list, whatever their status; `path` has its own parameters. */
export async function* pagesOf(client: ZendeskClient, path: string): AsyncGenerator<ZendeskAnswer> {
  const first = `${path}${path.includes('?') ? '&' : '?'}page[size]=${PAGE}`
  let after: string | null = null
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.call(
      'GET',
      after ? `${first}&page[after]=${encodeURIComponent(after)}` : first,
    )
    yield answer
    const next = cursorAfter(answer)
    if (next === null || next === after) return
    after = next
  }
}

/** Every row of a list that can be read. Throws VendorUnavailable. */
export async function readList<T>(
  client: ZendeskClient,
  path: string,
  { name, row }: { readonly name: string; readonly row: z.ZodType<T> },
): Promise<T[]> {
  const found: T[] = []
  for await (const answer of pagesOf(client, path)) {
    const given = readAs(z.record(z.string(), z.unknown()), name, answer)[name]
    const rows = readAs(z.array(z.unknown()), name, { ...answer, body: given })
    found.push(...readRows(row, name, rows).read)
  }
  return found
}
