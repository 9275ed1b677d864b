import { z } from 'zod'
import type { SourceRecord } from '../../../shared/source-record.ts'
import { type ChangedSubject, type SyncPage, type SyncStream, UnreadableAnswer } from '../connector.ts'
import { KINDS } from './kinds.ts'
import type { Objects } from './objects.ts'
import { Row } from './shapes.ts'
import { moment, quoted } from './soql.ts'

const PAGE = 2000

/** A change gets its time before it is committed, and a transaction may take ten minutes. */
const OVERLAP_MS = 10 * 60_000

/** The row after which to go on: all later changes, and those of the same moment with a greater id. */
const Cursor = z.object({ after: z.int(), id: z.string(), total: z.int().nullable() })
type Cursor = z.infer<typeof Cursor>

/**
 * Every object in the order in which it changed, deletions and merges among them. What changes during the reading moves
 * to the end of that order and is met there again; nothing is passed over.
 */
export function salesforceStreams(objects: Objects, pauseMs: () => number): SyncStream[] {
  return KINDS.map(kind => ({
    name: kind.stream,

    async readPage(text) {
      const cursor = readCursor(text)
      const total = cursor ? cursor.total : await objects.count(kind)
      const found = await objects.select(kind, `${whereOf(cursor)} ORDER BY SystemModstamp, Id LIMIT ${PAGE}`)
      if (!found) return emptyPage(text ?? JSON.stringify(START))
      const { rows, readAt } = found
      const { records, unreadable } = await objects.read(kind, found)
      const end = rows.length < PAGE
      return {
        records,
        cursor: JSON.stringify(cursorAfter(rows, cursor ?? START, { end, total, readAt })),
        end,
        total,
        pauseMs: pauseMs(),
        subjects: kind.makesItems ? records.map(subjectOf) : [],
        ...(unreadable.length > 0 && { unreadable: unreadable.map(({ name }) => name) }),
      } satisfies SyncPage
    },
  }))
}

const START: Cursor = { after: 0, id: '', total: null }

/** Null starts at the beginning; so does a cursor from another version of Meshline. */
function readCursor(text: string | null): Cursor | null {
  if (text === null) return null
  try {
    const parsed = Cursor.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function whereOf(cursor: Cursor | null): string {
  if (!cursor) return ''
  const after = moment(cursor.after)
  const later = `SystemModstamp > ${after}`
  return cursor.id === ''
    ? `WHERE SystemModstamp >= ${after}`
    : `WHERE ${later} OR (SystemModstamp = ${after} AND Id > ${quoted(cursor.id)})`
}

interface Progress {
  readonly end: boolean
  readonly total: number | null
  readonly readAt: number
}

/** At the end it steps back behind what may still be on its way into the database; the store knows repetitions. */
function cursorAfter(rows: readonly unknown[], before: Cursor, { end, total, readAt }: Progress): Cursor {
  const last = rows.findLast(row => Row.safeParse(row).success)
  const read = last === undefined ? null : Row.parse(last)
  if (rows.length > 0 && !read && !end) {
    throw new UnreadableAnswer({
      en: `Salesforce sent ${rows.length} rows without an id and a time`,
      de: `Salesforce hat ${rows.length} Zeilen ohne Id und Zeitpunkt geschickt`,
    })
  }
  const reached = read ? { after: read.SystemModstamp, id: read.Id } : { after: before.after, id: before.id }
  if (!end) return { ...reached, total }
  const settled = readAt - OVERLAP_MS
  return reached.after > settled ? { after: settled, id: '', total: null } : { ...reached, total: null }
}

function subjectOf({ name, changedAt }: SourceRecord): ChangedSubject {
  return { subject: { type: name.type, id: name.id }, record: name, changedAt }
}

/** Of an object the integration user may not see: nothing to read, until somebody gives it the permission. */
function emptyPage(cursor: string): SyncPage {
  return { records: [], cursor, end: true, total: null, pauseMs: 0, subjects: [] }
}
