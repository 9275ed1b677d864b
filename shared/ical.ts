import { type Holiday, oneHolidayPerDay } from './calendar.ts'
import { parseDuration } from './duration.ts'
import { type EventLines, type IcalLine, readEvents, readParts, unescaped } from './ical-lines.ts'

const DAY = 24 * 60 * 60_000

/** The years to list holidays for, both included, and the zone in which an event's instants become dates. */
export interface IcalReading {
  readonly fromYear: number
  readonly untilYear: number
  readonly timeZone: string
}

/** An event that is no holiday we can list, and why. */
export interface SkippedEvent {
  readonly name: string
  readonly reason: string
}

export type IcalHolidays =
  | { readonly kind: 'read'; readonly holidays: Holiday[]; readonly skipped: SkippedEvent[] }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** The first day of an all-day event, and how many days it lasts. */
interface Days {
  readonly first: Temporal.PlainDate
  readonly count: number
}

/**
 * The whole days that the events of an iCalendar text (RFC 5545) take up. Of recurring events only those that come every
 * year on the same date are read; no event is dropped without being named, unless it lies outside the years.
 */
export function readIcal(text: string, reading: IcalReading): IcalHolidays {
  const events = readEvents(text)
  if ('unreadable' in events) return { kind: 'unreadable', reason: events.unreadable }
  const holidays: Holiday[] = []
  const skipped: SkippedEvent[] = []
  for (const event of events.events) {
    const name = unescaped(event.get('SUMMARY')?.value ?? '').slice(0, 200) || 'Holiday'
    const days = daysOf(event, reading.timeZone)
    const starts = typeof days === 'string' ? days : startsOf(event, days.first, reading)
    if (typeof days === 'string') skipped.push({ name, reason: days })
    else if (typeof starts === 'string') skipped.push({ name, reason: starts })
    else for (const start of starts) holidays.push(...named(name, datesFrom(start, days.count, reading)))
  }
  return { kind: 'read', holidays: oneHolidayPerDay(holidays), skipped }
}

function named(name: string, dates: readonly string[]): Holiday[] {
  return dates.map(date => ({ date, name }))
}

/** The dates within the years of an event that starts on a date. */
function datesFrom(start: Temporal.PlainDate, count: number, { fromYear, untilYear }: IcalReading): string[] {
  const last = start.add({ days: count - 1 })
  const dates: string[] = []
  let date = start.year < fromYear ? start.with({ year: fromYear, month: 1, day: 1 }) : start
  while (Temporal.PlainDate.compare(date, last) <= 0 && date.year <= untilYear) {
    dates.push(date.toString())
    date = date.add({ days: 1 })
  }
  return dates
}

/** The whole days an event takes up, or why it takes up none. */
function daysOf(event: EventLines, timeZone: string): Days | string {
  const [start, end] = [event.get('DTSTART'), event.get('DTEND')]
  if (!start) return 'it has no start (DTSTART)'
  const from = momentOf(start, timeZone)
  const until = end ? momentOf(end, timeZone) : afterDuration(from, event.get('DURATION')?.value)
  if (!from || !until) return 'its start or end is no date or time'
  if (!isMidnight(from) || !isMidnight(until)) return PART_OF_DAY
  const first = from.toPlainDate()
  const count = first.until(until.toPlainDate()).days
  if (count > 0) return { first, count }
  // Many programs write the same date as start and end of a single day; a time without a length is no day.
  return count === 0 && isWholeDate(start) ? { first, count: 1 } : ENDS_TOO_EARLY
}

const PART_OF_DAY = 'it takes up only a part of a day; add it as a break if nobody works then'
const ENDS_TOO_EARLY = 'it ends when it starts, or before; correct its end'

function isWholeDate({ value }: IcalLine): boolean {
  return /^\d{8}$/.test(value)
}

function isMidnight(moment: Temporal.PlainDateTime): boolean {
  return moment.toPlainTime().equals(new Temporal.PlainTime())
}

/** A DATE or DATE-TIME on the wall; one in UTC as the zone's walls show it, any other as it is written. */
function momentOf({ value }: IcalLine, timeZone: string): Temporal.PlainDateTime | null {
  const [, date, time, utc] = /^(\d{8})(?:T(\d{6})(Z)?)?$/.exec(value) ?? []
  if (date === undefined) return null
  try {
    const written = Temporal.PlainDateTime.from(`${date}T${time ?? '000000'}`)
    if (!utc) return written
    return written.toZonedDateTime('UTC').withTimeZone(timeZone).toPlainDateTime()
  } catch {
    return null
  }
}

/** Where neither an end nor a duration is given, the event is its one day (RFC 5545, 3.6.1). */
function afterDuration(from: Temporal.PlainDateTime | null, duration: string | undefined) {
  if (!from || duration === undefined) return from
  const ms = parseDuration(duration)
  return ms === null ? null : from.add({ days: Math.floor(ms / DAY), milliseconds: ms % DAY })
}

/** The dates an event starts on, or why they cannot be told. */
function startsOf(event: EventLines, first: Temporal.PlainDate, reading: IcalReading) {
  if (event.get('STATUS')?.value.toUpperCase() === 'CANCELLED') return 'it is cancelled'
  const unread = ['RDATE', 'EXDATE', 'RECURRENCE-ID'].find(property => event.has(property))
  if (unread) return `it changes single dates of a series (${unread}); add its dates by hand`
  const rule = event.get('RRULE')
  if (!rule) return [first]
  const yearly = yearlyRule(rule.value, event, reading.timeZone)
  return typeof yearly === 'string' ? yearly : yearlyStarts(first, reading.untilYear, yearly)
}

interface Yearly {
  readonly count: number
  readonly step: number
  /** Included. */
  readonly until: Temporal.PlainDateTime | null
}

/** A rule of the form we read, or why it is not. */
function yearlyRule(rule: string, event: EventLines, timeZone: string): Yearly | string {
  const { FREQ, COUNT, UNTIL, INTERVAL = '1', ...others } = readParts(rule)
  if (FREQ !== 'YEARLY') return `it recurs by ${rule}; only FREQ=YEARLY is read, add its dates by hand`
  const [other] = Object.keys(others)
  if (other)
    return `its yearly rule has ${other}; only COUNT, UNTIL and INTERVAL are read, add its dates by hand`
  const start = event.get('DTSTART')
  // A series of whole dates ends with a date; a time that some programs add to it is not meant as an instant.
  const written = start && isWholeDate(start) ? UNTIL?.slice(0, 8) : UNTIL
  const until = written === undefined ? null : momentOf({ value: written }, timeZone)
  const [count, step] = [COUNT === undefined ? Number.POSITIVE_INFINITY : Number(COUNT), Number(INTERVAL)]
  if (count >= 1 && Number.isInteger(step) && step >= 1 && (until || written === undefined)) {
    return { count, step, until }
  }
  return `its rule ${rule} is not valid; correct it or add its dates by hand`
}

function yearlyStarts(first: Temporal.PlainDate, lastYear: number, { count, step, until }: Yearly) {
  const starts: Temporal.PlainDate[] = []
  for (let year = first.year; year <= lastYear && starts.length < count; year += step) {
    const start = first.with({ year })
    // 29 February comes in leap years only, and the years between do not count.
    if (start.day !== first.day) continue
    if (until && Temporal.PlainDate.compare(start, until) > 0) break
    starts.push(start)
  }
  return starts
}
