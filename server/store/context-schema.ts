import type { RecordRole } from '../../shared/source-record.ts'
import type { Fixed, Instant, JsonText } from './column.ts'

export interface AccountTable {
  id: Fixed<string>
  created_at: Fixed<Instant>
  /** The account this one turned out to be; its id stays valid for ever. */
  merged_into: string | null
}

export interface SourceRecordTable {
  source: Fixed<string>
  type: Fixed<string>
  id: Fixed<string>
  role: RecordRole
  /** Key of the account or person it hangs on in the end; its own where it stands on its own. */
  anchor: string
  belongs_to: string | null
  /** Whose it is; kept on anchors only, null elsewhere. */
  account_id: string | null
  label: string
  url: string | null
  /** JSON list of fields and what they hold. */
  fields: JsonText
  /** JSON list of `kind value` pairs as the source gave them. */
  keys: JsonText
  happened_at: Instant | null
  state: string | null
  changed_at: Instant
  read_at: Instant
  gone: number
  merged_into: string | null
  /** 1: only named by others so far, and never read. */
  unread: number
}

export interface RecordKeyTable {
  kind: Fixed<string>
  value: Fixed<string>
  /** Key of the record that is known by it. */
  record: Fixed<string>
  anchor: string
  /** 1 where the record stands on its own, so that the key speaks for the account and not for one person at it. */
  own: number
}

export interface IdentityQuestionTable {
  id: Fixed<string>
  shared_kind: Fixed<string>
  shared: Fixed<string>
  asked_at: Fixed<Instant>
  closed_at: Instant | null
}

export interface IdentityQuestionAnchorTable {
  question_id: Fixed<string>
  anchor: Fixed<string>
  /** Whether it is asked about, or one of the answers. */
  part: 'subject' | 'choice'
}

/** Somebody's word that two anchors are one customer, or are not. */
export interface IdentityAssertionTable {
  id: Fixed<string>
  /** The answer it is part of; one answer may say that one is meant and the others are not. */
  answer_id: Fixed<string>
  verdict: Fixed<'same' | 'different'>
  a: Fixed<string>
  b: Fixed<string>
  undone_at: Instant | null
}

export interface IdentityAnswerTable {
  id: Fixed<string>
  question_id: Fixed<string | null>
  subject: Fixed<string>
  chosen: Fixed<string | null>
  label: Fixed<string>
  member_id: Fixed<string>
  reason_code: Fixed<string>
  reason_text: Fixed<string>
  at: Fixed<Instant>
  undone_by: string | null
  undone_at: Instant | null
}

/** How far one stream of a source has been read. */
export interface SyncCursorTable {
  source: Fixed<string>
  stream: Fixed<string>
  cursor: string | null
  /** Records read since the last start from the beginning. */
  read: number
  total: number | null
  /** When the end was first reached; null while the backfill is under way. */
  backfilled_at: Instant | null
  /** When the end was last reached. */
  synced_at: Instant | null
  /** Changes that no signal had announced. */
  gaps: number
  next_at: Instant
  lease_until: Instant
  lease_id: string | null
  attempts: number
  /** JSON words on what stands in the way; null while all is well. */
  trouble: JsonText | null
}

export interface ValidationTable {
  id: Fixed<string>
  started_at: Fixed<Instant>
  started_by: Fixed<string>
  population: number
  /** JSON list of the account ids drawn. */
  sample: JsonText
  done: number
  unreadable: number
  compared: number
  correct: number
  /** JSON lists. */
  fields: JsonText
  mismatches: JsonText
  finished_at: Instant | null
  next_at: Instant
  lease_until: Instant
  signed_by: string | null
  signed_at: Instant | null
  note: string | null
}

/** A versioned rule book, such as the freshness limits. The newest version holds. */
export interface PolicyTable {
  kind: Fixed<string>
  version: Fixed<number>
  body: Fixed<JsonText>
  /** SHA-256 of the body; null for one that was set before there were hashes. */
  hash: Fixed<string | null>
  author: Fixed<string>
  reason: Fixed<string>
  created_at: Fixed<Instant>
}

/** Who has a class of action on one target of an account under way. */
export interface ActionLockTable {
  account_id: Fixed<string>
  action_class: Fixed<string>
  target: Fixed<string>
  preview_id: string
  automation: string
  item_id: string
  taken_at: Instant
}
