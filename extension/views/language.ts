import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { type Locale, type Localized, localeOf } from '../../shared/locale.ts'
import { formatMoney, type Money } from '../../shared/money.ts'
import { type Fill, isKey, type StringKey, wordsOf } from '../strings/catalogue.ts'

/** Words, times and amounts as the viewer reads them. */
export interface Language {
  readonly locale: Locale
  readonly t: (key: StringKey, fill?: Fill) => string
  /** Words for a code of the server; the code itself where there are none yet. */
  readonly code: (prefix: string, code: string) => string
  readonly pick: (text: Localized) => string
  readonly money: (money: Money) => string
  /** Date and time in the viewer's zone. */
  readonly dateTime: (at: number) => string
  /** From one moment to another, the day said once where it is the same. */
  readonly range: (from: number, until: number) => string
  readonly date: (at: number) => string
  /** Two units at most: `3h 12m`. */
  readonly duration: (ms: number) => string
  /** As duration; the last hour before and after zero counts seconds: `42:10`. */
  readonly countdown: (ms: number) => string
  /** In the one unit that says most: `26h`, `3d`. */
  readonly age: (ms: number) => string
  readonly number: (count: number) => string
  /** `98.4%`, rounded down: all is right only at 100%. */
  readonly percent: (share: number) => string
  /** `12 s ago`, `in 3 h`. */
  readonly relative: (at: number, now: number) => string
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export function languageOf(tag: string): Language {
  const locale = localeOf(tag)
  // The viewer's own region decides how dates look, if it is one of our languages.
  const region = tag.toLowerCase().startsWith(locale) ? tag : locale
  const dateTime = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'short' })
  const date = new Intl.DateTimeFormat(region, { dateStyle: 'medium' })
  const units = (['days', 'hours', 'minutes', 'seconds'] as const).map(part => {
    const format = new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: part.slice(0, -1),
      unitDisplay: 'narrow',
    })
    return { part, format }
  })
  const duration = (ms: number) => {
    const parts = splitDuration(Math.abs(ms))
    return units.flatMap(({ part, format }) => (parts[part] ? [format.format(parts[part])] : [])).join(' ')
  }
  const { number, percent, age } = figuresIn(locale)
  const digital = new Intl.DurationFormat(locale, {
    style: 'digital',
    hours: '2-digit',
    hoursDisplay: 'auto',
  })
  const relative = new Intl.RelativeTimeFormat(locale, { style: 'short' })
  return {
    locale,
    t: (key, fill) => wordsOf(locale, key, fill),
    code(prefix, code) {
      const key = `${prefix}.${code}`
      return isKey(key) ? wordsOf(locale, key) : code
    },
    pick: text => text[locale],
    money: money => formatMoney(money, locale),
    dateTime: at => dateTime.format(at),
    range: (from, until) => dateTime.formatRange(from, until),
    date: at => date.format(at),
    duration,
    countdown: ms => (Math.abs(ms) < HOUR ? digital.format(splitDuration(Math.abs(ms))) : duration(ms)),
    age,
    number,
    percent,
    relative(at, now) {
      const [count, unit] = inOneUnit(at - now)
      // What just happened is not about to: nought is written as the past.
      return relative.format(count === 0 ? -0 : count, unit)
    },
  }
}

function figuresIn(locale: Locale): Pick<Language, 'age' | 'number' | 'percent'> {
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 1,
    roundingMode: 'floor',
  })
  return {
    age(ms) {
      const [count, unit] = inOneUnit(ms)
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }).format(count)
    },
    number: count => number.format(count),
    percent: share => percent.format(share),
  }
}

function splitDuration(ms: number): Partial<Record<'days' | 'hours' | 'minutes' | 'seconds', number>> {
  if (ms < HOUR) return { minutes: Math.floor(ms / MINUTE), seconds: Math.floor((ms % MINUTE) / SECOND) }
  if (ms < 2 * DAY) return { hours: Math.floor(ms / HOUR), minutes: Math.floor((ms % HOUR) / MINUTE) }
  return { days: Math.floor(ms / DAY), hours: Math.floor((ms % DAY) / HOUR) }
}

function inOneUnit(ms: number): [number, 'second' | 'minute' | 'hour' | 'day'] {
  const size = Math.abs(ms)
  if (size < 90 * SECOND) return [Math.trunc(ms / SECOND), 'second']
  if (size < 90 * MINUTE) return [Math.trunc(ms / MINUTE), 'minute']
  return size < 2 * DAY ? [Math.trunc(ms / HOUR), 'hour'] : [Math.trunc(ms / DAY), 'day']
}

/** Product names, which no language translates. */
const SOURCES: Readonly<Record<string, string>> = {
  zendesk: 'Zendesk',
  stripe: 'Stripe',
  salesforce: 'Salesforce',
  hubspot: 'HubSpot',
  pagerduty: 'PagerDuty',
  opsgenie: 'Opsgenie',
}

export function sourceName(source: string): string {
  return SOURCES[source] ?? source
}

const LanguageContext = createContext<Language>(languageOf('en'))
export const LanguageProvider = LanguageContext.Provider

export function useLanguage(): Language {
  return useContext(LanguageContext)
}
