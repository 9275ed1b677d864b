import type { Fact } from './facts.ts'
import { isMoney } from './facts.ts'
import { type CatalogueField, choiceWords } from './field-catalogue.ts'
import type { Locale, Localized } from './locale.ts'
import { formatMoney, type Money } from './money.ts'
import { parseTime } from './written-time.ts'

/** Longer lists and texts are told by their beginning. */
const MOST_WORDS = 12
const LONGEST_TEXT = 160
/** The last moment a date can be, in epoch milliseconds (ECMA-262, time values). */
const LAST_DATE = 8.64e15

const WORDS = {
  en: { unknown: 'unknown', none: 'none', monthly: ' a month', more: 'more' },
  de: { unknown: 'unbekannt', none: 'keine Angabe', monthly: ' pro Monat', more: 'weitere' },
} as const

const LISTS = {
  and: formats(locale => new Intl.ListFormat(locale, { type: 'conjunction' })),
  or: formats(locale => new Intl.ListFormat(locale, { type: 'disjunction' })),
}
const NUMBERS = formats(locale => new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }))
const DAYS = formats(locale => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }))
const MOMENTS = formats(
  locale => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }),
)

/** Making one costs a hundred times what using it does. */
function formats<T>(make: (locale: Locale) => T): Readonly<Record<Locale, T>> {
  return { en: make('en'), de: make('de') }
}

/** One sentence for each language. */
export function inEach(say: (locale: Locale) => string): Localized {
  return { en: say('en'), de: say('de') }
}

export function amountText(field: CatalogueField, money: Money, locale: Locale): string {
  return formatMoney(money, locale) + (field.monthly ? WORDS[locale].monthly : '')
}

/** `refund, billing or charged twice`, of long lists the beginning: `a, b or 998 more`. */
export function anyOfThese(words: readonly string[], locale: Locale): string {
  return listed(words, { locale, link: 'or' })
}

function listed(words: readonly string[], { locale, link }: { locale: Locale; link: 'and' | 'or' }): string {
  const shown = words.slice(0, MOST_WORDS)
  const left = words.length - shown.length
  const more = left > 0 ? [`${left} ${WORDS[locale].more}`] : []
  return LISTS[link][locale].format([...shown, ...more])
}

/** A text in the quotation marks of the language; of a long one the beginning. */
export function quoted(text: string, locale: Locale): string {
  // Half of a character that was cut in two is left out.
  const beginning = text.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, '')
  const shown = text.length > LONGEST_TEXT ? `${beginning}…` : text
  const onOneLine = shown.replace(/\s+/g, ' ')
  return locale === 'de' ? `„${onOneLine}“` : `“${onOneLine}”`
}

/** `November 20, 2026`, and for a moment its time in UTC. */
export function timeText(written: string, locale: Locale): string {
  const time = parseTime(written)
  if (!time) return written
  return time.isDay ? dayText(time.from, locale) : momentText(time.from, locale)
}

function dayText(at: number, locale: Locale): string {
  return DAYS[locale].format(at)
}

function momentText(at: number, locale: Locale): string {
  if (Math.abs(at) > LAST_DATE) return String(at)
  return `${MOMENTS[locale].format(at)} UTC`
}

export function numberText(value: number, locale: Locale): string {
  return NUMBERS[locale].format(value)
}

/** What was seen of a field: `$4,200.00 a month`, `refund and vip`, `none` where it is empty, or `unknown`. */
export function factWords(field: CatalogueField, fact: Fact | undefined): Localized {
  return inEach(locale => factText(field, fact, locale))
}

function factText(field: CatalogueField, fact: Fact | undefined, locale: Locale): string {
  if (!fact) return WORDS[locale].unknown
  const { value } = fact
  if (value === null) return WORDS[locale].none
  if (isMoney(value)) return amountText(field, value, locale)
  if (typeof value === 'number')
    return field.type === 'date' ? momentText(value, locale) : numberText(value, locale)
  if (typeof value === 'string') return field.choices ? choiceWords(value)[locale] : quoted(value, locale)
  return value.length === 0 ? WORDS[locale].none : listed(value, { locale, link: 'and' })
}
