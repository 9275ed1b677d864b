import { z } from 'zod'

/** Languages every surface speaks; the first is the fallback. */
export const LOCALES = ['en', 'de'] as const
export type Locale = (typeof LOCALES)[number]

/** One sentence in every language, so that a verdict or a title is drawn as is on every surface. */
export const Localized = z.object({ en: z.string(), de: z.string() })
export type Localized = z.infer<typeof Localized>

/** A word that is the same in every language, such as an id or a tag. */
export function unspoken(text: string): Localized {
  return { en: text, de: text }
}

/** The best match for a BCP 47 tag such as `de-AT`; English where nothing matches. */
export function localeOf(tag: string): Locale {
  const language = tag.toLowerCase().split('-')[0]
  return LOCALES.find(locale => locale === language) ?? 'en'
}
