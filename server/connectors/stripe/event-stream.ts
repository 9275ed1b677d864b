import type Stripe from 'stripe'
import { z } from 'zod'
import type { SyncPage, SyncStream } from '../connector.ts'
import { isMissing, unavailable } from './client.ts'
import { EVENTS_KEPT_MS, PAUSE_MS } from './pace.ts'
import { readAgain, touchedBy } from './read-again.ts'
import type { StripeApi } from './read-customer.ts'
import { nothing, readEach } from './read-each.ts'

const PAGE = 100
/** Events of one second may become visible in any order. */
const MARGIN_SECONDS = 60

/** The newest event that was read, and when; epoch milliseconds of our clock. */
const Cursor = z.object({ after: z.string().nullable(), calledAt: z.int() })
type Cursor = z.infer<typeof Cursor>

/**
 * What changed since the last call, by Stripe's own record of events, so that no webhook has to arrive. An event only
 * says which object to read again. The first call reads nothing but where the record stands.
 */
export function eventStream(api: StripeApi): SyncStream {
  return {
    name: 'events',
    async readPage(text) {
      const now = api.now()
      const cursor = text === null ? null : Cursor.parse(JSON.parse(text))
      if (!cursor || now - cursor.calledAt > EVENTS_KEPT_MS) return startingPage(api, now)
      const { events, hasMore } = await eventsAfter(api, cursor)
      const touched = touchedBy(events)
      const read = await readEach(touched, {
        nameOf: ({ type, id }) => `${type} ${id}`,
        read: each => readAgain(api, each),
      })
      const after = events[0]?.id ?? cursor.after
      return { ...read, ...page({ after, calledAt: now }, { end: !hasMore, calls: 1 + touched.length }) }
    },
  }
}

async function startingPage(api: StripeApi, now: number): Promise<SyncPage> {
  const { data } = await listEvents(api, { limit: 1 })
  return { ...nothing(), ...page({ after: data[0]?.id ?? null, calledAt: now }, { end: true, calls: 1 }) }
}

function page(cursor: Cursor, { end, calls }: { end: boolean; calls: number }) {
  return { cursor: JSON.stringify(cursor), end, total: null, pauseMs: calls * PAUSE_MS }
}

interface Events {
  /** Newest first. */
  readonly events: readonly Stripe.Event[]
  readonly hasMore: boolean
}

/** The oldest events after the last one read. An account that was quiet for 30 days no longer has that one. */
async function eventsAfter(api: StripeApi, { after, calledAt }: Cursor): Promise<Events> {
  if (after !== null) {
    try {
      const { data, has_more } = await api.stripe.events.list({ limit: PAGE, ending_before: after })
      return { events: data, hasMore: has_more }
    } catch (error) {
      if (!isMissing(error)) throw unavailable(error)
    }
  }
  return oldestSince(api, Math.floor(calledAt / 1000) - MARGIN_SECONDS)
}

/** `since` is in seconds. Stripe gives the newest first, so that the oldest are at the end. */
async function oldestSince(api: StripeApi, since: number): Promise<Events> {
  const oldest: Stripe.Event[] = []
  let count = 0
  try {
    for await (const event of api.stripe.events.list({ limit: PAGE, created: { gte: since } })) {
      count += 1
      oldest.push(event)
      if (oldest.length > PAGE) oldest.shift()
    }
  } catch (error) {
    throw unavailable(error)
  }
  return { events: oldest, hasMore: count > oldest.length }
}

async function listEvents({ stripe }: StripeApi, params: Stripe.EventListParams) {
  try {
    return await stripe.events.list(params)
  } catch (error) {
    throw unavailable(error)
  }
}
