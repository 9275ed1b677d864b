import { SITE } from './ticket.ts'

/** Zendesk's offset pages: `page` from 1, `per_page` up to 100, addresses of the neighbours. */
export function pageOf(name: string, all: readonly object[], url: URL) {
  const perPage = Math.min(100, Math.max(1, Number(url.searchParams.get('per_page') ?? 100)))
  const page = Math.max(1, Number(url.searchParams.get('page') ?? 1))
  const from = (page - 1) * perPage
  const ordered = url.searchParams.get('sort_order') === 'desc' ? all.toReversed() : all
  return {
    [name]: ordered.slice(from, from + perPage),
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
