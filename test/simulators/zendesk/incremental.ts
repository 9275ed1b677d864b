import { Refused } from './error.ts'
import { isoSeconds, SITE } from './ticket.ts'

const PAGE = 1000
/** An export may not start in the minute that has just passed. */
const TOO_RECENT_SECONDS = 60

/** A row of an export. */
export interface Changed {
  readonly id: number
  /** Without milliseconds, so that text sorts as time. */
  readonly updated_at: string
}

interface Asked {
  /** As `tickets`. */
  readonly name: string
  readonly url: URL
  readonly nowSeconds: number
}

/** Rows by time of change, and the page that shows them; its cursor remembers the last one handed out. */
export function cursorExport<T extends Changed>(rows: Iterable<T>, { name, url, nowSeconds }: Asked) {
  const size = sizeOf(url)
  const cursor = url.searchParams.get('cursor')
  const after = cursor ? decode(cursor) : { at: isoSeconds(startOf(url, nowSeconds) * 1000), id: -1 }
  const changed = [...rows].filter(row => isAfter(row, after)).toSorted(byChange)
  const handedOut = changed.slice(0, size)
  const last = handedOut.at(-1)
  const next = last ? encode({ at: last.updated_at, id: last.id }) : encode(after)
  const page = {
    [name]: handedOut,
    after_cursor: next,
    after_url: `${SITE}/api/v2/incremental/${name}/cursor.json?cursor=${next}&per_page=${size}`,
    before_cursor: null,
    before_url: null,
    end_of_stream: changed.length <= size,
  }
  return { page, rows: handedOut }
}

/** Rows changed at a time or later; a page is longer than asked for where its last second has more. */
export function timeExport<T extends Changed>(rows: Iterable<T>, { name, url, nowSeconds }: Asked) {
  const size = sizeOf(url)
  const start = startOf(url, nowSeconds)
  const from = isoSeconds(start * 1000)
  const changed = [...rows].filter(row => row.updated_at >= from).toSorted(byChange)
  const lastTime = changed[size - 1]?.updated_at ?? changed.at(-1)?.updated_at ?? null
  const page = changed.filter(row => lastTime !== null && row.updated_at <= lastTime)
  const end = lastTime === null ? start : Date.parse(lastTime) / 1000
  return {
    [name]: page,
    count: page.length,
    end_time: end,
    next_page: `${SITE}/api/v2/incremental/${name}.json?per_page=${size}&start_time=${end}`,
    end_of_stream: page.length === changed.length,
  }
}

interface Position {
  readonly at: string
  readonly id: number
}

function sizeOf(url: URL): number {
  return Math.min(PAGE, Number(url.searchParams.get('per_page') ?? PAGE))
}

function startOf(url: URL, nowSeconds: number): number {
  const start = Number(url.searchParams.get('start_time') ?? Number.NaN)
  if (!Number.isFinite(start))
    throw new Refused(400, { error: 'InvalidValue', description: 'start_time is required' })
  if (start > nowSeconds - TOO_RECENT_SECONDS) {
    const description = 'Too recent start_time. Use a start_time older than 60 seconds'
    throw new Refused(422, { error: 'InvalidValue', description })
  }
  return start
}

function isAfter({ updated_at, id }: Changed, after: Position): boolean {
  return updated_at > after.at || (updated_at === after.at && id > after.id)
}

function byChange(a: Changed, b: Changed): number {
  if (a.updated_at !== b.updated_at) return a.updated_at < b.updated_at ? -1 : 1
  return a.id - b.id
}

const encode = ({ at, id }: Position): string => Buffer.from(`${at}|${id}`).toString('base64url')

function decode(cursor: string): Position {
  const [at = '', id] = Buffer.from(cursor, 'base64url').toString().split('|')
  return { at, id: Number(id ?? -1) }
}
