import type { Locale } from './locale.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** From so long on, nobody counts minutes. */
const LONG = 24 * HOUR

/** `48 min`, `3 h 12 min`, `72 h`: the same in every language. Null under a minute. */
export function lengthWords(ms: number): string | null {
  if (ms < MINUTE) return null
  const hours = Math.floor(ms / HOUR)
  const minutes = Math.floor((ms % HOUR) / MINUTE)
  if (hours === 0) return `${minutes} min`
  return minutes === 0 || ms >= LONG ? `${hours} h` : `${hours} h ${minutes} min`
}

/** `20 Nov 2026, 14:00 (Europe/Berlin)`; `at` in epoch milliseconds. */
export function momentWords(at: number, { timeZone, locale }: { timeZone: string; locale: Locale }): string {
  const words = new Intl.DateTimeFormat(locale === 'de' ? 'de-DE' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  }).format(at)
  return `${words} (${timeZone})`
}
