import { z } from 'zod'
import type { SourceRecord } from '../../../shared/source-record.ts'
import type { ChangedSubject, SyncPage, SyncStream } from '../connector.ts'
import { readAs, readRows } from './answer.ts'
import type { ZendeskAnswer, ZendeskApi } from './client.ts'
import type { Reading } from './records.ts'
import { ExportAnswer, UsersAnswer, ZendeskUser } from './shapes.ts'

const PAGE = 1000
/** Zendesk allows ten exports a minute; half of them is left to others. */
const PAUSE_MS = 12_000
/** Below this share of the minute's calls, people come first until the next minute. */
const LEFT_TO_PEOPLE = 0.4
const MINUTE_MS = 60_000
/** An export may not start in the minute that has just passed; more, as clocks differ. */
const NOT_SINCE_SECONDS = 90

/** What a row came to. */
export interface Found {
  readonly records: readonly SourceRecord[]
  readonly subjects: readonly ChangedSubject[]
}

/** What a row is read with. */
export interface Beside {
  /** Until the whole stream has been read once. */
  readonly isFirst: boolean
  /** By id, where the export was asked to include them. */
  readonly users: ReadonlyMap<string, ZendeskUser>
}

export interface Export<T> {
  /** As Zendesk calls the rows. */
  readonly name: string
  /** Exports of organizations go on by the time at which the last one ended. */
  readonly by: 'cursor' | 'time'
  readonly row: z.ZodType<T>
  readonly include?: 'users'
  read(row: T, reading: Reading, beside: Beside): Promise<Found>
}

/** `cursor` is Zendesk's; `time` is in seconds since the epoch. */
const Position = z.object({ cursor: z.string().nullable(), time: z.int(), isFirst: z.boolean() })
type Position = z.infer<typeof Position>

const START: Position = { cursor: null, time: 1, isFirst: true }

/** One of Zendesk's incremental exports: all rows by the time of their change, and then those that changed since. */
export function exportStream<T>(api: ZendeskApi, rows: Export<T>): SyncStream {
  return {
    name: rows.name,
    async readPage(text) {
      const at = text === null ? START : Position.parse(JSON.parse(text))
      const answer = await api.client.call('GET', pathOf(rows, at, api.now()))
      const page = readAs(ExportAnswer, rows.name, answer)
      const found = await readFound(api, { rows, at, answer })
      return {
        ...found,
        cursor: JSON.stringify(after(at, page)),
        end: page.end_of_stream,
        total: null,
        pauseMs: pauseAfter(answer),
      }
    },
  }
}

function pathOf<T>({ name, by, include }: Export<T>, { cursor, time }: Position, now: number): string {
  if (by === 'time') {
    const start = Math.min(time, Math.floor(now / 1000) - NOT_SINCE_SECONDS)
    return `/api/v2/incremental/${name}.json?start_time=${start}&per_page=${PAGE}`
  }
  const from = cursor === null ? `start_time=${time}` : `cursor=${encodeURIComponent(cursor)}`
  return `/api/v2/incremental/${name}/cursor.json?${from}&per_page=${PAGE}${include ? `&include=${include}` : ''}`
}

/** An export by time repeats its last second; where more is to come, it must not stand still there. */
function after(at: Position, page: z.infer<typeof ExportAnswer>): Position {
  const least = page.end_of_stream ? at.time : at.time + 1
  return {
    cursor: page.after_cursor ?? at.cursor,
    time: Math.max(page.end_time ?? at.time, least),
    isFirst: at.isFirst && !page.end_of_stream,
  }
}

async function readFound<T>(
  { siteUrl, now }: ZendeskApi,
  { rows, at, answer }: { rows: Export<T>; at: Position; answer: ZendeskAnswer },
): Promise<Pick<SyncPage, 'records' | 'subjects' | 'unreadable'>> {
  const reading = { siteUrl, readAt: now() }
  const given = readAs(z.record(z.string(), z.unknown()), rows.name, answer)[rows.name]
  const list = readAs(z.array(z.unknown()), rows.name, { ...answer, body: given })
  const { read, unreadable } = readRows(rows.row, rows.name.replace(/s$/, ''), list)
  const users = rows.include
    ? readRows(ZendeskUser, 'user', readAs(UsersAnswer, 'users', answer).users).read
    : []
  const beside = { isFirst: at.isFirst, users: new Map(users.map(user => [user.id, user])) }
  const found: Found[] = []
  for (const row of read) found.push(await rows.read(row, reading, beside))
  return {
    records: found.flatMap(({ records }) => records),
    subjects: found.flatMap(({ subjects }) => subjects),
    unreadable,
  }
}

function pauseAfter({ leftShare }: ZendeskAnswer): number {
  return leftShare !== null && leftShare < LEFT_TO_PEOPLE ? MINUTE_MS : PAUSE_MS
}
