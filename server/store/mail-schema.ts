import type { Fixed, Instant } from './column.ts'

export interface MailTable {
  id: Fixed<string>
  clock_id: Fixed<string>
  item_id: Fixed<string>
  /** Whom it goes to, at the address they are a member by. */
  member_id: Fixed<string>
  kind: Fixed<'warned' | 'missed' | 'bumped'>
  /** When the share was reached, the clock ran out, or the item went up. */
  moment: Fixed<Instant>
  /** queued -> sending -> sent | failed; one that is tried again is queued, one that is not needed any more dropped. */
  state: 'queued' | 'sending' | 'sent' | 'failed' | 'dropped'
  /** Given before the first attempt and kept, so that a second copy can be told as one. */
  message_id: string | null
  attempts: number
  /** Null once it is settled. */
  next_at: Instant | null
  lease_until: Instant
  lease_id: string | null
  /** Why it was dropped or failed, or is tried again. */
  note: string | null
  queued_at: Fixed<Instant>
  settled_at: Instant | null
}
