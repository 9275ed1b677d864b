import type { Generated } from 'kysely'
import type { HandoffCause } from '../../shared/ownership.ts'
import type { Clock, ClockKind } from '../../shared/sla.ts'
import type { Fixed, Instant, JsonText } from './column.ts'

export interface ClockTable {
  id: Fixed<string>
  item_id: Fixed<string>
  kind: Fixed<ClockKind>
  /** What the clock runs for, such as a dispute or preview id. */
  subject_id: Fixed<string>
  unit: Clock['unit']
  started_at: Instant
  target_ms: number
  /** While it is paused: when it would be due if it had gone on at the last write. */
  due_at: Instant
  stopped_at: Instant | null
  /** When it was found to have run out; set once. */
  missed_at: Instant | null
  /** How long after the due time that was, in milliseconds; null where it was overdue before its rule held. */
  late_ms: Generated<number | null>
  /** Name and version of the calendar that made it; null for a calendar clock. */
  calendar: string | null
  calendar_version: number | null
  /** The rule that set it, and the version of its policy; null where a vendor or an automation did. */
  rule: string | null
  policy_version: number | null
  /** Shares of the target, as JSON. */
  warn_at: Generated<JsonText>
}

export interface ClockPauseTable {
  clock_id: Fixed<string>
  from_at: Fixed<Instant>
  until_at: Instant | null
  cause: Fixed<string>
  actor: Fixed<string>
}

export interface BumpTable {
  clock_id: Fixed<string>
  /** Counts from 0: the steps of the rule, in order. */
  step: Fixed<number>
  at: Fixed<Instant>
  from_id: Fixed<string | null>
  to_id: Fixed<string | null>
  outcome: Fixed<'bumped' | 'nobody'>
}

export interface HandoffTable {
  id: Fixed<string>
  item_id: Fixed<string>
  at: Fixed<Instant>
  from_id: Fixed<string | null>
  to_id: Fixed<string | null>
  cause: Fixed<HandoffCause>
  reason: Fixed<string>
  rule: Fixed<string | null>
  rule_version: Fixed<number | null>
}

/** One night's working out anew of every clock. */
export interface RecomputationTable {
  id: Fixed<string>
  began_at: Fixed<Instant>
  finished_at: Instant | null
  /** The clock looked at last. */
  last_id: string
  clocks: number
  differing: number
  lease_until: Instant
}
