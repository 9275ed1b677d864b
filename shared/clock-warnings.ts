import type { Alert } from './panel.ts'
import { burnDown, type Clock, shareAt } from './sla.ts'

/** When each share of a clock at which its owner is told is used up, and when it runs out; soonest first. Epoch milliseconds. */
export function thresholdsOf(clock: Clock, now: number): number[] {
  const shares = clock.warnAt.flatMap(share => shareAt(clock, share, now) ?? [])
  return [...new Set([...shares, clock.dueAt])].toSorted((a, b) => a - b)
}

/** Those of its thresholds a clock will reach if nothing happens; none while it is paused, as nobody knows then. */
export function warningsOf(clock: Clock, now: number): number[] {
  if (clock.stoppedAt !== null || clock.pauses.some(({ until }) => until === null)) return []
  return thresholdsOf(clock, now).filter(at => at > now)
}

/** Whether somebody has put an alert off; what is missed is shown whatever they said before. */
export function isSnoozed(
  { snoozedUntil, clock }: Pick<Alert, 'snoozedUntil' | 'clock'>,
  now: number,
): boolean {
  return snoozedUntil !== null && snoozedUntil > now && burnDown(clock, now).state !== 'missed'
}

/** The longest somebody may put an alert off, in milliseconds. */
export const LONGEST_SNOOZE_MS = 7 * 86_400_000
