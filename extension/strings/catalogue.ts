import type { Locale } from '../../shared/locale.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { type Fill, fillIn } from './fill-in.ts'
import type { Translation } from './translation.ts'

type Catalogue = Translation<typeof en>

export type StringKey = keyof Catalogue

export const CATALOGUES: Readonly<Record<Locale, Catalogue>> = { en, de }

export type { Fill }

/** The words of a key, filled in. */
export function wordsOf(locale: Locale, key: StringKey, fill: Fill = {}): string {
  return fillIn(locale, CATALOGUES[locale][key], fill)
}

/** Whether a word the server sent, such as a reason code, has words here. */
export function isKey(key: string): key is StringKey {
  return key in en
}
