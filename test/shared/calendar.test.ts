import { describe, expect, test } from 'vitest'
import { Calendar, oneHolidayPerDay } from '../../shared/calendar.ts'
import { calendarOf, weekOf } from './due-calendars.ts'

const written = {
  name: 'office-berlin',
  timeZone: 'Europe/Berlin',
  week: weekOf('mon-fri 09:00-12:00 13:00-17:00'),
  holidays: [{ date: '2026-12-25', name: 'Christmas Day' }],
  breaks: [{ date: '2026-12-18', from: '12:00', until: '15:00', name: 'Christmas lunch' }],
  overrides: [{ date: '2026-12-24', intervals: [{ from: '09:00', until: '12:00' }], name: 'Short day' }],
}

/** What is wrong with a calendar that differs from a good one, as `path: words`. */
function wrongs(difference: object): string[] {
  const { error } = Calendar.safeParse({ ...written, ...difference })
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`)
}
const mondays = (...monday: object[]) => wrongs({ week: { ...written.week, monday } })

describe('a calendar', () => {
  test('is written as it is stored', () => {
    expect(Calendar.parse(written)).toEqual(written)
    expect(Calendar.parse(Calendar.parse(written))).toEqual(written)
  })

  test('needs only a name, a zone and a week', () => {
    const { name, timeZone, week } = written
    expect(Calendar.parse({ name, timeZone, week })).toEqual({
      name,
      timeZone,
      week,
      holidays: [],
      breaks: [],
      overrides: [],
    })
  })

  test('is frozen, so that what is remembered of it stays true', () => {
    const { name, timeZone, week } = written
    const bare = Calendar.parse({ name, timeZone, week })
    const full = Calendar.parse(written)
    const parts = [bare.holidays, bare.breaks, bare.overrides, full, full.week, full.week.monday]
    const inner = [full.week.monday[0], full.holidays[0], full.breaks[0], full.overrides[0]?.intervals]
    expect([...parts, ...inner].map(part => Object.isFrozen(part))).not.toContain(false)
  })

  test.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['AMERICA/NEW_YORK', 'America/New_York'],
    ['utc', 'UTC'],
  ])('the zone %s is spelled %s', (given, spelled) => {
    expect(Calendar.parse({ ...written, timeZone: given }).timeZone).toBe(spelled)
  })

  test.each(['Mars/Base', '+02:00', '', 'CESTT', 'Europe/Berlin[u-ca=iso8601]'])(
    '%j is no zone',
    timeZone => {
      expect(wrongs({ timeZone })).toEqual([
        `timeZone: ${JSON.stringify(timeZone)} is no time zone we know; it must be the IANA name of a time zone, such as "Europe/Berlin", "America/New_York" or "UTC"`,
      ])
    },
  )

  test.each(['', 'Office', 'office_berlin', '-office', 'x'.repeat(65)])('%j is no name', name => {
    expect(wrongs({ name })).toEqual([expect.stringMatching(/^name: must be /)])
  })

  test.each([
    [3, ': must be an object with "name", "timeZone", "week"'],
    [{ ...written, hours: [] }, ': has hours, which means nothing here; it must be an object with "name"'],
    [{ ...written, week: {} }, 'week.monday: must be a list of intervals'],
    [
      { ...written, holidays: ['2026-12-25'] },
      'holidays.0: must be {"date": "2026-12-25", "name": "Christmas Day"}',
    ],
  ])('of another shape is told what it must be: %j', (value, words) => {
    const [issue] = Calendar.safeParse(value).error?.issues ?? []
    expect(`${issue?.path.join('.')}: ${issue?.message}`).toContain(words)
  })
})

describe('intervals', () => {
  test('may meet, end at 24:00 and last a night', () => {
    expect(mondays({ from: '00:00', until: '09:00' }, { from: '09:00', until: '24:00' })).toEqual([])
    expect(mondays({ from: '22:00', until: '06:00', overnight: true })).toEqual([])
    expect(mondays({ from: '09:00', until: '09:00', overnight: true })).toEqual([])
    expect(mondays({ from: '22:00', until: '00:00', overnight: true })).toEqual([])
  })

  test.each([
    [
      { from: '17:00', until: '09:00' },
      '0.until: ends before it starts; add overnight: true if it goes on to the next day',
    ],
    [
      { from: '09:00', until: '09:00' },
      '0.until: ends before it starts; add overnight: true if it goes on to the next day',
    ],
    [{ from: '17:00', until: '00:00' }, '0.until: ends before it starts; write "24:00" for midnight'],
    [
      { from: '09:00', until: '17:00', overnight: true },
      '0.overnight: ends on the day it starts; leave overnight out, or let it end by its own start of the next day',
    ],
    [{ from: '9:00', until: '17:00' }, '0.from: must be a time in quotes such as "09:00"'],
    [{ from: '24:00', until: '24:00' }, '0.from: must be a time in quotes such as "09:00"'],
    [
      { from: '09:00', until: '24:30' },
      '0.until: must be a time in quotes such as "17:00", or "24:00" for the end of the day',
    ],
    [
      { from: '22:00', until: '06:00', overnight: false },
      '0.overnight: must be true, or left out for an interval that ends the same day',
    ],
    [{ start: '09:00' }, '0.from: must be a time in quotes such as "09:00"'],
  ])('%j is told what to do', (interval, words) => {
    expect(mondays(interval)[0]).toBe(`week.monday.${words}`)
  })

  test('of one day do not overlap', () => {
    expect(mondays({ from: '11:00', until: '13:00' }, { from: '08:00', until: '11:30' })).toEqual([
      'week.monday: 08:00-11:30 and 11:00-13:00 overlap; end one before the other starts',
    ])
    const nights = [
      { from: '20:00', until: '02:00', overnight: true },
      { from: '23:00', until: '24:00' },
    ]
    expect(mondays(...nights)).toEqual([
      'week.monday: 20:00-02:00 and 23:00-24:00 overlap; end one before the other starts',
    ])
  })

  test('a night ends before the next day starts', () => {
    expect(mondays({ from: '22:00', until: '09:00', overnight: true })).toEqual([])
    expect(mondays({ from: '22:00', until: '09:01', overnight: true })).toEqual([
      'week.tuesday: 09:00-12:00 starts before the night of monday (22:00-09:01) has ended',
    ])
    const sunday = [{ from: '22:00', until: '10:00', overnight: true }]
    expect(wrongs({ week: { ...written.week, sunday } })).toEqual([
      'week.monday: 09:00-12:00 starts before the night of sunday (22:00-10:00) has ended',
    ])
  })
})

describe('dates', () => {
  test.each([
    ['2026-02-30', '2026-02-30 does not exist; write a date such as "2026-12-25"'],
    ['2027-02-29', '2027-02-29 does not exist; write a date such as "2026-12-25"'],
    ['25.12.2026', 'must be a date in quotes such as "2026-12-25"'],
    ['2026-12-25T00:00', 'must be a date in quotes such as "2026-12-25"'],
  ])('%s is none', (date, words) => {
    expect(wrongs({ holidays: [{ date, name: 'Off' }] })).toEqual([`holidays.0.date: ${words}`])
    expect(wrongs({ overrides: [{ date, intervals: [], name: 'Off' }] })).toEqual([
      `overrides.0.date: ${words}`,
    ])
  })

  test('29 February is one in a leap year', () => {
    expect(wrongs({ holidays: [{ date: '2028-02-29', name: 'Leap day' }] })).toEqual([])
  })

  test('have one holiday and one override each', () => {
    const twice = [...written.holidays, { date: '2026-12-25', name: 'Noel' }]
    expect(wrongs({ holidays: twice })).toEqual(['holidays.1.date: 2026-12-25 is listed twice; keep one'])
    const overrides = [...written.overrides, ...written.overrides]
    expect(wrongs({ overrides })).toEqual(['overrides.1.date: 2026-12-24 is listed twice; keep one'])
    expect(wrongs({ holidays: [{ date: '2026-12-24', name: 'Eve' }] })).toEqual([])
  })

  test('breaks of one date do not overlap, and end by midnight', () => {
    const off = (from: string, until: string) => ({ date: '2026-12-18', from, until, name: 'Off' })
    expect(wrongs({ breaks: [off('10:00', '11:00'), off('11:00', '12:00')] })).toEqual([])
    expect(wrongs({ breaks: [off('10:00', '11:30'), off('11:00', '12:00')] })).toEqual([
      'breaks.1: 11:00-12:00 overlaps the break 10:00-11:30 of 2026-12-18; make them one',
    ])
    expect(wrongs({ breaks: [off('22:00', '02:00')] })).toEqual([
      'breaks.0.until: ends before it starts; write one break for each day it touches',
    ])
  })

  test('the hours of an override do not meet the nights around it', () => {
    const override = (date: string, from: string, until: string, more = {}) => ({
      overrides: [{ date, intervals: [{ from, until, ...more }], name: 'Moved' }],
    })
    const nights = { week: weekOf('mon-fri 22:00-06:00') }
    // 24 December 2026 is a Thursday.
    expect(wrongs({ ...nights, ...override('2026-12-24', '05:00', '08:00') })).toEqual([
      'overrides.0.intervals: 05:00-08:00 starts before the night of 2026-12-23 (22:00-06:00) has ended',
    ])
    expect(wrongs({ ...override('2026-12-23', '20:00', '10:00', { overnight: true }) })).toEqual([
      'overrides.0.intervals: 09:00-12:00 starts before the night of 2026-12-23 (20:00-10:00) has ended',
    ])
    // The day after is a holiday, so there is nothing to run into.
    expect(wrongs({ ...override('2026-12-24', '20:00', '10:00', { overnight: true }) })).toEqual([])
  })
})

test('two holidays of one day become one with both names, in order', () => {
  const [labour, ascension, may] = ['2008-05-01', '2008-05-01', '2008-05-12']
  const holidays = [
    { date: may, name: 'Whit Monday' },
    { date: labour, name: 'Labour Day' },
    { date: ascension, name: 'Ascension Day' },
    { date: labour, name: 'Labour Day' },
  ]
  const merged = oneHolidayPerDay(holidays)
  expect(merged).toEqual([
    { date: '2008-05-01', name: 'Labour Day / Ascension Day' },
    { date: '2008-05-12', name: 'Whit Monday' },
  ])
  expect(Calendar.parse({ ...calendarOf('UTC', 'mon 09:00-17:00'), holidays: merged }).holidays).toEqual(
    merged,
  )
})
