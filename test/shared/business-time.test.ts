import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  advance,
  isOpen,
  nextClosing,
  nextOpening,
  openBetween,
  openSegments,
} from '../../shared/business-time.ts'
import { Calendar } from '../../shared/calendar.ts'
import { targetExample } from '../../shared/target-example.ts'
import { DAY, HOUR, MINUTE } from '../support/held-clock.ts'
import { AnyCalendarAndTime, opensByTheWall } from './any-calendar.ts'
import { calendarOf, DUE_CALENDARS } from './due-calendars.ts'

const Length = fc.integer({ min: 0, max: 20 * DAY })
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

function holds(property: (calendar: Calendar, at: number, more: readonly [number, number]) => void): void {
  fc.assert(
    fc.property(AnyCalendarAndTime, fc.tuple(Length, Length), ({ calendar, at }, more) => {
      property(calendar, at, more)
    }),
    { numRuns: 300 },
  )
}

describe('for any calendar, around any change of clocks', () => {
  test('an instant is open if the wall shows an open time', () => {
    holds((calendar, at) => expect(isOpen(calendar, at)).toBe(opensByTheWall(calendar, at)))
  })

  test('open time is what a count by the minute finds', () => {
    fc.assert(
      fc.property(AnyCalendarAndTime, ({ calendar, at }) => {
        const start = Math.floor(at / MINUTE) * MINUTE
        const minutes = Array.from({ length: 1_800 }, (_, index) => start + index * MINUTE)
        const open = minutes.filter(minute => opensByTheWall(calendar, minute)).length
        expect(openBetween(calendar, start, start + 1_800 * MINUTE)).toBe(open * MINUTE)
      }),
      { numRuns: 40 },
    )
  })

  test('advancing and counting undo each other', () => {
    holds((calendar, at, [ms]) => {
      const due = advance(calendar, at, ms)
      if (due === null) return
      expect(openBetween(calendar, at, due)).toBe(ms)
      // No earlier instant would do.
      if (ms > 0) expect(openBetween(calendar, at, due - 1)).toBe(ms - 1)
    })
    holds((calendar, at, [length]) => {
      const ms = openBetween(calendar, at, at + length)
      const due = advance(calendar, at, ms)
      expect(due).not.toBeNull()
      expect(due).toBeLessThanOrEqual(at + length)
      expect(openBetween(calendar, due ?? 0, at + length)).toBe(0)
    })
  })

  test('open time adds up', () => {
    holds((calendar, at, [first, second]) => {
      const parts =
        openBetween(calendar, at, at + first) + openBetween(calendar, at + first, at + first + second)
      expect(openBetween(calendar, at, at + first + second)).toBe(parts)
    })
    holds((calendar, at, [first, second]) => {
      const half = advance(calendar, at, first)
      if (half !== null) expect(advance(calendar, half, second)).toBe(advance(calendar, at, first + second))
    })
  })

  test('no time is gained, and who starts later or has longer is due no earlier', () => {
    holds((calendar, at, [ms, later]) => {
      expect(openBetween(calendar, at, at + ms)).toBeLessThanOrEqual(ms)
      expect(openBetween(calendar, at + ms, at)).toBe(0)
      const due = advance(calendar, at, ms)
      if (due === null) return
      expect(due).toBeGreaterThanOrEqual(at + ms)
      expect(advance(calendar, at, ms + later) ?? Infinity).toBeGreaterThanOrEqual(due)
      expect(advance(calendar, at + later, ms) ?? Infinity).toBeGreaterThanOrEqual(due)
    })
  })

  test('segments are in order, apart from each other, within the time asked for, and add up', () => {
    holds((calendar, at, [length]) => {
      const segments = openSegments(calendar, at, at + length)
      const edges = segments.flatMap(({ from, until }) => [from, until])
      expect(edges).toEqual([...new Set(edges)].toSorted((a, b) => a - b))
      expect(edges[0] ?? at).toBeGreaterThanOrEqual(at)
      expect(edges.at(-1) ?? at).toBeLessThanOrEqual(at + length)
      const sum = segments.reduce((total, { from, until }) => total + until - from, 0)
      expect(sum).toBe(openBetween(calendar, at, at + length))
    })
  })

  test('it is closed before the next opening, open until the next closing, and closed then', () => {
    holds((calendar, at) => {
      const opening = nextOpening(calendar, at)
      const closing = nextClosing(calendar, at)
      if (opening === null) return expect(closing).toBeNull()
      expect(openBetween(calendar, at, opening)).toBe(0)
      expect(isOpen(calendar, opening)).toBe(true)
      if (closing === null) return
      expect(openBetween(calendar, opening, closing)).toBe(closing - opening)
      expect(isOpen(calendar, closing)).toBe(false)
    })
  })
})

describe('opening and closing', () => {
  const { office, always, once } = DUE_CALENDARS
  if (!office || !always || !once) throw new Error('the table of calendars has lost one')
  const friday = (time: string) => Date.parse(`2026-11-20T${time}+01:00`)

  test('it is open from the instant it opens to the one before it closes', () => {
    expect(isOpen(office, friday('08:59:59.999'))).toBe(false)
    expect(isOpen(office, friday('09:00'))).toBe(true)
    expect(isOpen(office, friday('16:59:59.999'))).toBe(true)
    expect(isOpen(office, friday('17:00'))).toBe(false)
  })

  test('the next opening is now while open, and the next closing always ahead', () => {
    expect(nextOpening(office, friday('12:00'))).toBe(friday('12:00'))
    expect(iso(nextOpening(office, friday('17:00')))).toBe('2026-11-23T08:00:00.000Z')
    expect(nextClosing(office, friday('12:00'))).toBe(friday('17:00'))
    expect(iso(nextClosing(office, friday('17:00')))).toBe('2026-11-23T16:00:00.000Z')
  })

  test('what never closes has no closing and one segment, and what never opens again no opening', () => {
    expect(nextClosing(always, friday('12:00'))).toBeNull()
    expect(openSegments(always, friday('12:00'), friday('12:00') + 100 * DAY)).toEqual([
      { from: friday('12:00'), until: friday('12:00') + 100 * DAY },
    ])
    expect(nextOpening(once, friday('12:00'))).toBeNull()
    expect(nextClosing(once, friday('12:00'))).toBeNull()
  })

  test('stretches that meet at midnight are one segment', () => {
    const evening = calendarOf('UTC', 'mon 20:00-24:00; tue 00:00-04:00')
    const monday = Date.parse('2026-06-01T00:00Z')
    expect(openSegments(evening, monday, monday + 7 * DAY)).toEqual([
      { from: monday + 20 * HOUR, until: monday + 28 * HOUR },
    ])
  })

  test('open time does not run backwards', () => {
    expect(() => advance(office, friday('12:00'), -1)).toThrow('open time does not run backwards')
    expect(() => advance(office, friday('12:00'), Number.NaN)).toThrow('open time does not run backwards')
  })

  test('what has been forgotten of a calendar is worked out anew, and is the same', () => {
    const ofJanuary = () => openBetween(office, Date.parse('2020-01-01'), Date.parse('2020-02-01'))
    const before = ofJanuary()
    const decades = openBetween(office, Date.parse('2020-01-01'), Date.parse('2060-01-01'))
    expect(ofJanuary()).toBe(before)
    expect(openBetween(office, Date.parse('2020-01-01'), Date.parse('2060-01-01'))).toBe(decades)
  })
})

describe('an example of a target', () => {
  const start = Date.parse('2026-11-20T16:00+01:00')
  const office = Calendar.parse({
    ...calendarOf('Europe/Berlin', 'mon-fri 09:00-17:00'),
    name: 'office-berlin',
  })

  test('says when business time in a calendar ends', () => {
    expect(targetExample(4 * HOUR, start, office)).toEqual({
      en: '4h business time in office-berlin: from Fri 20 Nov 2026 16:00 to Mon 23 Nov 2026 12:00',
      de: '4h Geschäftszeit in office-berlin: von Fr. 20. Nov. 2026 16:00 bis Mo. 23. Nov. 2026 12:00',
    })
  })

  test('says when calendar time ends, in UTC', () => {
    expect(targetExample(24 * HOUR, start, null)).toEqual({
      en: '24h calendar time: from Fri 20 Nov 2026 15:00 to Sat 21 Nov 2026 15:00 UTC',
      de: '24h Kalenderzeit: von Fr. 20. Nov. 2026 15:00 bis Sa. 21. Nov. 2026 15:00 UTC',
    })
  })

  test('says that a calendar opens too little', () => {
    const never = targetExample(4 * HOUR, start, calendarOf('UTC', ''))
    expect(never.en).toBe(
      '4h business time in test: from Fri 20 Nov 2026 15:00 to never, as it opens too little within 10 years',
    )
    expect(never.de).toContain('bis nie, da innerhalb von 10 Jahren zu wenig geöffnet ist')
  })
})
