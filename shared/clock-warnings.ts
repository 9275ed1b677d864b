import type { Alert } from './panel.ts'
import { burnDown, type Clock, type ClockTime, isPaused, shareAt } from './sla.ts'

/** What the moments of a clock follow from. */
type WarnedClock = ClockTime & Pick<Clock, 'warnAt' | 'dueAt' | 'stoppedAt'>

/** When each share of a clock at which its owner is told is used up, and when it runs out; soonest first. Epoch milliseconds. */
export function thresholdsOf(clock: WarnedClock, now: number): number[] {
  const shares = clock.warnAt.flatMap(share => shareAt(clock, share, now) ?? [])
  return [...new Set([...shares, clock.dueAt])].toSorted((a, b) => a - b)
}

/** Those of its thresholds a clock will reach if nothing happens; none while it is paused, as nobody knows then. */
export function warningsOf(clock: WarnedClock, now: number): number[] {
  if (clock.stoppedAt !== null || isPaused(clock)) return []
  return thresholdsOf(clock, now).filter(at => at > now)
}

/**
 * When a running clock last reached a share of its time, after `since`, and when it reaches the next one. Null where
 * there is none; the due time is none of them. Epoch milliseconds.
 */
export function sharesAround(
  clock: WarnedClock,
  { since, now }: { since: number; now: number },
): { reached: number | null; next: number | null } {
  if (clock.stoppedAt !== null || isPaused(clock)) return { reached: null, next: null }
  const shares = thresholdsOf(clock, now).filter(at => at < clock.dueAt)
  return {
    reached: shares.findLast(at => at > since && at <= now) ?? null,
    next: shares.find(at => at > now) ?? null,
  }
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
