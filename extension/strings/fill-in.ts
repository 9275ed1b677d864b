import type { Locale } from '../../shared/locale.ts'
import type { PluralForms } from './translation.ts'

export type Fill = Readonly<Record<string, string | number>>

/** The words with what belongs in them; a plural is chosen by `fill.count`, and numbers are written as the language writes them. */
export function fillIn(locale: Locale, entry: string | PluralForms, fill: Fill = {}): string {
  const template = typeof entry === 'string' ? entry : entry[pluralForm(locale, Number(fill.count))]
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => filled(locale, fill[name] ?? whole))
}

function filled(locale: Locale, value: string | number): string {
  return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value
}

function pluralForm(locale: Locale, count: number): 'one' | 'other' {
  return new Intl.PluralRules(locale).select(count) === 'one' ? 'one' : 'other'
}
