import { z } from 'zod'
import type { SyncPage, SyncStream } from '../connector.ts'
import { COMPANIES, CONTACTS, type HubspotApi, type Kind } from './kinds.ts'
import { type Filter, search } from './search.ts'
import { Id } from './shapes.ts'

/** A search a second out of the five that the whole account has. */
const PAUSE_MS = 1_000
/** What was changed shows in searches a while later, so each window begins before the last one ended. */
const OVERLAP_MS = 5 * 60_000

/** A window of changes and how far it was read. Times: epoch milliseconds. */
const Cursor = z.object({
  since: z.int(),
  /** Null: the window is read to its end, and the next one begins at `since`. */
  until: z.int().nullable(),
  /** The last id that was read. */
  after: Id,
  total: z.int().nullable(),
})
type Cursor = z.infer<typeof Cursor>

const START: Cursor = { since: 0, until: null, after: '0', total: null }

/** Companies, then the people at them. */
export function hubspotStreams(api: HubspotApi): SyncStream[] {
  return [streamOf(api, COMPANIES), streamOf(api, CONTACTS)]
}

/**
 * Pages by id inside a window of changes: a search gives out its first 10,000 and no more, and an object that changes
 * while the window is read moves to the next window instead of shifting the pages of this one.
 */
function streamOf(api: HubspotApi, kind: Kind): SyncStream {
  return {
    name: kind.plural,
    async readPage(text): Promise<SyncPage> {
      const from = cursorOf(text)
      const at: Cursor & { until: number } = { ...from, until: from.until ?? api.now() }
      const [portal, readAt] = [await api.portal(), api.now()]
      const { results, total, paging } = await search(api.client, kind, filtersOf(kind, at))
      const isFirst = at.since === 0 && at.after === START.after
      const last = lastId(results)
      const end = last === null || !paging?.next
      const known = isFirst ? (total ?? null) : at.total
      return {
        records: results.flatMap(result => kind.recordsOf(result, { portal, readAt })),
        cursor: JSON.stringify(end ? windowAfter(at, known) : { ...at, after: last, total: known }),
        end,
        total: known,
        pauseMs: end ? 0 : PAUSE_MS,
        subjects: [],
      }
    },
  }
}

function cursorOf(text: string | null): Cursor {
  return text === null ? START : Cursor.parse(JSON.parse(text))
}

function windowAfter({ until }: { until: number }, total: number | null): Cursor {
  return { since: Math.max(1, until - OVERLAP_MS), until: null, after: START.after, total }
}

function filtersOf({ modified }: Kind, { since, until, after }: Cursor & { until: number }): Filter[] {
  return [
    { propertyName: modified, operator: 'GTE', value: String(since) },
    { propertyName: modified, operator: 'LTE', value: String(until) },
    { propertyName: 'hs_object_id', operator: 'GT', value: after },
  ]
}

const Named = z.object({ id: Id })

function lastId(results: readonly unknown[]): string | null {
  const parsed = Named.safeParse(results.at(-1))
  return parsed.success ? parsed.data.id : null
}
