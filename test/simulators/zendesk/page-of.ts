import { SITE } from './ticket.ts'

/** A page of a list, by cursor where `page[size]` asks for it, else by offset. `sort_order=desc` turns it around. */
export function pageOf(name: string, all: readonly Row[], url: URL) {
  const ordered = url.searchParams.get('sort_order') === 'desc' ? all.toReversed() : all
  return url.searchParams.has('page[size]') ? cursorPage(name, ordered, url) : offsetPage(name, ordered, url)
}

/** `page[size]` up to 100; a cursor names the last row that was handed out. */
function cursorPage(name: string, all: readonly Row[], url: URL) {
  const size = Math.min(100, Math.max(1, Number(url.searchParams.get('page[size]'))))
  const after = url.searchParams.get('page[after]')
  const from = after === null ? 0 : all.findIndex(({ id }) => cursorOf(id) === after) + 1
  const rows = all.slice(from, from + size)
  const cursor = cursorOf(rows.at(-1)?.id ?? '')
  const hasMore = from + size < all.length
  const next = new URL(url.pathname + url.search, SITE)
  next.searchParams.set('page[after]', cursor)
  return {
    [name]: rows,
    meta: { has_more: hasMore, after_cursor: cursor, before_cursor: cursorOf(rows[0]?.id ?? '') },
    links: { prev: null, next: hasMore ? next.toString() : null },
  }
}

const cursorOf = (id: number | string): string => Buffer.from(String(id)).toString('base64url')

interface Row {
  readonly id: number | string
}

/** `page` from 1, `per_page` up to 100, addresses of the neighbours. */
function offsetPage(name: string, all: readonly Row[], url: URL) {
  const perPage = Math.min(100, Math.max(1, Number(url.searchParams.get('per_page') ?? 100)))
  const page = Math.max(1, Number(url.searchParams.get('page') ?? 1))
  const from = (page - 1) * perPage
  return {
    [name]: all.slice(from, from + perPage),
    next_page: from + perPage < all.length ? addressOf(url, page + 1) : null,
    previous_page: page > 1 ? addressOf(url, page - 1) : null,
    count: all.length,
  }
}

function addressOf(url: URL, page: number): string {
  const address = new URL(url.pathname + url.search, SITE)
  address.searchParams.set('page', String(page))
  return address.toString()
}
