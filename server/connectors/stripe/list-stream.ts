import type Stripe from 'stripe'
import { z } from 'zod'
import type { SyncPage, SyncStream } from '../connector.ts'
import { isMissing, unavailable } from './client.ts'
import { EVENTS_KEPT_MS, PAUSE_MS } from './pace.ts'
import type { StripeApi } from './read-customer.ts'
import { type Found, nothing, readEach } from './read-each.ts'
import type { Reading } from './records.ts'

const PAGE = 100
const DAY_MS = 86_400_000

interface Row {
  readonly id: string
  readonly created: number
}

/** What a list takes to give its next page. */
export interface Paging {
  readonly limit: number
  readonly starting_after?: string
  readonly created?: Stripe.RangeQueryParam
}

export interface Listing<T extends Row> {
  readonly name: string
  list(paging: Paging): Promise<Stripe.ApiList<T>>
  read(row: T, reading: Reading): Promise<Found> | Found
}

/** `after` and `created` are those of the last row read; `calledAt` is by our clock, epoch milliseconds. */
const Cursor = z.object({
  after: z.string().nullable(),
  created: z.int().nullable(),
  done: z.boolean(),
  calledAt: z.int(),
})
type Cursor = z.infer<typeof Cursor>

/**
 * All objects of a kind, newest first, once; what changes later comes with the stream of events. Not called for longer
 * than Stripe keeps events, it starts over, as nobody can say what it missed.
 */
export function listStream<T extends Row>(api: StripeApi, listing: Listing<T>): SyncStream {
  return {
    name: listing.name,
    async readPage(text) {
      const now = api.now()
      const at = cursorOf(text, now)
      if (at.done) return idlePage(at, now)
      const { data, has_more } = await pageAfter(listing, at)
      const reading = { readAt: now, announcedAt: null }
      const seen = await readEach(data, {
        nameOf: row => `${listing.name.replace(/s$/, '')} ${row.id}`,
        read: async row => listing.read(row, reading),
      })
      const last = data.findLast(row => typeof row?.id === 'string')
      const end = !has_more || !last
      const position = last ? { after: last.id, created: last.created } : at
      return { ...seen, ...page({ ...at, ...position, done: end, calledAt: now }, end) }
    },
  }
}

function cursorOf(text: string | null, now: number): Cursor {
  const start = { after: null, created: null, done: false, calledAt: now }
  if (text === null) return start
  const cursor = Cursor.parse(JSON.parse(text))
  return cursor.done && now - cursor.calledAt > EVENTS_KEPT_MS ? start : cursor
}

/** Nothing to do; once a day the cursor notes that somebody still asks. */
function idlePage(at: Cursor, now: number): SyncPage {
  const calledAt = now - at.calledAt > DAY_MS ? now : at.calledAt
  return { ...nothing(), ...page({ ...at, calledAt }, true), pauseMs: 0 }
}

function page(cursor: Cursor, end: boolean) {
  return { cursor: JSON.stringify(cursor), end, total: null, pauseMs: PAUSE_MS }
}

/** Where the row the last page ended with was deleted meanwhile, its time stands in for it; rows may come twice. */
async function pageAfter<T extends Row>(listing: Listing<T>, { after, created }: Cursor) {
  try {
    return await listing.list({ limit: PAGE, ...(after !== null && { starting_after: after }) })
  } catch (error) {
    if (!isMissing(error) || created === null) throw unavailable(error)
  }
  try {
    return await listing.list({ limit: PAGE, created: { lte: created } })
  } catch (error) {
    throw unavailable(error)
  }
}
