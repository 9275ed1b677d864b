import { z } from 'zod'

const Time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as "22:00"')

/** When somebody is not to be disturbed, in the wall-clock time of their zone. It holds back notices and nothing else. */
export const QuietHours = z
  .strictObject({
    /** IANA name. */
    timeZone: z.string().max(64).refine(isZone, 'must be the name of a time zone, such as "Europe/Berlin"'),
    from: Time,
    /** At or before `from`: of the next day. */
    until: Time,
    /** Whether Saturdays and Sundays are quiet all day. */
    weekends: z.boolean(),
  })
  .refine(({ from, until }) => from !== until, { path: ['until'], message: 'must differ from the beginning' })
export type QuietHours = z.infer<typeof QuietHours>

const SATURDAY = 6
/** A weekend and the night on either side of it. */
const LONGEST_DAYS = 4

/** Whether `at` (epoch milliseconds) lies in somebody's quiet hours. */
export function isQuiet(hours: QuietHours | null, at: number): boolean {
  if (!hours) return false
  const local = inZone(hours, at)
  if (hours.weekends && local.dayOfWeek >= SATURDAY) return true
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' })
  const { from, until } = hours
  return from < until ? from <= time && time < until : from <= time || time < until
}

/** When the quiet hours that hold at `at` end; null where none do. */
export function quietEndsAt(hours: QuietHours | null, at: number): number | null {
  if (!hours || !isQuiet(hours, at)) return null
  const today = inZone(hours, at).toPlainDate()
  for (let days = 0; days <= LONGEST_DAYS; days += 1) {
    for (const plainTime of ['00:00', hours.until]) {
      const end = today.add({ days }).toZonedDateTime({ timeZone: hours.timeZone, plainTime })
      if (end.epochMilliseconds > at && !isQuiet(hours, end.epochMilliseconds)) return end.epochMilliseconds
    }
  }
  return null
}

function inZone({ timeZone }: QuietHours, at: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
}

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
