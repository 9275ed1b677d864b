import { z } from 'zod'

/** What a clock measures. */
export const ClockKind = z.enum(['dispute-evidence', 'approval-wait'])
export type ClockKind = z.infer<typeof ClockKind>

/** A stretch during which a business clock stood still. Immutable once written. Epoch milliseconds. */
export const Pause = z.object({ from: z.int(), until: z.int().nullable(), cause: z.string() })
export type Pause = z.infer<typeof Pause>

/** One SLA target running on one item. Times are epoch milliseconds. */
export const Clock = z.object({
  id: z.string(),
  kind: ClockKind,
  /** Calendar clocks run day and night and never pause. */
  unit: z.enum(['calendar', 'business']),
  startedAt: z.int(),
  dueAt: z.int(),
  stoppedAt: z.int().nullable(),
  pauses: z.array(Pause),
})
export type Clock = z.infer<typeof Clock>

export type ClockState = 'running' | 'at-risk' | 'missed' | 'met'

export interface BurnDown {
  state: ClockState
  /** Milliseconds until the due time; negative once it is past. Frozen when the clock stopped. */
  leftMs: number
  /** 0 to 1: share of the target used up. */
  spent: number
}

/** A clock is at risk in the last fifth of its time. */
const AT_RISK_SHARE = 0.8

/** Where a clock stands at `now`. The one function for panel, popup, server and export. */
export function burnDown(clock: Clock, now: number): BurnDown {
  const at = clock.stoppedAt ?? now
  const leftMs = clock.dueAt - at
  const total = Math.max(1, clock.dueAt - clock.startedAt)
  const spent = Math.min(1, Math.max(0, (at - clock.startedAt) / total))
  return { state: clockState(clock, leftMs, spent), leftMs, spent }
}

function clockState(clock: Clock, leftMs: number, spent: number): ClockState {
  // A late stop stays a miss.
  if (leftMs < 0) return 'missed'
  if (clock.stoppedAt !== null) return 'met'
  return spent >= AT_RISK_SHARE ? 'at-risk' : 'running'
}
