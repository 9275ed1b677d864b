import fc from 'fast-check'
import { Calendar } from '../../shared/calendar.ts'
import { WEEKDAYS } from '../../shared/calendar-hours.ts'
import { DAY, MINUTE } from '../support/held-clock.ts'

/** Zones and dates around which their clocks change, forward, back, by half an hour, at midnight and by a day. */
const CHANGES: readonly (readonly [timeZone: string, date: string])[] = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['America/Sao_Paulo', '2018-02-18'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/St_Johns', '2010-11-07'],
  ['America/Havana', '2026-11-01'],
  ['Antarctica/Troll', '2026-03-29'],
  ['Africa/Casablanca', '2025-02-23'],
  ['Pacific/Apia', '2011-12-30'],
  ['Pacific/Kwajalein', '1993-08-21'],
  ['Asia/Kathmandu', '2026-12-31'],
  ['Pacific/Chatham', '2026-09-27'],
  ['UTC', '2028-02-29'],
]

const text = (quarters: number) =>
  `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`

/** A day's stretches from an even number of different quarters of an hour; an odd one out starts a night. */
function stretchesOf(quarters: readonly number[]) {
  const marks = quarters.toSorted((a, b) => a - b)
  return marks.flatMap((from, index) => {
    const until = marks[index + 1]
    if (index % 2 === 1 || from === 96) return []
    if (until !== undefined) return [{ from: text(from), until: text(until) }]
    return [{ from: text(from), until: text(Math.min(from, marks[0] ?? 0, 20)), overnight: true }]
  })
}

const Stretches = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 5 })
  .map(quarters => stretchesOf(quarters))

const near = (date: string) =>
  fc.integer({ min: -4, max: 4 }).map(days => Temporal.PlainDate.from(date).add({ days }).toString())

/** A calendar, and an instant within five days of when its zone's clocks change. */
export const AnyCalendarAndTime = fc.constantFrom(...CHANGES).chain(([timeZone, date]) => {
  const noon = Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds + DAY / 2
  return fc
    .record({
      week: fc.tuple(...WEEKDAYS.map(() => Stretches)),
      holidays: fc.uniqueArray(near(date), { maxLength: 2 }),
      breaks: fc.array(fc.tuple(near(date), fc.integer({ min: 0, max: 94 })), { maxLength: 2 }),
      overrides: fc.uniqueArray(fc.tuple(near(date), Stretches), { maxLength: 2, selector: ([day]) => day }),
      at: fc.integer({ min: noon - 5 * DAY, max: noon + 5 * DAY }),
    })
    .map(({ week, holidays, breaks, overrides, at }) => {
      const calendar = Calendar.safeParse({
        name: 'any',
        timeZone,
        week: Object.fromEntries(WEEKDAYS.map((day, index) => [day, week[index]])),
        holidays: holidays.map(day => ({ date: day, name: 'holiday' })),
        breaks: breaks.map(([day, from]) => ({
          date: day,
          from: text(from),
          until: text(from + 2),
          name: 'break',
        })),
        overrides: overrides.map(([day, intervals]) => ({ date: day, intervals, name: 'override' })),
      }).data
      return { calendar, at }
    })
    .filter(isSound)
})

/** Chance may put an override next to a night that runs into it, and such a calendar is refused. */
function isSound(drawn: {
  calendar: Calendar | undefined
  at: number
}): drawn is { calendar: Calendar; at: number } {
  return drawn.calendar !== undefined
}

/** Whether the wall clock shows an open time: the definition, asked of one instant without the engine. */
export function opensByTheWall(calendar: Calendar, instant: number): boolean {
  const wall = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(calendar.timeZone)
  const today = wall.toPlainDate()
  const time = (wall.hour * 60 + wall.minute) * MINUTE + wall.second * 1000 + wall.millisecond
  const ms = (written: string) => (Number(written.slice(0, 2)) * 60 + Number(written.slice(3))) * MINUTE
  const hoursOf = (date: Temporal.PlainDate) =>
    calendar.overrides.find(override => override.date === date.toString())?.intervals ??
    (calendar.holidays.some(holiday => holiday.date === date.toString())
      ? []
      : calendar.week[WEEKDAYS[date.dayOfWeek - 1] ?? 'monday'])
  const isBreak = calendar.breaks.some(
    ({ date, from, until }) => date === today.toString() && ms(from) <= time && time < ms(until),
  )
  const ofToday = hoursOf(today).some(
    ({ from, until, overnight }) => ms(from) <= time && (overnight || time < ms(until)),
  )
  const ofLastNight = hoursOf(today.subtract({ days: 1 })).some(
    ({ until, overnight }) => overnight && time < ms(until),
  )
  return !isBreak && (ofToday || ofLastNight)
}
