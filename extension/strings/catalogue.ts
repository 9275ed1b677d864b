import type { Locale } from '../../shared/locale.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import type { PluralForms, Translation } from './translation.ts'

type Catalogue = Translation<typeof en>

export type StringKey = keyof Catalogue

export const CATALOGUES: Readonly<Record<Locale, Catalogue>> = { en, de }

export type Fill = Readonly<Record<string, string | number>>

/** The words of a key; a plural is chosen by `fill.count`, and numbers are written as the language writes them. */
export function wordsOf(locale: Locale, key: StringKey, fill: Fill = {}): string {
  const entry: string | PluralForms = CATALOGUES[locale][key]
  const template = typeof entry === 'string' ? entry : entry[pluralForm(locale, Number(fill.count))]
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => filled(locale, fill[name] ?? whole))
}

function filled(locale: Locale, value: string | number): string {
  return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value
}

function pluralForm(locale: Locale, count: number): 'one' | 'other' {
  return new Intl.PluralRules(locale).select(count) === 'one' ? 'one' : 'other'
}

/** Whether a word the server sent, such as a reason code, has words here. */
export function isKey(key: string): key is StringKey {
  return key in en
}
