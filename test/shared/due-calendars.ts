import { Calendar } from '../../shared/calendar.ts'

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** `mon-fri 09:00-12:00 13:00-17:00; sat 10:00-14:00`; a stretch that ends by its start is overnight. */
export function weekOf(text: string) {
  const week = Object.fromEntries(DAYS.map((day): [string, object[]] => [day, []]))
  for (const part of text.split(';')) {
    const [days = '', ...stretches] = part.trim().split(' ')
    const [first = 0, last = first] = days.split('-').map(name => DAYS.findIndex(day => day.startsWith(name)))
    for (const day of DAYS.slice(first, last + 1)) week[day] = stretches.map(stretchOf)
  }
  return week
}

function stretchOf(text: string) {
  const [from = '', until = ''] = text.split('-')
  return until <= from ? { from, until, overnight: true } : { from, until }
}

interface Dated {
  readonly holidays?: readonly string[]
  readonly breaks?: readonly (readonly [date: string, stretch: string])[]
  readonly overrides?: readonly (readonly [date: string, stretches: string])[]
}

export function calendarOf(timeZone: string, week: string, dated: Dated = {}): Calendar {
  const { holidays = [], breaks = [], overrides = [] } = dated
  return Calendar.parse({
    name: 'test',
    timeZone,
    week: weekOf(week),
    holidays: holidays.map(date => ({ date, name: 'holiday' })),
    breaks: breaks.map(([date, stretch]) => ({ date, name: 'break', ...stretchOf(stretch) })),
    overrides: overrides.map(([date, stretches]) => ({
      date,
      name: 'override',
      intervals: stretches.split(' ').filter(Boolean).map(stretchOf),
    })),
  })
}

/** The calendars of the table of due times. */
export const DUE_CALENDARS: Readonly<Record<string, Calendar>> = {
  office: calendarOf('Europe/Berlin', 'mon-fri 09:00-17:00', {
    holidays: ['2026-12-25', '2026-12-26', '2027-01-01'],
    breaks: [['2026-12-18', '12:00-15:00']],
    overrides: [['2026-12-24', '09:00-12:00']],
  }),
  always: calendarOf('Europe/Berlin', 'mon-sun 00:00-24:00'),
  // Salesforce's business hours: one stretch a day, or all 24 hours of it.
  weekdays24: calendarOf('America/New_York', 'mon-fri 00:00-24:00'),
  pacific: calendarOf(
    'America/Los_Angeles',
    'mon-tue 08:00-20:00; wed 08:00-18:00; thu 08:00-20:00; fri 08:00-16:00',
    { holidays: ['2026-07-03'] },
  ),
  // Zendesk's schedules: several stretches a day, up to 24:00.
  lunch: calendarOf('America/New_York', 'mon-fri 08:00-12:00 13:00-18:00; sat 10:00-14:00', {
    holidays: ['2026-11-26'],
    overrides: [['2026-11-27', '10:00-14:00']],
  }),
  uneven: calendarOf(
    'Etc/UTC',
    'mon 09:00-17:00; tue 10:00-16:00; wed 09:00-17:00; thu 10:00-16:00; fri 09:00-17:00; sat 11:00-14:30',
  ),
  evening: calendarOf('UTC', 'mon 20:00-24:00; tue 00:00-04:00'),
  nights: calendarOf('Europe/Berlin', 'mon-fri 22:00-06:00', {
    holidays: ['2026-12-24'],
    breaks: [['2026-11-25', '02:00-03:00']],
  }),
  satnight: calendarOf('Europe/Berlin', 'sat 22:00-06:00'),
  sunday1to3: calendarOf('America/New_York', 'sun 01:00-03:00'),
  sunday230: calendarOf('America/New_York', 'sun 02:30-04:00'),
  sunday130: calendarOf('America/New_York', 'sun 01:30-03:00'),
  howe: calendarOf('Australia/Lord_Howe', 'sun 01:00-03:00'),
  howeoffice: calendarOf('Australia/Lord_Howe', 'mon-fri 09:00-17:00'),
  saopaulo: calendarOf('America/Sao_Paulo', 'mon-sun 00:00-06:00'),
  saolate: calendarOf('America/Sao_Paulo', 'mon-sun 23:00-24:00'),
  stjohns: calendarOf('America/St_Johns', 'mon-sun 23:00-24:00'),
  apia: calendarOf('Pacific/Apia', 'mon-fri 09:00-17:00'),
  apiaalways: calendarOf('Pacific/Apia', 'mon-sun 00:00-24:00'),
  apiathu: calendarOf('Pacific/Apia', 'thu 22:00-06:00'),
  apiafri: calendarOf('Pacific/Apia', 'fri 22:00-06:00'),
  kwajalein: calendarOf('Pacific/Kwajalein', 'mon-sat 09:00-17:00'),
  kathmandu: calendarOf('Asia/Kathmandu', 'sun 10:00-18:00; mon-fri 10:00-18:00'),
  shop: calendarOf('Europe/Berlin', 'mon-sat 09:00-17:00', {
    holidays: ['2026-12-24'],
    breaks: [['2026-12-24', '11:00-12:00']],
    overrides: [
      ['2026-12-20', '12:00-14:00'],
      ['2026-12-21', ''],
      ['2026-12-24', '10:00-13:00'],
    ],
  }),
  once: calendarOf('UTC', '', { overrides: [['2026-05-01', '10:00-12:00']] }),
}
