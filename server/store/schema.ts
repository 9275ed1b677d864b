import type { Generated, Insertable, Selectable } from 'kysely'
import type { EffectState, RunState } from '../../shared/action.ts'
import type { AuditEntry } from '../../shared/audit-entry.ts'
import type { OwnershipGap } from '../../shared/ownership.ts'
import type { Decision, Mode, PreviewState } from '../../shared/preview.ts'
import type { SignalState } from '../../shared/signal-entry.ts'
import type { ItemKind, ItemLink, ItemStatus } from '../../shared/work-item.ts'
import type {
  LeaveTable,
  MemberRoleTable,
  MemberTable,
  PairingCodeTable,
  SessionTable,
} from './access-schema.ts'
import type * as Alerts from './alert-schema.ts'
import type { BacktestTable } from './backtest-schema.ts'
import type { Fixed, Instant, JsonText } from './column.ts'
import type * as Context from './context-schema.ts'
import type { MailTable } from './mail-schema.ts'
import type * as Sla from './sla-schema.ts'
import type { TimerKind } from './timer-kind.ts'

export type StoreKind = 'sqlite' | 'postgres'

interface SignalTable {
  /** Order of arrival; the key, as a second one on the id would cost every webhook an index. */
  seq: Generated<number>
  id: Fixed<string>
  source: Fixed<string>
  dedupe_key: Fixed<string>
  type: Fixed<string>
  subject: Fixed<string | null>
  occurred_at: Fixed<Instant>
  received_at: Fixed<Instant>
  from_us: Fixed<number>
  body: Fixed<string>
  /** stored -> processed | ignored | unreadable; a failed attempt stays stored with a later next_at. */
  state: SignalState
  attempts: number
  next_at: Instant
  lease_until: Instant
  /** English. */
  note: string | null
  /** The same in German; null where there is none, such as for the words of a JSON parser. */
  note_de: string | null
}

interface FactTable {
  kind: Fixed<string>
  id: Fixed<string>
  body: JsonText
  read_at: Instant
}

interface ItemTable {
  id: Fixed<string>
  account_id: string | null
  /** Key of the account or person its records hang on; null where nobody is behind it. */
  anchor: string | null
  kind: ItemKind
  status: ItemStatus
  pending_reason: string | null
  title: string
  ownership: JsonText
  owner_id: string | null
  gap: OwnershipGap | null
  created_at: Fixed<Instant>
}

interface ItemLinkTable {
  item_id: string
  vendor: Fixed<string>
  type: Fixed<ItemLink['type']>
  id: Fixed<string>
  url: string | null
}

interface AutomationTable {
  name: Fixed<string>
  version: Fixed<number>
  mode: Mode
  author_id: Fixed<string | null>
  parameters: Fixed<JsonText>
  created_at: Fixed<Instant>
}

interface PreviewTable {
  id: Fixed<string>
  item_id: Fixed<string>
  automation: Fixed<string>
  version: Fixed<number>
  hash: Fixed<string>
  state: PreviewState
  /** What is hashed and never changes: effects, worked amount. */
  plan: Fixed<JsonText>
  /** What is judged anew when facts are read again: verdict, used fields, offers. */
  judgement: JsonText
  created_at: Fixed<Instant>
  decide_by: Fixed<Instant>
}

interface ApprovalTable {
  preview_id: Fixed<string>
  preview_hash: Fixed<string>
  decision: Fixed<Decision['decision']>
  member_id: Fixed<string>
  reason_code: Fixed<string>
  reason_text: Fixed<string>
  at: Fixed<Instant>
  /** Hash of the account's whole context record at that moment; null where no account was known. */
  record_hash: Fixed<string | null>
}

interface RunTable {
  id: Fixed<string>
  kind: Fixed<'apply' | 'undo'>
  preview_id: Fixed<string>
  item_id: Fixed<string>
  /** Who approved it; null where a policy asked for it. */
  approver_id: Fixed<string | null>
  /** The rule that asked for it; null where a person approved it. */
  policy: Fixed<JsonText | null>
  reason_code: Fixed<string>
  reason_text: Fixed<string>
  state: RunState
  created_at: Fixed<Instant>
  execute_by: Fixed<Instant>
  finished_at: Instant | null
  next_at: Instant
  lease_until: Instant
  lease_id: string | null
}

interface EffectTable {
  id: Fixed<string>
  run_id: Fixed<string>
  position: Fixed<number>
  /** Business key: unique among effects that may have happened. */
  key: Fixed<string>
  planned: Fixed<JsonText>
  /** The effect this one takes back. */
  undoes: Fixed<string | null>
  state: EffectState
  attempts: number
  external_id: string | null
  problem: JsonText | null
  finished_at: Instant | null
}

interface ExceptionTable {
  id: Fixed<string>
  item_id: Fixed<string | null>
  kind: Fixed<string>
  /** One open exception per kind and cause of it. */
  about: Fixed<string>
  summary: JsonText
  owner_id: Fixed<string | null>
  opened_at: Fixed<Instant>
  closed_at: Instant | null
  cause: string | null
}

interface TimerTable {
  id: Fixed<string>
  kind: Fixed<TimerKind>
  subject_id: Fixed<string>
  due_at: Instant
  lease_until: Instant
  done_at: Instant | null
}

interface AuditTable {
  seq: Generated<number>
  at: Fixed<Instant>
  actor: Fixed<JsonText>
  action: Fixed<string>
  outcome: Fixed<AuditEntry['outcome']>
  subject_kind: Fixed<string>
  subject_id: Fixed<string>
  item_id: Fixed<string | null>
  /** The customer it is about, as known when it was written. */
  context_id: Fixed<string | null>
  summary: Fixed<string>
  detail: Fixed<JsonText>
}

export interface Database {
  signals: SignalTable
  accounts: Context.AccountTable
  source_records: Context.SourceRecordTable
  record_keys: Context.RecordKeyTable
  identity_questions: Context.IdentityQuestionTable
  identity_question_anchors: Context.IdentityQuestionAnchorTable
  identity_assertions: Context.IdentityAssertionTable
  identity_answers: Context.IdentityAnswerTable
  sync_cursors: Context.SyncCursorTable
  validations: Context.ValidationTable
  policies: Context.PolicyTable
  backtests: BacktestTable
  action_locks: Context.ActionLockTable
  facts: FactTable
  items: ItemTable
  item_links: ItemLinkTable
  clocks: Sla.ClockTable
  clock_pauses: Sla.ClockPauseTable
  bumps: Sla.BumpTable
  recomputations: Sla.RecomputationTable
  alert_marks: Alerts.AlertMarkTable
  quiet_hours: Alerts.QuietHoursTable
  mails: MailTable
  handoffs: Sla.HandoffTable
  automations: AutomationTable
  previews: PreviewTable
  approvals: ApprovalTable
  runs: RunTable
  effects: EffectTable
  exceptions: ExceptionTable
  timers: TimerTable
  members: MemberTable
  leaves: LeaveTable
  member_roles: MemberRoleTable
  pairing_codes: PairingCodeTable
  sessions: SessionTable
  audit_entries: AuditTable
}

export type Row<T extends keyof Database> = Selectable<Database[T]>
export type NewRow<T extends keyof Database> = Insertable<Database[T]>
