import { z } from 'zod'

const Day = z.iso.date()
const Moment = z.iso.datetime({ offset: true })
const DAY_MS = 86_400_000

/** A stretch of time as people write it down; epoch milliseconds. A moment begins and ends at once. */
export interface WrittenTime {
  readonly from: number
  /** The last millisecond of it. */
  readonly until: number
  readonly isDay: boolean
}

/** `2026-11-20`, a day in UTC, or `2026-11-20T09:30:00+01:00`, a moment; null for neither. */
export function parseTime(text: string): WrittenTime | null {
  const isDay = Day.safeParse(text).success
  if (!isDay && !Moment.safeParse(text).success) return null
  const from = Date.parse(text)
  return { from, until: isDay ? from + DAY_MS - 1 : from, isDay }
}
