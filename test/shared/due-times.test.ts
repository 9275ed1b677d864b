import { describe, expect, test } from 'vitest'
import { advance, openBetween, openSegments } from '../../shared/business-time.ts'
import { parseDuration } from '../../shared/duration.ts'
import { DUE_CALENDARS } from './due-calendars.ts'
import { DUE_TIMES } from './due-times.ts'

const cases = DUE_TIMES.split('\n').flatMap(line => {
  const [calendarName = '', start = '', target = '', due = '', why] = line.split(' | ')
  const [calendar, ms] = [DUE_CALENDARS[calendarName], parseDuration(target)]
  if (why === undefined) return []
  if (!calendar || ms === null) throw new Error(`this line of the table means nothing: ${line}`)
  return [{ calendarName, calendar, start, target, ms, due, why }]
})

const at = (iso: string) => Temporal.Instant.from(iso).epochMilliseconds
const onWall = (ms: number | null, timeZone: string) =>
  ms === null
    ? 'never'
    : Temporal.Instant.fromEpochMilliseconds(ms)
        .toZonedDateTimeISO(timeZone)
        .toString({ timeZoneName: 'never' })

describe('due times worked out on paper', () => {
  test('are many', () => {
    expect(cases.length).toBeGreaterThan(80)
    expect(new Set(cases.map(({ calendarName }) => calendarName))).toEqual(
      new Set(Object.keys(DUE_CALENDARS)),
    )
  })

  test.each(cases)('$calendarName: $target from $start is due $due ($why)', one => {
    const zone = one.calendar.timeZone
    const due = advance(one.calendar, at(one.start), one.ms)
    expect(onWall(due, zone)).toBe(one.due === 'never' ? 'never' : onWall(at(one.due), zone))
    if (due === null) return
    expect(openBetween(one.calendar, at(one.start), due)).toBe(one.ms)
    const lengths = openSegments(one.calendar, at(one.start), due).map(({ from, until }) => until - from)
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(one.ms)
  })

  test('are the same in any order, as what is remembered of a calendar is not spent', () => {
    for (const { calendar, start, ms, due } of cases.toReversed()) {
      expect(advance(calendar, at(start), ms)).toBe(due === 'never' ? null : at(due))
    }
  })

  test('bear the offset the walls have at the due time', () => {
    for (const { calendar, due } of cases.filter(one => /[+-]\d\d:\d\d$/.test(one.due))) {
      expect(onWall(at(due), calendar.timeZone).slice(-6)).toBe(due.slice(-6))
    }
  })
})
