import type { Locale } from '../../shared/locale.ts'

const MINUTE = 60_000
const UNITS = [
  ['day', 24 * 60 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
] as const

/** In two units at most: `2 hr 5 min`; what is under a minute counts as one. */
export function timeLeft(ms: number, locale: Locale): string {
  let rest = Math.max(MINUTE, Math.abs(ms))
  const parts: string[] = []
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count === 0 || parts.length === 2) continue
    parts.push(new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(count))
  }
  return parts.join(' ')
}
