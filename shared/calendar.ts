import { z } from 'zod'
import { hoursByDate, nightRunsInto, overlapping, timeText, WEEKDAYS } from './calendar-hours.ts'
import { needing, PartName } from './policy-parts.ts'

const FROM_NEEDED = 'must be a time in quotes such as "09:00"'
const UNTIL_NEEDED = 'must be a time in quotes such as "17:00", or "24:00" for the end of the day'
const From = z.string(FROM_NEEDED).regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: FROM_NEEDED, abort: true })
const Until = z
  .string(UNTIL_NEEDED)
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: UNTIL_NEEDED, abort: true })

const DATE_NEEDED = 'must be a date in quotes such as "2026-12-25"'
const CalendarDate = z
  .string(DATE_NEEDED)
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: DATE_NEEDED, abort: true })
  .refine(isDate, {
    error: ({ input }) => `${String(input)} does not exist; write a date such as "2026-12-25"`,
    abort: true,
  })

const NAME_NEEDED = 'must be a name of 1 to 200 characters in quotes'
const Name = z.string(NAME_NEEDED).trim().min(1, NAME_NEEDED).max(200, NAME_NEEDED)

/** Open from one wall-clock time until another: of the same day, or of the next where it is overnight. */
const Interval = z
  .strictObject(
    {
      from: From,
      until: Until,
      overnight: z
        .literal(true, 'must be true, or left out for an interval that ends the same day')
        .optional(),
    },
    needing('{"from": "09:00", "until": "17:00"}'),
  )
  .superRefine(({ from, until, overnight }, at) => {
    if (!overnight && until <= from)
      at.addIssue({ code: 'custom', path: ['until'], message: wrongEnd(until) })
    if (!overnight || until <= from) return
    const message =
      'ends on the day it starts; leave overnight out, or let it end by its own start of the next day'
    at.addIssue({ code: 'custom', path: ['overnight'], message })
  })
  .readonly()

function wrongEnd(until: string): string {
  if (until === '00:00') return 'ends before it starts; write "24:00" for midnight'
  return 'ends before it starts; add overnight: true if it goes on to the next day'
}

const Intervals = z
  .array(Interval, 'must be a list of intervals such as [{"from": "09:00", "until": "17:00"}]; [] is closed')
  .superRefine((intervals, at) => {
    const pair = overlapping(intervals)
    if (pair) at.addIssue(`${pair.map(timeText).join(' and ')} overlap; end one before the other starts`)
  })
  .readonly()

/** A day on which nobody works: what starts on it does not take place, until the end of its night. */
export const Holiday = z
  .strictObject(
    { date: CalendarDate, name: Name },
    needing('{"date": "2026-12-25", "name": "Christmas Day"}'),
  )
  .readonly()
export type Holiday = z.infer<typeof Holiday>

const BREAK = '{"date": "2026-12-18", "from": "12:00", "until": "15:00", "name": "Christmas lunch"}'
const Break = z
  .strictObject({ date: CalendarDate, from: From, until: Until, name: Name }, needing(BREAK))
  .refine(({ from, until }) => from < until, {
    error: 'ends before it starts; write one break for each day it touches',
    path: ['until'],
  })
  .readonly()
type Break = z.infer<typeof Break>

const OVERRIDE =
  '{"date": "2026-12-24", "intervals": [{"from": "09:00", "until": "12:00"}], "name": "Short day"}'
const Override = z
  .strictObject({ date: CalendarDate, intervals: Intervals, name: Name }, needing(OVERRIDE))
  .readonly()

const Week = z
  .strictObject(
    {
      monday: Intervals,
      tuesday: Intervals,
      wednesday: Intervals,
      thursday: Intervals,
      friday: Intervals,
      saturday: Intervals,
      sunday: Intervals,
    },
    needing('an object with a list of intervals for each of the seven days; [] is closed'),
  )
  .superRefine((week, at) => {
    for (const [index, day] of WEEKDAYS.entries()) {
      const next = WEEKDAYS[(index + 1) % 7] ?? 'monday'
      const message = nightRunsInto(day, week[day], week[next])
      if (message) at.addIssue({ code: 'custom', path: [next], message })
    }
  })
  .readonly()

const ZONE_NEEDED =
  'must be the IANA name of a time zone, such as "Europe/Berlin", "America/New_York" or "UTC"'
const TimeZone = z
  .string(ZONE_NEEDED)
  .refine(name => spelledZone(name) !== null, {
    error: ({ input }) => `${JSON.stringify(input)} is no time zone we know; it ${ZONE_NEEDED}`,
    abort: true,
  })
  .overwrite(name => spelledZone(name) ?? name)

/**
 * When a team works, in the wall-clock time of its zone; as people write it down and as it is stored. A value: what has
 * been parsed is frozen, and a change is a new calendar.
 */
export const Calendar = z
  .strictObject(
    {
      name: PartName,
      timeZone: TimeZone,
      week: Week,
      /** Closed all day. */
      holidays: z.array(Holiday, 'must be a list of holidays').readonly().prefault([]),
      /** Closed for a part of one day, by the clock on the wall. */
      breaks: z.array(Break, 'must be a list of breaks').readonly().prefault([]),
      /** The intervals that start on a date, instead of the week's; an override beats a holiday. */
      overrides: z.array(Override, 'must be a list of overrides').readonly().prefault([]),
    },
    needing('an object with "name", "timeZone", "week" and, as needed, "holidays", "breaks" and "overrides"'),
  )
  .superRefine((calendar, at) => {
    for (const list of ['holidays', 'overrides'] as const) {
      for (const [index, { date }] of calendar[list].entries()) {
        if (calendar[list].findIndex(entry => entry.date === date) === index) continue
        const message = `${date} is listed twice; keep one`
        at.addIssue({ code: 'custom', path: [list, index, 'date'], message })
      }
    }
    for (const { index, message } of breakOverlaps(calendar.breaks)) {
      at.addIssue({ code: 'custom', path: ['breaks', index], message })
    }
    for (const { index, message } of overrideOverlaps(calendar)) {
      at.addIssue({ code: 'custom', path: ['overrides', index, 'intervals'], message })
    }
  })
  .readonly()
export type Calendar = z.infer<typeof Calendar>

function breakOverlaps(breaks: readonly Break[]) {
  return breaks.flatMap((one, index) => {
    const other = breaks
      .slice(0, index)
      .find(({ date, from, until }) => date === one.date && from < one.until && one.from < until)
    if (!other) return []
    const message = `${timeText(one)} overlaps the break ${timeText(other)} of ${one.date}; make them one`
    return [{ index, message }]
  })
}

function overrideOverlaps(calendar: Omit<Calendar, 'name' | 'timeZone'>) {
  const hoursOf = hoursByDate(calendar)
  const overridden = new Set(calendar.overrides.map(({ date }) => date))
  return calendar.overrides.flatMap(({ date, intervals }, index) => {
    const day = Temporal.PlainDate.from(date)
    const [before, after] = [day.subtract({ days: 1 }).toString(), day.add({ days: 1 }).toString()]
    const into = nightRunsInto(before, hoursOf(before), intervals)
    // Where the next day has an override too, that one says so.
    const outOf = overridden.has(after) ? null : nightRunsInto(date, intervals, hoursOf(after))
    return [into, outOf].flatMap(message => (message ? [{ index, message }] : []))
  })
}

/** One holiday a day, in order; where two fall on one day, it bears both names. */
export function oneHolidayPerDay(holidays: readonly Holiday[]): Holiday[] {
  const names = new Map<string, Set<string>>()
  for (const { date, name } of holidays) names.set(date, (names.get(date) ?? new Set()).add(name))
  return [...names]
    .map(([date, known]) => ({ date, name: [...known].join(' / ').slice(0, 200) }))
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
}

/** Whether a text of the form YYYY-MM-DD is a day of the calendar. */
function isDate(text: string): boolean {
  try {
    Temporal.PlainDate.from(text)
    return true
  } catch {
    return false
  }
}

/** A zone's name in its proper spelling; null where there is none. A bare offset has no summer time, so it is none. */
function spelledZone(name: string): string | null {
  if (!/^[a-z]/i.test(name)) return null
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId
  } catch {
    return null
  }
}
