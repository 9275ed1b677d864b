import type { Generated } from 'kysely'
import type { Presence } from '../../shared/ownership.ts'
import type { Fixed, Instant } from './column.ts'

export interface MemberTable {
  id: Fixed<string>
  email: Fixed<string>
  name: string
  active: number
  created_at: Fixed<Instant>
  /** Name of the calendar of their working hours; null for any time. */
  calendar: string | null
  /** Open items at most; null for no limit. */
  capacity: number | null
  presence: Generated<Presence>
}

export interface LeaveTable {
  id: Fixed<string>
  member_id: Fixed<string>
  starts_at: Fixed<Instant>
  ends_at: Fixed<Instant>
  reason: Fixed<string>
  recorded_at: Fixed<Instant>
  cancelled_at: Instant | null
}

export interface MemberRoleTable {
  member_id: Fixed<string>
  role: Fixed<string>
  /** Order in which the role was given: the first holds it, the second is the backup. */
  given_at: Fixed<Instant>
}

export interface PairingCodeTable {
  code_hash: Fixed<string>
  member_id: Fixed<string>
  expires_at: Fixed<Instant>
  used_at: Instant | null
}

export interface SessionTable {
  id: Fixed<string>
  token_hash: Fixed<string>
  member_id: Fixed<string>
  device: Fixed<string>
  created_at: Fixed<Instant>
  last_seen_at: Instant
  revoked_at: Instant | null
}
