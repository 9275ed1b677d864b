const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const UNITS: readonly (readonly [string, number])[] = [
  ['d', DAY],
  ['h', HOUR],
  ['m', MINUTE],
  ['s', SECOND],
]

/** ISO 8601 without years and months, as those have no fixed length: `P3D`, `PT1H30M`. */
const ISO = /^P(?=.)(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$/
const SHORT = /^(\d{1,6})\s?([smhd])$/

/** Milliseconds of `5m`, `24h`, `3d` or an ISO 8601 duration such as `PT5M`; null where it is neither. */
export function parseDuration(text: string): number | null {
  const [, amount, unit] = SHORT.exec(text.trim()) ?? []
  const length = UNITS.find(([name]) => name === unit)?.[1]
  if (amount !== undefined && length !== undefined) return Number(amount) * length
  const iso = ISO.exec(text.trim())
  if (!iso) return null
  return [7 * DAY, DAY, HOUR, MINUTE, SECOND].reduce(
    (total, size, at) => total + Number(iso[at + 1] ?? 0) * size,
    0,
  )
}

/** The shortest way to write a duration that `parseDuration` reads back: `90m`, `24h`, `3d`. Whole seconds. */
export function durationText(ms: number): string {
  const fitting = UNITS.find(([name, size]) => ms % size === 0 && (name !== 'd' || ms >= 3 * DAY))
  return fitting ? `${ms / fitting[1]}${fitting[0]}` : `${Math.round(ms / SECOND)}s`
}
