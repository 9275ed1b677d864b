import Holidays from 'date-holidays'
import { type Holiday, oneHolidayPerDay } from '../../shared/calendar.ts'

const HOUR = 60 * 60_000
const DAY = 24 * HOUR

/** Codes as `date-holidays` has them: ISO 3166-1 for a country, the part after the hyphen of ISO 3166-2 for a state. */
export interface Place {
  readonly country: string
  readonly state?: string | undefined
  readonly region?: string | undefined
}

/** Years, both included, and the language (ISO 639-1) for names; the place's own where they have none in it. */
export interface HolidayWish {
  readonly fromYear: number
  readonly untilYear: number
  readonly language: string
}

export type NationalHolidays =
  | {
      readonly kind: 'read'
      readonly holidays: Holiday[]
      /** Public holidays for a part of a day, which a calendar knows as breaks. */
      readonly skipped: { readonly name: string; readonly reason: string }[]
    }
  | { readonly kind: 'unknown-place'; readonly reason: string }

/** The public holidays of a place, with the days off in lieu of those that fall on a weekend. */
export function nationalHolidays(place: Place, wish: HolidayWish): NationalHolidays {
  const [country = '', state = '', region = ''] = [place.country, place.state, place.region].map(code =>
    code?.trim().toUpperCase(),
  )
  const reason = unknownPart(country, state, region)
  if (reason) return { kind: 'unknown-place', reason }
  const library = new Holidays(country, state, region, { types: ['public'] })
  const holidays: Holiday[] = []
  const skipped: { name: string; reason: string }[] = []
  for (let year = wish.fromYear; year <= wish.untilYear; year += 1) {
    for (const { date, start, end, name } of library.getHolidays(year, wish.language)) {
      const first = date.slice(0, 10)
      // A day of a time change has 23 or 25 hours.
      const days = Math.floor((end.getTime() - start.getTime() + HOUR) / DAY)
      if (days < 1 || date.slice(11, 16) !== '00:00') {
        const part = `${first} is off only from ${date.slice(11, 16)}; add it as a break if nobody works then`
        skipped.push({ name, reason: part })
      } else {
        holidays.push(...datesFrom(first, days).map(day => ({ date: day, name })))
      }
    }
  }
  return { kind: 'read', holidays: oneHolidayPerDay(holidays), skipped }
}

function datesFrom(first: string, count: number): string[] {
  const start = Temporal.PlainDate.from(first)
  return Array.from({ length: count }, (_, days) => start.add({ days }).toString())
}

/** What to write instead, where a part of a place is not known. */
function unknownPart(country: string, state: string, region: string): string | null {
  const known = new Holidays()
  const countries = known.getCountries()
  if (!Object.hasOwn(countries, country)) {
    return `no holidays are known for the country ${country || '""'}; use one of ${Object.keys(countries).join(', ')}`
  }
  const states = known.getStates(country) ?? {}
  if (state === '') return region === '' ? null : `the region ${region} needs the state it lies in`
  if (!Object.hasOwn(states, state)) return unknownIn(country, state, states)
  const regions = known.getRegions(country, state) ?? {}
  return region === '' || Object.hasOwn(regions, region)
    ? null
    : unknownIn(`${country}-${state}`, region, regions)
}

function unknownIn(place: string, part: string, parts: Readonly<Record<string, string>>): string {
  const named = Object.entries(parts).map(([code, name]) => `${code} (${name})`)
  if (named.length === 0) return `${place} has one list of holidays for all its parts; leave ${part} out`
  return `${place} has no ${part}; leave it out or use one of ${named.join(', ')}`
}
