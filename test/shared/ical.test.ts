import { describe, expect, test } from 'vitest'
import { Holiday } from '../../shared/calendar.ts'
import { readIcal } from '../../shared/ical.ts'

const YEARS = { fromYear: 2026, untilYear: 2028, timeZone: 'Europe/Berlin' }

const fileOf = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')
const eventOf = (...lines: string[]) => fileOf('BEGIN:VEVENT', 'UID:1', ...lines, 'END:VEVENT')

/** The holidays as `date name`, and what was skipped as `name: reason`. */
function read(text: string, years = YEARS) {
  const result = readIcal(text, years)
  if (result.kind === 'unreadable') return { unreadable: result.reason }
  return {
    holidays: result.holidays.map(({ date, name }) => `${date} ${name}`),
    skipped: result.skipped.map(({ name, reason }) => `${name}: ${reason}`),
  }
}
const dates = (...lines: string[]) =>
  read(eventOf(...lines, 'SUMMARY:x')).holidays?.map(line => line.slice(0, 10))
const skipped = (...lines: string[]) => read(eventOf(...lines, 'SUMMARY:x')).skipped

describe('whole days', () => {
  test('of one date, with or without an end', () => {
    const christmas = ['2026-12-25']
    expect(dates('DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261226')).toEqual(christmas)
    expect(dates('DTSTART;VALUE=DATE:20261225')).toEqual(christmas)
    expect(dates('DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261225')).toEqual(christmas)
    expect(dates('DTSTART:20261225', 'DURATION:P1D')).toEqual(christmas)
  })

  test('of several dates, the end not included', () => {
    expect(dates('DTSTART;VALUE=DATE:20261230', 'DTEND;VALUE=DATE:20270102')).toEqual([
      '2026-12-30',
      '2026-12-31',
      '2027-01-01',
    ])
    expect(dates('DTSTART;VALUE=DATE:20280228', 'DURATION:P3D')).toEqual([
      '2028-02-28',
      '2028-02-29',
      '2028-03-01',
    ])
  })

  test('written as times from midnight to midnight', () => {
    expect(dates('DTSTART:20261225T000000', 'DTEND:20261226T000000')).toEqual(['2026-12-25'])
    const zone = 'TZID="Europe/Berlin"'
    expect(dates(`DTSTART;${zone}:20261225T000000`, `DTEND;${zone}:20261227T000000`)).toEqual([
      '2026-12-25',
      '2026-12-26',
    ])
    // Midnight in Berlin is 23:00 UTC in winter.
    expect(dates('DTSTART:20261224T230000Z', 'DTEND:20261225T230000Z')).toEqual(['2026-12-25'])
    // 29 March 2026 has 23 hours.
    expect(dates('DTSTART:20260328T230000Z', 'DTEND:20260329T220000Z')).toEqual(['2026-03-29'])
  })

  test('only of the years asked for', () => {
    expect(dates('DTSTART;VALUE=DATE:20251225')).toEqual([])
    expect(dates('DTSTART;VALUE=DATE:20290101')).toEqual([])
    expect(dates('DTSTART;VALUE=DATE:20251230', 'DTEND;VALUE=DATE:20260103')).toEqual([
      '2026-01-01',
      '2026-01-02',
    ])
    expect(dates('DTSTART;VALUE=DATE:20281231', 'DTEND;VALUE=DATE:20290103')).toEqual(['2028-12-31'])
    expect(dates('DTSTART;VALUE=DATE:00010101', 'DTEND;VALUE=DATE:20260102')).toEqual(['2026-01-01'])
  })
})

describe('names', () => {
  test('are unfolded and unescaped, and fit a calendar', () => {
    const text = eventOf(
      'DTSTART;VALUE=DATE:20261225',
      'SUMMARY;LANGUAGE=en:Christ',
      ' mas\\, all\\; day\\nof \\\\ it',
    )
    expect(read(text)).toEqual({ holidays: ['2026-12-25 Christmas, all; day of \\ it'], skipped: [] })
    expect(read(eventOf('DTSTART;VALUE=DATE:20261225')).holidays).toEqual(['2026-12-25 Holiday'])
    const long = readIcal(eventOf('DTSTART;VALUE=DATE:20261225', `SUMMARY:${'x'.repeat(500)}`), YEARS)
    expect(long.kind === 'read' && Holiday.safeParse(long.holidays[0]).success).toBe(true)
  })

  test('of two events on one date are joined', () => {
    const event = (summary: string) => [
      'BEGIN:VEVENT',
      'DTSTART:20261225',
      `SUMMARY:${summary}`,
      'END:VEVENT',
    ]
    expect(read(fileOf(...event('Noel'), ...event('Christmas'), ...event('Noel'))).holidays).toEqual([
      '2026-12-25 Noel / Christmas',
    ])
  })
})

describe('what comes every year', () => {
  test.each([
    ['FREQ=YEARLY', ['2026-12-25', '2027-12-25', '2028-12-25']],
    ['FREQ=YEARLY;INTERVAL=2', ['2026-12-25', '2028-12-25']],
    ['FREQ=YEARLY;COUNT=4', ['2026-12-25', '2027-12-25']],
    ['FREQ=YEARLY;COUNT=1', []],
    ['FREQ=YEARLY;UNTIL=20271225', ['2026-12-25', '2027-12-25']],
    ['FREQ=YEARLY;UNTIL=20271224', ['2026-12-25']],
    ['FREQ=YEARLY;UNTIL=20271225T000000Z', ['2026-12-25', '2027-12-25']],
    ['freq=yearly;interval=2;count=2;', ['2026-12-25']],
  ])('%s from 2024', (rule, expected) => {
    expect(dates('DTSTART;VALUE=DATE:20241225', `RRULE:${rule}`)).toEqual(expected)
  })

  test('29 February comes in leap years, and only those count', () => {
    expect(dates('DTSTART;VALUE=DATE:20200229', 'RRULE:FREQ=YEARLY')).toEqual(['2028-02-29'])
    expect(dates('DTSTART;VALUE=DATE:20200229', 'RRULE:FREQ=YEARLY;COUNT=3')).toEqual(['2028-02-29'])
    expect(dates('DTSTART;VALUE=DATE:20200229', 'RRULE:FREQ=YEARLY;COUNT=2')).toEqual([])
  })

  test('may last over the year’s end, also into the first year', () => {
    expect(
      dates('DTSTART;VALUE=DATE:20241231', 'DTEND;VALUE=DATE:20250102', 'RRULE:FREQ=YEARLY;UNTIL=20261231'),
    ).toEqual(['2026-01-01', '2026-12-31', '2027-01-01'])
  })

  test('until an instant is until that time in the zone', () => {
    const midnight = ['DTSTART:20241225T000000', 'DTEND:20241226T000000']
    expect(dates(...midnight, 'RRULE:FREQ=YEARLY;UNTIL=20261224T230000Z')).toEqual(['2026-12-25'])
    expect(dates(...midnight, 'RRULE:FREQ=YEARLY;UNTIL=20261224T225959Z')).toEqual([])
  })
})

describe('what is no holiday is named, with the reason', () => {
  const christmas = 'DTSTART;VALUE=DATE:20261225'
  const part = 'x: it takes up only a part of a day; add it as a break if nobody works then'

  test.each([
    [['DTSTART:20261224T120000', 'DTEND:20261225T000000'], part],
    [['DTSTART:20261224T120000Z'], part],
    [
      ['DTSTART:20261225T000000', 'DTEND:20261225T000000'],
      'x: it ends when it starts, or before; correct its end',
    ],
    [[christmas, 'DTEND;VALUE=DATE:20261224'], 'x: it ends when it starts, or before; correct its end'],
    [[], 'x: it has no start (DTSTART)'],
    [['DTSTART;VALUE=DATE:20260230'], 'x: its start or end is no date or time'],
    [[christmas, 'DTEND:tomorrow'], 'x: its start or end is no date or time'],
    [[christmas, 'STATUS:CANCELLED'], 'x: it is cancelled'],
    [
      [christmas, 'RRULE:FREQ=MONTHLY;COUNT=3'],
      'x: it recurs by FREQ=MONTHLY;COUNT=3; only FREQ=YEARLY is read, add its dates by hand',
    ],
    [
      [christmas, 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH'],
      'x: its yearly rule has BYMONTH; only COUNT, UNTIL and INTERVAL are read, add its dates by hand',
    ],
    [
      [christmas, 'RRULE:FREQ=YEARLY;INTERVAL=0'],
      'x: its rule FREQ=YEARLY;INTERVAL=0 is not valid; correct it or add its dates by hand',
    ],
    [
      [christmas, 'RRULE:FREQ=YEARLY;COUNT=many'],
      'x: its rule FREQ=YEARLY;COUNT=many is not valid; correct it or add its dates by hand',
    ],
    [
      [christmas, 'RRULE:FREQ=YEARLY;UNTIL=never'],
      'x: its rule FREQ=YEARLY;UNTIL=never is not valid; correct it or add its dates by hand',
    ],
    [
      [christmas, 'RRULE:FREQ=YEARLY', 'EXDATE;VALUE=DATE:20271225'],
      'x: it changes single dates of a series (EXDATE); add its dates by hand',
    ],
    [
      [christmas, 'RECURRENCE-ID;VALUE=DATE:20261225'],
      'x: it changes single dates of a series (RECURRENCE-ID); add its dates by hand',
    ],
  ])('%j', (lines, reason) => {
    expect(skipped(...lines)).toEqual([reason])
    expect(dates(...lines)).toEqual([])
  })

  test('and does not keep the others from being read', () => {
    const text = fileOf(
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Berlin',
      'BEGIN:STANDARD',
      'DTSTART:19701025T030000',
      'END:STANDARD',
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      'DTSTART:20261224T120000',
      'SUMMARY:Short day',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'BEGIN:VALARM',
      'SUMMARY:Wake up',
      'DURATION:PT15M',
      'END:VALARM',
      'DTSTART;VALUE=DATE:20261225',
      'SUMMARY:Christmas',
      'END:VEVENT',
    )
    expect(read(text)).toEqual({ holidays: ['2026-12-25 Christmas'], skipped: [`Short day${part.slice(1)}`] })
    expect(read(`\uFEFF${text.replaceAll('\r\n', '\n')}`)).toEqual(read(text))
  })
})

test.each([
  ['', 'this is no iCalendar text'],
  ['date,name\n2026-12-25,Christmas', 'export the calendar as .ics and use that file'],
  ['<html>', 'does not start with BEGIN:VCALENDAR'],
  [
    'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225',
    'cut off: a part that begins does not end; export it again',
  ],
  [
    'BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR',
    'cut off: a part that begins does not end; export it again',
  ],
  ['BEGIN:VCALENDAR\nno property\nEND:VCALENDAR', 'this line is not iCalendar, remove it: no property'],
])('%j is told what to do', (text, words) => {
  expect(read(text).unreadable).toContain(words)
})
