import type { Fixed, Instant } from './column.ts'

export interface AlertMarkTable {
  clock_id: Fixed<string>
  member_id: Fixed<string>
  acknowledged_at: Instant | null
  snoozed_until: Instant | null
  /** Why it was put off. */
  reason: string | null
}

export interface QuietHoursTable {
  member_id: Fixed<string>
  /** IANA name. */
  time_zone: string
  /** Wall-clock time such as 22:00. */
  from_time: string
  until_time: string
  weekends: number
}
