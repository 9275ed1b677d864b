import type { Calendar } from './calendar.ts'
import { endOf, hoursByDate, minutesOf } from './calendar-hours.ts'

/** An unbroken stretch of open time: epoch milliseconds, `until` not included. */
export interface OpenSegment {
  readonly from: number
  readonly until: number
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const WEEK = 7 * DAY

/** Ten years with three leap days: what lies further ahead is taken for never. */
const HORIZON = 3_653 * DAY

/**
 * The instant at which `ms` (0 or more) of open time have passed since `from`: a target that is used up when the
 * calendar closes is due at that closing, and one of 0 ms at `from`, open or not. Null where that takes over 10 years.
 */
export function advance(calendar: Calendar, from: number, ms: number): number | null {
  if (!(ms >= 0)) throw new RangeError(`open time does not run backwards: ${ms} ms`)
  if (ms === 0) return from
  let left = ms
  for (const open of openPieces(calendar, from, from + HORIZON)) {
    const length = open.until - open.from
    if (left <= length) return open.from + left
    left -= length
  }
  return null
}

/** Open milliseconds in [from, until); 0 where `until` is not after `from`. */
export function openBetween(calendar: Calendar, from: number, until: number): number {
  let total = 0
  for (const open of openPieces(calendar, from, until)) total += open.until - open.from
  return total
}

/** The open stretches of [from, until), in order and as long as they go: they add up to `openBetween`. */
export function openSegments(calendar: Calendar, from: number, until: number): OpenSegment[] {
  return merged(openPieces(calendar, from, until))
}

export function isOpen(calendar: Calendar, at: number): boolean {
  return openBetween(calendar, at, at + 1) === 1
}

/** When work can start from `at` on: `at` itself while open. Null where that is not within 10 years. */
export function nextOpening(calendar: Calendar, at: number): number | null {
  for (const open of openPieces(calendar, at, at + HORIZON)) return open.from
  return null
}

/** When the opening that runs at `at`, or else the next one, ends. Null where that is not within 10 years. */
export function nextClosing(calendar: Calendar, at: number): number | null {
  let closing: number | null = null
  for (const open of openPieces(calendar, at, at + HORIZON)) {
    if (closing !== null && open.from > closing) return closing
    closing = open.until
  }
  return closing === at + HORIZON ? null : closing
}

/** The open time of [from, until) in order; one opening may come in several adjoining pieces. */
function* openPieces(calendar: Calendar, from: number, until: number): Generator<OpenSegment> {
  if (until <= from) return
  for (let week = Math.floor(from / WEEK); week * WEEK < until; week += 1) {
    for (const open of openInWeek(calendar, week)) {
      if (open.until <= from) continue
      if (open.from >= until) return
      if (open.from >= from && open.until <= until) yield open
      else yield { from: Math.max(open.from, from), until: Math.min(open.until, until) }
    }
  }
}

function merged(pieces: Iterable<OpenSegment>): OpenSegment[] {
  const segments: OpenSegment[] = []
  for (const piece of pieces) {
    const last = segments.at(-1)
    if (last?.until === piece.from) segments.splice(-1, 1, { from: last.from, until: piece.until })
    else segments.push(piece)
  }
  return segments
}

/** What is known of one calendar: open wall-clock time by day, and the open segments of weeks asked for. */
interface Timetable {
  readonly timeZone: string
  /** The open minutes of a day (days since 1970-01-01 on the wall), in order, midnight to midnight. */
  readonly openMinutes: (day: number) => readonly Minutes[]
  readonly weeks: Map<number, readonly OpenSegment[]>
}

interface Minutes {
  readonly from: number
  readonly until: number
}

/** Sound because a parsed calendar is frozen; a calendar nobody holds any more takes its timetable with it. */
const timetables = new WeakMap<Calendar, Timetable>()
/** Twice the horizon. */
const WEEKS_KEPT = 1_050

/** The open segments in the seven days that start `week` times seven days after the epoch, in UTC. */
function openInWeek(calendar: Calendar, week: number): readonly OpenSegment[] {
  const timetable = timetables.get(calendar) ?? timetableOf(calendar)
  timetables.set(calendar, timetable)
  const known = timetable.weeks.get(week)
  if (known) return known
  const segments = merged(openFrom(timetable, week * WEEK, (week + 1) * WEEK))
  const [oldest] = timetable.weeks.keys()
  if (oldest !== undefined && timetable.weeks.size >= WEEKS_KEPT) timetable.weeks.delete(oldest)
  timetable.weeks.set(week, segments)
  return segments
}

/**
 * An instant is open if the wall clock then shows an open time. So an hour the clocks skip is nobody's, and one they
 * show twice counts twice; and nothing here depends on days having 24 hours, or on each date existing.
 */
function* openFrom(
  { timeZone, openMinutes }: Timetable,
  from: number,
  until: number,
): Generator<OpenSegment> {
  for (const steady of steadyStretches(timeZone, from, until)) {
    const lastDay = Math.floor((steady.until - 1 + steady.offset) / DAY)
    for (let day = Math.floor((steady.from + steady.offset) / DAY); day <= lastDay; day += 1) {
      const midnight = day * DAY - steady.offset
      for (const minutes of openMinutes(day)) {
        const start = Math.max(steady.from, midnight + minutes.from * MINUTE)
        const end = Math.min(steady.until, midnight + minutes.until * MINUTE)
        if (start < end) yield { from: start, until: end }
      }
    }
  }
}

/** [from, until) cut where the zone's offset (milliseconds ahead of UTC) changes. */
function* steadyStretches(timeZone: string, from: number, until: number) {
  let start: Temporal.ZonedDateTime | null =
    Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone)
  while (start && start.epochMilliseconds < until) {
    const change: Temporal.ZonedDateTime | null = start.getTimeZoneTransition('next')
    const end = Math.min(until, change?.epochMilliseconds ?? until)
    yield { from: start.epochMilliseconds, until: end, offset: start.offsetNanoseconds / 1e6 }
    start = change
  }
}

function timetableOf(calendar: Calendar): Timetable {
  const hoursOf = hoursByDate(calendar)
  const breaks = Map.groupBy(calendar.breaks, ({ date }) => date)
  const openMinutes = (day: number) => {
    const date = Temporal.PlainDate.from('1970-01-01').add({ days: day })
    const rest = hoursOf(date.subtract({ days: 1 }).toString()).map(interval => ({
      from: 0,
      until: endOf(interval) - 1440,
    }))
    const own = hoursOf(date.toString()).map(interval => ({
      from: minutesOf(interval.from),
      until: Math.min(1440, endOf(interval)),
    }))
    return (breaks.get(date.toString()) ?? []).reduce<Minutes[]>(
      (open, { from, until }) => open.flatMap(minutes => without(minutes, minutesOf(from), minutesOf(until))),
      [...rest, ...own].filter(({ from, until }) => from < until).toSorted((a, b) => a.from - b.from),
    )
  }
  return { timeZone: calendar.timeZone, openMinutes, weeks: new Map() }
}

/** What of some minutes lies before and after a break. */
function without({ from, until }: Minutes, breakFrom: number, breakUntil: number): Minutes[] {
  const parts = [
    { from, until: Math.min(until, breakFrom) },
    { from: Math.max(from, breakUntil), until },
  ]
  return parts.filter(part => part.from < part.until)
}
