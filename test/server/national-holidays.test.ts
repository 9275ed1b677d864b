import { describe, expect, test } from 'vitest'
import { nationalHolidays, type Place } from '../../server/calendars/national-holidays.ts'
import { Holiday } from '../../shared/calendar.ts'

const in2026and2027 = { fromYear: 2026, untilYear: 2027, language: 'en' }

/** The holidays as `date name`. */
function read(place: Place, wish = in2026and2027): string[] {
  const result = nationalHolidays(place, wish)
  return result.kind === 'read' ? result.holidays.map(({ date, name }) => `${date} ${name}`) : [result.reason]
}

function reasonOf(place: Place): string {
  const result = nationalHolidays(place, in2026and2027)
  return result.kind === 'read' ? '' : result.reason
}

describe('public holidays', () => {
  test('of Bavaria', () => {
    const bavaria = read({ country: 'DE', state: 'BY' })
    expect(bavaria).toEqual(expect.arrayContaining(['2026-01-06 Epiphany', '2026-04-06 Easter Monday']))
    // Easter is on 5 April 2026 and 28 March 2027; Corpus Christi is 60 days later.
    expect(bavaria).toEqual(
      expect.arrayContaining(['2026-06-04 Corpus Christi', '2027-05-27 Corpus Christi']),
    )
    expect(bavaria.filter(line => line.startsWith('2026'))).toHaveLength(12)
    expect(read({ country: 'DE', state: 'BE' })).not.toContain('2026-01-06 Epiphany')
  })

  test('of California, with the days off in lieu', () => {
    const california = read({ country: 'US', state: 'CA' })
    expect(california).toEqual(
      expect.arrayContaining([
        '2026-03-31 César Chávez Day',
        '2026-11-26 Thanksgiving Day',
        '2027-01-18 Martin Luther King Jr. Day',
        '2027-07-04 Independence Day',
        '2027-07-05 Independence Day (substitute day)',
      ]),
    )
    expect(read({ country: 'US' })).not.toContain('2026-03-31 César Chávez Day')
  })

  test('of Britain, with the days off in lieu and what only England has', () => {
    const britain = read({ country: 'GB' })
    expect(britain).toEqual(
      expect.arrayContaining([
        '2026-04-03 Good Friday',
        '2026-05-04 Early May bank holiday',
        '2026-12-28 Boxing Day (substitute day)',
        '2027-12-27 Christmas Day (substitute day)',
        '2027-12-28 Boxing Day (substitute day)',
      ]),
    )
    expect(britain).not.toContain('2026-08-31 Summer bank holiday')
    expect(read({ country: 'gb', state: 'eng' })).toContain('2026-08-31 Summer bank holiday')
  })

  test('in another language, and in the place’s own where there is none', () => {
    const german = { ...in2026and2027, language: 'de' }
    expect(read({ country: 'DE', state: 'BY' }, german)).toContain('2026-01-06 Heilige Drei Könige')
    expect(read({ country: 'GB' }, { ...in2026and2027, language: 'xx' })).toContain('2026-04-03 Good Friday')
  })

  test('that last several days are as many, and two on one day are one', () => {
    const year = { ...in2026and2027, untilYear: 2026 }
    expect(read({ country: 'KR' }, year).filter(line => /^2026-09-2[3-7]/.test(line))).toEqual([
      expect.stringMatching(/^2026-09-24 /),
      expect.stringMatching(/^2026-09-25 /),
      expect.stringMatching(/^2026-09-26 /),
    ])
    const result = nationalHolidays({ country: 'EG' }, year)
    const dates = result.kind === 'read' ? result.holidays.map(({ date }) => date) : []
    expect(dates).toContain('2026-01-25')
    expect(new Set(dates).size).toBe(dates.length)
  })

  test('for a part of a day are named, not listed', () => {
    const result = nationalHolidays({ country: 'IS' }, { ...in2026and2027, untilYear: 2026 })
    if (result.kind !== 'read') throw new Error(result.reason)
    expect(result.skipped).toContainEqual({
      name: expect.any(String),
      reason: '2026-12-24 is off only from 13:00; add it as a break if nobody works then',
    })
    expect(result.holidays.map(({ date }) => date)).not.toContain('2026-12-24')
  })

  test('fit a calendar as they are', () => {
    const result = nationalHolidays({ country: 'TR' }, in2026and2027)
    expect(result.kind === 'read' && Holiday.array().min(10).safeParse(result.holidays).success).toBe(true)
  })
})

test.each([
  [{ country: 'XX' }, /^no holidays are known for the country XX; use one of AD, AE, .*US/],
  [{ country: '' }, /^no holidays are known for the country ""; use one of /],
  [{ country: 'constructor' }, /^no holidays are known for the country CONSTRUCTOR; use one of /],
  [{ country: 'DE', state: 'XX' }, /^DE has no XX; leave it out or use one of .*BY \(Bayern\)/],
  [
    { country: 'DE', state: 'BY', region: 'X' },
    /^DE-BY has no X; leave it out or use one of A \(Stadt Augsburg\)/,
  ],
  [{ country: 'DE', region: 'A' }, /^the region A needs the state it lies in$/],
  [{ country: 'JP', state: '13' }, /^JP has one list of holidays for all its parts; leave 13 out$/],
])('an unknown place is told what to do: %j', (place, words) => {
  expect(reasonOf(place)).toMatch(words)
})
