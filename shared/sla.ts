import { z } from 'zod'
import { advance, isOpen, nextOpening, openBetween } from './business-time.ts'
import { Calendar } from './calendar.ts'

/** What a clock measures. */
export const ClockKind = z.enum([
  'first-response',
  'next-response',
  'resolution',
  'promised-update',
  'approval-wait',
  'onboarding-task',
  'dispute-evidence',
])
export type ClockKind = z.infer<typeof ClockKind>

/** Calendar clocks run day and night; business clocks run while their calendar is open. */
export const ClockUnit = z.enum(['calendar', 'business'])
export type ClockUnit = z.infer<typeof ClockUnit>

/** A stretch during which a clock stood still. Immutable once it has ended. Epoch milliseconds. */
export const Pause = z.object({
  from: z.int(),
  /** Null while it lasts. */
  until: z.int().nullable(),
  /** What stopped it, such as `status pending`. */
  cause: z.string(),
  /** Who brought that about, as people know them. */
  actor: z.string(),
})
export type Pause = z.infer<typeof Pause>

/** Where a clock's target comes from. */
export const ClockOrigin = z.object({
  rule: z.string(),
  policyVersion: z.int(),
  calendarVersion: z.int().nullable(),
})
export type ClockOrigin = z.infer<typeof ClockOrigin>

/** One SLA target running on one item. Times are epoch milliseconds. */
export const Clock = z.object({
  id: z.string(),
  kind: ClockKind,
  unit: ClockUnit,
  /** The calendar that made it, as it was; null for a calendar clock. */
  calendar: Calendar.nullable(),
  startedAt: z.int(),
  /** How much may be used up, in milliseconds of its unit. */
  targetMs: z.int(),
  pauses: z.array(Pause),
  /** When it runs out; while it is paused, when it would if it went on at this moment. */
  dueAt: z.int(),
  stoppedAt: z.int().nullable(),
  /** Shares of the target at which whoever owns it is to be told, such as 0.8. */
  warnAt: z.array(z.number()),
  /** Null where a vendor or an automation set it and no policy. */
  origin: ClockOrigin.nullable(),
})
export type Clock = z.infer<typeof Clock>

/** What the time of a clock follows from. */
export type ClockTime = Pick<Clock, 'unit' | 'calendar' | 'startedAt' | 'targetMs'> & {
  readonly pauses: readonly Pause[]
}

export type ClockState = 'running' | 'at-risk' | 'paused' | 'missed' | 'met'

export interface BurnDown {
  readonly state: ClockState
  /**
   * Milliseconds left, in the clock's unit; negative once it is past due, then in time of day and night. Frozen while
   * it is paused and once it has stopped.
   */
  readonly leftMs: number
  /** 0 to 1: share of the target used up. */
  readonly spent: number
  /** Whether it is used up at this moment: neither stopped, nor paused, nor outside its hours. */
  readonly ticking: boolean
  /** When a business clock outside its hours goes on; null where it does not wait for that. */
  readonly goesOnAt: number | null
}

/** A clock is at risk in the last fifth of its time. */
export const AT_RISK_SHARE = 0.8

/** Where a clock stands at `now`. The one function for panel, popup, server and export. */
export function burnDown(clock: Clock, now: number): BurnDown {
  const at = clock.stoppedAt ?? now
  const spentMs = usedUp(clock, at)
  const late = at - clock.dueAt
  // Stopped at the very moment it ran out is in time; still running then is not.
  const isMissed = spentMs >= clock.targetMs && (clock.stoppedAt === null ? late >= 0 : late > 0)
  const leftMs = isMissed ? -late : Math.max(0, clock.targetMs - spentMs)
  const spent = Math.min(1, spentMs / Math.max(1, clock.targetMs))
  const paused = isPaused(clock)
  const open = clock.unit === 'calendar' || !clock.calendar || isOpen(clock.calendar, at)
  const waits = clock.stoppedAt === null && !paused && !open
  return {
    state: isMissed ? 'missed' : stateOf(clock, { paused, spent }),
    leftMs,
    spent,
    ticking: clock.stoppedAt === null && !paused && open,
    goesOnAt: waits && clock.calendar ? nextOpening(clock.calendar, at) : null,
  }
}

function stateOf({ stoppedAt }: Clock, { paused, spent }: { paused: boolean; spent: number }): ClockState {
  if (stoppedAt !== null) return 'met'
  if (paused) return 'paused'
  return spent >= AT_RISK_SHARE ? 'at-risk' : 'running'
}

/** Whether a clock stands still at the end of what is known of it. */
export function isPaused({
  pauses,
  stoppedAt,
}: Pick<ClockTime, 'pauses'> & Pick<Clock, 'stoppedAt'>): boolean {
  return stoppedAt === null && pauses.some(({ until }) => until === null)
}

/** How much of its target a clock has used up at `at`, in milliseconds of its unit. */
export function usedUp(clock: ClockTime, at: number): number {
  return stretches(clock, at).reduce((total, { from, until }) => total + passed(clock, from, until), 0)
}

/** When a clock runs out; while it is paused, as if it went on at `now`. Null where its calendar never opens enough. */
export function dueAtOf(clock: ClockTime, now: number): number | null {
  return reach(clock, clock.targetMs, now)
}

/** When a share of the target is used up, on the same terms as `dueAtOf`. */
export function shareAt(clock: ClockTime, share: number, now: number): number | null {
  return reach(clock, Math.round(clock.targetMs * share), now)
}

function reach(clock: ClockTime, target: number, now: number): number | null {
  let left = target
  let cursor = clock.startedAt
  for (const pause of sorted(clock.pauses)) {
    if (pause.from > cursor) {
      const counted = passed(clock, cursor, pause.from)
      if (counted >= left) return goOn(clock, cursor, left)
      left -= counted
    }
    cursor = Math.max(cursor, pause.until ?? Math.max(now, pause.from))
  }
  return goOn(clock, cursor, left)
}

/** The stretches up to `at` during which a clock was not paused. */
function stretches(clock: ClockTime, at: number): { from: number; until: number }[] {
  const found: { from: number; until: number }[] = []
  let cursor = clock.startedAt
  for (const pause of sorted(clock.pauses)) {
    if (pause.from >= at) break
    if (pause.from > cursor) found.push({ from: cursor, until: pause.from })
    cursor = Math.max(cursor, pause.until ?? at)
  }
  if (cursor < at) found.push({ from: cursor, until: at })
  return found
}

function sorted(pauses: readonly Pause[]): Pause[] {
  return pauses.toSorted((a, b) => a.from - b.from)
}

function passed({ unit, calendar }: ClockTime, from: number, until: number): number {
  return unit === 'business' && calendar ? openBetween(calendar, from, until) : until - from
}

function goOn({ unit, calendar }: ClockTime, from: number, ms: number): number | null {
  return unit === 'business' && calendar ? advance(calendar, from, ms) : from + ms
}
