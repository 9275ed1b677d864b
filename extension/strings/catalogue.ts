import type { Locale } from '../../shared/locale.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import type { PluralForms, Translation } from './translation.ts'

type Catalogue = Translation<typeof en>

export type StringKey = keyof Catalogue

export const CATALOGUES: Readonly<Record<Locale, Catalogue>> = { en, de }

export type Fill = Readonly<Record<string, string | number>>

/** The words of a key; a plural is chosen by `fill.count`. */
export function wordsOf(locale: Locale, key: StringKey, fill: Fill = {}): string {
  const entry: string | PluralForms = CATALOGUES[locale][key]
  const template = typeof entry === 'string' ? entry : entry[pluralForm(locale, Number(fill.count))]
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(fill[name] ?? whole))
}

function pluralForm(locale: Locale, count: number): 'one' | 'other' {
  return new Intl.PluralRules(locale).select(count) === 'one' ? 'one' : 'other'
}

/** Whether a word the server sent, such as a reason code, has words here. */
export function isKey(key: string): key is StringKey {
  return key in en
}
