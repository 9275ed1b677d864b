import type { Fixed, Instant } from './column.ts'

export interface MemberTable {
  id: Fixed<string>
  email: Fixed<string>
  name: string
  active: number
  created_at: Fixed<Instant>
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
