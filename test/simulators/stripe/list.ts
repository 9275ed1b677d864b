import { invalid, noSuch } from './error.ts'
import type { FormObject, FormValue } from './form.ts'

interface Listed {
  readonly id: string
  readonly created: number
}

/** Stripe's list answer, newest first; `limit` 1 to 100, 10 if left out. */
export function listOf<T extends Listed>(url: string, all: readonly T[], query: FormObject) {
  const limit = limitOf(query.limit)
  const sorted = all
    .map((item, index) => ({ item, index }))
    .filter(({ item }) => isWithin(item.created, query.created))
    .toSorted((a, b) => b.item.created - a.item.created || b.index - a.index)
    .map(({ item }) => item)
  const from = startOf(sorted, query.starting_after)
  return {
    object: 'list',
    data: sorted.slice(from, from + limit),
    has_more: sorted.length > from + limit,
    url,
  }
}

function limitOf(text: FormValue | undefined): number {
  if (text === undefined) return 10
  const limit = Number(text)
  if (!Number.isInteger(limit))
    throw invalid(`Invalid integer: ${JSON.stringify(text)}`, {
      code: 'parameter_invalid_integer',
      param: 'limit',
    })
  if (limit < 1 || limit > 100) throw invalid('Limit must be between 1 and 100.', { param: 'limit' })
  return limit
}

function startOf(sorted: readonly Listed[], cursor: FormValue | undefined): number {
  if (typeof cursor !== 'string') return 0
  const index = sorted.findIndex(({ id }) => id === cursor)
  if (index < 0) throw noSuch('object', cursor, 'starting_after')
  return index + 1
}

/** `created` is an exact time or bounds `gt|gte|lt|lte`, in seconds. */
function isWithin(created: number, asked: FormValue | undefined): boolean {
  if (asked === undefined) return true
  if (typeof asked === 'string') return created === Number(asked)
  const { gt, gte, lt, lte } = asked
  return (
    (gt === undefined || created > Number(gt)) &&
    (gte === undefined || created >= Number(gte)) &&
    (lt === undefined || created < Number(lt)) &&
    (lte === undefined || created <= Number(lte))
  )
}
