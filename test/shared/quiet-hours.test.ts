import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isQuiet, QuietHours, quietEndsAt } from '../../shared/quiet-hours.ts'

const NIGHTS = QuietHours.parse({
  timeZone: 'Europe/Berlin',
  from: '22:00',
  until: '07:00',
  weekends: false,
})
const at = (time: string) => Date.parse(time)
const endOf = (hours: QuietHours | null, time: string) => {
  const end = quietEndsAt(hours, at(time))
  return end === null ? null : new Date(end).toISOString()
}

describe('quiet hours', () => {
  test('hold over midnight, in the wall-clock time of the person', () => {
    expect(isQuiet(NIGHTS, at('2026-11-20T20:59:00Z'))).toBe(false)
    expect(isQuiet(NIGHTS, at('2026-11-20T21:00:00Z'))).toBe(true)
    expect(isQuiet(NIGHTS, at('2026-11-21T05:59:59Z'))).toBe(true)
    expect(isQuiet(NIGHTS, at('2026-11-21T06:00:00Z'))).toBe(false)
  })

  test('end in the morning, summer or winter', () => {
    expect(endOf(NIGHTS, '2026-11-20T23:00:00Z')).toBe('2026-11-21T06:00:00.000Z')
    expect(endOf(NIGHTS, '2026-07-01T23:00:00Z')).toBe('2026-07-02T05:00:00.000Z')
    // The clocks go forward on 29 March 2026, at 02:00.
    expect(endOf(NIGHTS, '2026-03-28T22:00:00Z')).toBe('2026-03-29T05:00:00.000Z')
  })

  test('with weekends last from Friday night until Monday morning', () => {
    const weekends = { ...NIGHTS, weekends: true }
    expect(endOf(weekends, '2026-11-20T22:00:00Z')).toBe('2026-11-23T06:00:00.000Z')
    expect(endOf({ ...weekends, from: '12:00', until: '13:00' }, '2026-11-21T08:00:00Z')).toBe(
      '2026-11-22T23:00:00.000Z',
    )
  })

  test('outside them there is no end, and nobody without them is ever quiet', () => {
    expect(endOf(NIGHTS, '2026-11-20T12:00:00Z')).toBeNull()
    expect(isQuiet(null, 0)).toBe(false)
    expect(quietEndsAt(null, 0)).toBeNull()
  })

  test('whatever they are, they end, and at their end it is not quiet', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(parts => parts.map(part => String(part).padStart(2, '0')).join(':'))
    const hours = fc
      .record({
        timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'),
        from: time,
        until: time,
        weekends: fc.boolean(),
      })
      .filter(({ from, until }) => from !== until)
    const moment = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') })
    fc.assert(
      fc.property(hours, moment, (one, now) => {
        const end = quietEndsAt(one, now)
        expect(end !== null).toBe(isQuiet(one, now))
        expect(end ?? now + 1).toBeGreaterThan(now)
        expect(end !== null && isQuiet(one, end)).toBe(false)
      }),
      { numRuns: 1000 },
    )
  })
})
