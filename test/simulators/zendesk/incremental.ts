import { Refused } from './error.ts'
import type { ZendeskState } from './state.ts'
import { SITE, type SimTicket } from './ticket.ts'

const PAGE = 1000

/** Tickets by time of change; the cursor remembers the last one handed out. Times in seconds. */
export function incrementalTickets(state: ZendeskState, url: URL, nowSeconds: number) {
  const size = Math.min(PAGE, Number(url.searchParams.get('per_page') ?? PAGE))
  const after = startOf(url, nowSeconds)
  const changed = [...state.tickets.values()].filter(ticket => isAfter(ticket, after)).toSorted(byChange)
  const tickets = changed.slice(0, size)
  const last = tickets.at(-1)
  const cursor = last ? encode({ at: secondsOf(last), id: last.id }) : encode(after)
  return {
    tickets,
    after_cursor: cursor,
    after_url: `${SITE}/api/v2/incremental/tickets/cursor.json?cursor=${cursor}&per_page=${size}`,
    before_cursor: null,
    before_url: null,
    end_of_stream: changed.length <= size,
  }
}

interface Position {
  readonly at: number
  readonly id: number
}

function startOf(url: URL, nowSeconds: number): Position {
  const cursor = url.searchParams.get('cursor')
  if (cursor) return decode(cursor)
  const start = Number(url.searchParams.get('start_time') ?? Number.NaN)
  if (!Number.isFinite(start))
    throw new Refused(400, { error: 'InvalidValue', description: 'start_time is required' })
  if (start > nowSeconds - 60) {
    const description = 'Too recent start_time. Use a start_time older than 60 seconds'
    throw new Refused(422, { error: 'InvalidValue', description })
  }
  return { at: start, id: -1 }
}

const secondsOf = (ticket: SimTicket): number => Math.floor(Date.parse(ticket.updated_at) / 1000)

function isAfter(ticket: SimTicket, { at, id }: Position): boolean {
  const changed = secondsOf(ticket)
  return changed > at || (changed === at && ticket.id > id)
}

function byChange(a: SimTicket, b: SimTicket): number {
  return secondsOf(a) - secondsOf(b) || a.id - b.id
}

const encode = ({ at, id }: Position): string => Buffer.from(`${at}|${id}`).toString('base64url')

function decode(cursor: string): Position {
  const [at, id] = Buffer.from(cursor, 'base64url').toString().split('|').map(Number)
  return { at: at ?? 0, id: id ?? -1 }
}
