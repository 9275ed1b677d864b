export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
type Weekday = (typeof WEEKDAYS)[number]

/** Wall-clock times as `HH:MM`; an overnight stretch ends on the day after the one it starts on. */
interface Stretch {
  readonly from: string
  readonly until: string
  readonly overnight?: true | undefined
}

interface DatedHours<Hours> {
  readonly week: Readonly<Record<Weekday, readonly Hours[]>>
  readonly holidays: readonly { readonly date: string }[]
  readonly overrides: readonly { readonly date: string; readonly intervals: readonly Hours[] }[]
}

const MINUTES_A_DAY = 24 * 60

/** What starts on a date (YYYY-MM-DD): its override, else nothing on a holiday, else the week's hours. */
export function hoursByDate<Hours>({ week, holidays, overrides }: DatedHours<Hours>) {
  const dated = new Map<string, readonly Hours[]>(holidays.map(({ date }) => [date, []]))
  for (const { date, intervals } of overrides) dated.set(date, intervals)
  return (date: string): readonly Hours[] => {
    const hours = dated.get(date)
    if (hours) return hours
    return week[WEEKDAYS[Temporal.PlainDate.from(date).dayOfWeek - 1] ?? 'monday']
  }
}

/** Minutes from midnight to a time written `HH:MM`. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** Minutes from the midnight before a stretch's start to its end; above 1,440 where it goes on to the next day. */
export function endOf({ until, overnight }: Stretch): number {
  return minutesOf(until) + (overnight ? MINUTES_A_DAY : 0)
}

export function timeText({ from, until }: Stretch): string {
  return `${from}-${until}`
}

/** The first two of one day's stretches that overlap; null where none do. */
export function overlapping(stretches: readonly Stretch[]): readonly [Stretch, Stretch] | null {
  const inOrder = stretches.toSorted((a, b) => minutesOf(a.from) - minutesOf(b.from))
  for (const [index, later] of inOrder.entries()) {
    const earlier = inOrder[index - 1]
    if (earlier && endOf(earlier) > minutesOf(later.from)) return [earlier, later]
  }
  return null
}

/** What is wrong where a night that started on `day` has not ended when the next day starts; else null. */
export function nightRunsInto(
  day: string,
  hours: readonly Stretch[],
  nextHours: readonly Stretch[],
): string | null {
  for (const night of hours) {
    const next = nextHours.find(({ from }) => minutesOf(from) < endOf(night) - MINUTES_A_DAY)
    if (next) return `${timeText(next)} starts before the night of ${day} (${timeText(night)}) has ended`
  }
  return null
}
