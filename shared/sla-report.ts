import { z } from 'zod'
import { ClockKind, ClockUnit } from './sla.ts'

/** Of the time from a clock's due time to the moment its miss was on record, in milliseconds. */
export const Lateness = z.object({ p50Ms: z.int(), p99Ms: z.int(), worstMs: z.int() })
export type Lateness = z.infer<typeof Lateness>

/** A pause that began when little of a clock's time was left. */
export const LatePause = z.object({
  itemId: z.string(),
  title: z.string(),
  kind: ClockKind,
  actor: z.string(),
  cause: z.string(),
  /** Epoch milliseconds. */
  at: z.int(),
  /** What was left when it began, in milliseconds of the unit. */
  leftMs: z.int(),
  unit: ClockUnit,
})
export type LatePause = z.infer<typeof LatePause>

/** How often somebody's pauses began late; `pauses` counts all of theirs. */
export const PauseHabit = z.object({ actor: z.string(), pauses: z.int(), late: z.int() })
export type PauseHabit = z.infer<typeof PauseHabit>

/** Whether the clocks can be believed: how exact they were, whether they add up, who stops them at the last moment. */
export const SlaReport = z.object({
  from: z.int(),
  until: z.int(),
  /** Windows missed since `from`. */
  misses: z.int(),
  /** Null without a miss. */
  lateness: Lateness.nullable(),
  /** The last night in which every clock was worked out anew; null before the first. */
  recomputed: z.object({ at: z.int(), clocks: z.int(), differing: z.int() }).nullable(),
  /** At most 50, newest first. */
  latePauses: z.array(LatePause),
  /** Whoever has at least one late pause, most first. */
  habits: z.array(PauseHabit),
})
export type SlaReport = z.infer<typeof SlaReport>

/** A pause is late that begins in the last fifth of a clock's time. */
export const LATE_PAUSE_SHARE = 0.8
