import { invalid, noSuch } from './error.ts'
import type { FormObject, FormValue } from './form.ts'
import type { Shelf, Shelved } from './shelf.ts'

/** What of a shelf a list shows, and how. */
export interface Listing<T> {
  readonly url: string
  readonly query: FormObject
  readonly isShown?: (item: T) => boolean
  readonly show?: (item: T) => object
}

/** Stripe's list answer, newest first; `limit` 1 to 100, 10 if left out. */
export function listOf<T extends Shelved>(shelf: Shelf<T>, { url, query, isShown, show }: Listing<T>) {
  const limit = limitOf(query.limit)
  const matches = (item: T) => isWithin(item.created, query.created) && (isShown?.(item) ?? true)
  const backwards = query.ending_before !== undefined
  const from = startOf(shelf, backwards ? 'ending_before' : 'starting_after', query)
  const found = backwards
    ? newerThan(shelf, { from, limit, matches })
    : olderThan(shelf, { from, limit, matches })
  const shown = found.slice(0, limit)
  const data = (backwards ? shown.toReversed() : shown).map(item => show?.(item) ?? item)
  return { object: 'list', data, has_more: found.length > limit, url }
}

interface Walk<T> {
  readonly from: number
  readonly limit: number
  readonly matches: (item: T) => boolean
}

/** One more than the limit, where there is one. */
function olderThan<T extends Shelved>(shelf: Shelf<T>, { from, limit, matches }: Walk<T>): T[] {
  const all = shelf.newestFirst()
  const found: T[] = []
  for (let place = from + 1; place < all.length && found.length <= limit; place += 1) {
    const item = all[place]
    if (item && matches(item)) found.push(item)
  }
  return found
}

/** The nearest first. */
function newerThan<T extends Shelved>(shelf: Shelf<T>, { from, limit, matches }: Walk<T>): T[] {
  const all = shelf.newestFirst()
  const found: T[] = []
  for (let place = from - 1; place >= 0 && found.length <= limit; place -= 1) {
    const item = all[place]
    if (item && matches(item)) found.push(item)
  }
  return found
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

function startOf<T extends Shelved>(
  shelf: Shelf<T>,
  param: 'starting_after' | 'ending_before',
  query: FormObject,
): number {
  const cursor = query[param]
  if (typeof cursor !== 'string') return -1
  const place = shelf.placeOf(cursor)
  if (place === null) throw noSuch('object', cursor, param)
  return place
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
