import { openSegments } from './business-time.ts'
import { type Clock, isPaused, type Pause } from './sla.ts'

/** One stretch of a clock's life. Times: epoch milliseconds. */
export interface ClockSegment {
  readonly kind: 'counted' | 'paused' | 'closed' | 'late'
  readonly from: number
  readonly until: number
  /** How much of the target it used up; nought unless it counted. */
  readonly countedMs: number
  /** What paused it and who brought that about; null otherwise. */
  readonly pause: Pause | null
}

/**
 * The segments that add up to a clock's due time: what counted up to `at` or the due time, whichever is earlier, is
 * what was used up of the target; with `at` at the due time or later the counted ones add up to the target.
 */
export function explainClock(clock: Clock, at: number): ClockSegment[] {
  const end = clock.stoppedAt ?? at
  const runOut = Math.min(end, clock.dueAt)
  const segments: ClockSegment[] = []
  let cursor = clock.startedAt
  for (const pause of clock.pauses.toSorted((a, b) => a.from - b.from)) {
    if (pause.from >= runOut) break
    segments.push(...running(clock, cursor, Math.max(cursor, pause.from)))
    const until = Math.min(pause.until ?? runOut, runOut)
    const from = Math.max(cursor, pause.from)
    if (until > from) segments.push({ kind: 'paused', from, until, countedMs: 0, pause })
    cursor = Math.max(cursor, until)
  }
  segments.push(...running(clock, cursor, Math.max(cursor, runOut)))
  if (end > clock.dueAt && !isPaused(clock))
    segments.push({ kind: 'late', from: clock.dueAt, until: end, countedMs: 0, pause: null })
  return segments
}

function running({ unit, calendar }: Clock, from: number, until: number): ClockSegment[] {
  if (until <= from) return []
  if (unit === 'calendar' || !calendar) {
    return [{ kind: 'counted', from, until, countedMs: until - from, pause: null }]
  }
  const found: ClockSegment[] = []
  let cursor = from
  for (const open of openSegments(calendar, from, until)) {
    if (open.from > cursor)
      found.push({ kind: 'closed', from: cursor, until: open.from, countedMs: 0, pause: null })
    const countedMs = open.until - open.from
    found.push({ kind: 'counted', from: open.from, until: open.until, countedMs, pause: null })
    cursor = open.until
  }
  if (cursor < until) found.push({ kind: 'closed', from: cursor, until, countedMs: 0, pause: null })
  return found
}
