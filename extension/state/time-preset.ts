/** A time ahead that is one press away. */
export type TimePreset = 'quarter' | 'hour' | 'four-hours' | 'tomorrow'

const MINUTE = 60_000

/** When a preset ends, epoch milliseconds: tomorrow is at nine in the morning where the person is. */
export function presetEnd(preset: TimePreset, now: number): number {
  if (preset === 'quarter') return now + 15 * MINUTE
  if (preset === 'hour') return now + 60 * MINUTE
  if (preset === 'four-hours') return now + 240 * MINUTE
  const morning = new Date(now)
  morning.setDate(morning.getDate() + 1)
  return morning.setHours(9, 0, 0, 0)
}
