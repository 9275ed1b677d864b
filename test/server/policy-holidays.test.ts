import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { CalendarsPolicy } from '../../shared/calendars-policy.ts'
import { OFFICE, openPolicyCommand, type PolicyCommand } from '../support/policy-command.ts'

let command: PolicyCommand

beforeEach(async () => {
  command = await openPolicyCommand()
})
afterEach(() => command.close())

const meshline = (...args: string[]) => command.meshline(...args)

describe('holidays to paste into a calendar', () => {
  const asCalendar = (yaml: string) => {
    const { holidays }: { holidays: unknown } = parse(yaml)
    const { calendars }: { calendars: object[] } = parse(OFFICE)
    return CalendarsPolicy.parse({ calendars: [{ ...calendars[0], holidays }] }).calendars[0]?.holidays
  }

  test('of a country and state', async () => {
    expect(
      await meshline('policy', 'holidays', 'de', '--state', 'by', '--from', '2026', '--until', '2027'),
    ).toBe(0)
    const holidays = asCalendar(command.printed().join('\n'))
    expect(holidays).toContainEqual({ date: '2026-12-25', name: 'Christmas Day' })
    expect(holidays?.some(({ date }) => date.startsWith('2027'))).toBe(true)
  })

  test('a country nobody knows', async () => {
    expect(await meshline('policy', 'holidays', 'xx')).toBe(1)
    expect(command.printed()[0]).toContain('No holidays are known for the country XX; use one of')
    expect(await meshline('policy', 'holidays', 'de', '--from', '26')).toBe(1)
    expect(command.printed()[0]).toBe('26 is not a year; write it as 2026')
  })

  test('of an iCalendar file; what is left out is said', async () => {
    const file = command.write(
      'h.ics',
      [
        'BEGIN:VCALENDAR',
        'BEGIN:VEVENT',
        'DTSTART;VALUE=DATE:20261224',
        'SUMMARY:Closed',
        'END:VEVENT',
        'BEGIN:VEVENT',
        'DTSTART:20261218T120000Z',
        'DTEND:20261218T130000Z',
        'SUMMARY:Lunch',
        'END:VEVENT',
        'END:VCALENDAR',
      ].join('\r\n'),
    )
    expect(await meshline('policy', 'ical', file, '--zone', 'Europe/Berlin')).toBe(0)
    expect(asCalendar(command.printed()[0] ?? '')).toEqual([{ date: '2026-12-24', name: 'Closed' }])
    expect(command.printed()[1]).toContain('Left out: Lunch')
    expect(await meshline('policy', 'ical', file, '--zone', 'Mars/Olympus')).toBe(1)
  })
})
