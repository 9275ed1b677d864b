import * as z from 'zod/mini'
import { BACKTEST_KINDS, type Backtest } from '../shared/backtest.ts'
import type { IdentityAnswer } from '../shared/identity-question.ts'
import type { Leave } from '../shared/leave.ts'
import type { Member } from '../shared/member.ts'
import type { NativeConflicts } from '../shared/native-conflict.ts'
import type { Assignable } from '../shared/owner-decision.ts'
import type { Ownership, Presence } from '../shared/ownership.ts'
import type { Alert, Panel, SourceState } from '../shared/panel.ts'
import { POLICY_KINDS, type PolicyCheck, type PolicyView } from '../shared/policy-check.ts'
import type { Decision } from '../shared/preview.ts'
import type { QuietHours } from '../shared/quiet-hours.ts'
import { SIGNAL_STATES, type SignalEntry } from '../shared/signal-entry.ts'
import type { SlaReport } from '../shared/sla-report.ts'
import type { Validation } from '../shared/validation.ts'

/**
 * Who talks to whom, one type per arrow:
 *
 *   content script --HostToPanel--> sidebar page --PanelToHost--> content script of its own tab
 *   extension page --PageToWorker--> service worker, which answers, and tells by Port: --WorkerToPage--> page
 *
 * A page we do not own can forge none of them, but it may have broken into the content script's process: what comes
 * from there is checked like any input, and the worker answers to extension pages only.
 */

const RecordRef = z.object({
  host: z.enum(['zendesk', 'salesforce']),
  type: z.enum(['ticket', 'case']),
  id: z.string().check(z.regex(/^[A-Za-z0-9]{1,32}$/)),
})

/** Which record is before the person now; null while the host page contradicts itself or shows none. */
export const HostToPanel = z.object({ arrow: z.literal('host-to-panel'), record: z.nullable(RecordRef) })
export type HostToPanel = z.infer<typeof HostToPanel>

/** How wide the panel stands; collapsed it is a rail. */
export const Layout = z.object({ width: z.number(), collapsed: z.boolean() })
export type Layout = z.infer<typeof Layout>

export type PanelToHost =
  | { arrow: 'panel-to-host'; kind: 'which-record' }
  | { arrow: 'panel-to-host'; kind: 'layout'; layout: Layout }

const Id = z.string().check(z.minLength(1), z.maxLength(128))
const Reason = z.object({ code: z.string(), text: z.string() })
/** What somebody has typed for one preview, effect, question or answer and not sent yet. */
const Draft = z.object({
  subject: Id,
  code: z.string(),
  text: z.string(),
  acceptedStale: z.array(z.string()),
  /** Which account a question was answered with; '' while none is chosen. */
  chosen: z.string(),
})
export type Draft = z.infer<typeof Draft>

/** A record of a source system; its id is the vendor's. */
const RecordName = z.object({ source: z.string(), type: z.string(), id: z.string() })

const Scope = z.enum(['mine', 'team', 'all'])
export type Scope = z.infer<typeof Scope>

const Time = z.string().check(z.regex(/^\d{2}:\d{2}$/))
const Quiet = z.object({ timeZone: z.string(), from: Time, until: Time, weekends: z.boolean() })

const PolicyDocument = z.record(z.string(), z.unknown())
const PolicyKind = z.enum(POLICY_KINDS)

export const PageToWorker = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('panel'), record: RecordRef }),
  z.object({ kind: z.literal('cached'), record: RecordRef }),
  z.object({ kind: z.literal('draft'), subject: Id }),
  z.object({ kind: z.literal('save-draft'), draft: Draft }),
  z.object({ kind: z.literal('drop-draft'), subject: Id }),
  z.object({ kind: z.literal('sync'), record: RecordRef }),
  z.object({
    kind: z.literal('decide'),
    previewId: Id,
    request: z.object({
      decision: z.enum(['approve', 'decline']),
      previewHash: z.string(),
      record: RecordRef,
      reason: Reason,
      acceptedStale: z.array(z.string()),
    }),
  }),
  z.object({
    kind: z.literal('undo'),
    effectId: Id,
    request: z.object({ record: RecordRef, reason: Reason }),
  }),
  z.object({
    kind: z.literal('identify'),
    questionId: Id,
    request: z.object({ record: RecordRef, chosen: z.nullable(RecordName), reason: Reason }),
  }),
  z.object({
    kind: z.literal('split'),
    answerId: Id,
    request: z.object({ record: RecordRef, reason: Reason }),
  }),
  z.object({ kind: z.literal('assign'), itemId: Id, request: z.object({ record: RecordRef }) }),
  z.object({
    kind: z.literal('correct-owner'),
    itemId: Id,
    request: z.object({ record: RecordRef, memberId: Id, reason: Reason }),
  }),
  z.object({
    kind: z.literal('promise-update'),
    itemId: Id,
    request: z.object({ record: RecordRef, until: z.int() }),
  }),
  z.object({ kind: z.literal('people') }),
  z.object({ kind: z.literal('alerts'), scope: Scope }),
  z.object({ kind: z.literal('known-alerts') }),
  z.object({ kind: z.literal('acknowledge'), clockId: Id }),
  z.object({
    kind: z.literal('snooze'),
    clockId: Id,
    request: z.object({ until: z.int(), reason: z.string() }),
  }),
  z.object({ kind: z.literal('set-quiet-hours'), quietHours: z.nullable(Quiet) }),
  z.object({ kind: z.literal('test-alert') }),
  z.object({ kind: z.literal('presence') }),
  z.object({ kind: z.literal('set-presence'), presence: z.enum(['available', 'away']) }),
  z.object({ kind: z.literal('leaves') }),
  z.object({
    kind: z.literal('take-leave'),
    request: z.object({ startsAt: z.int(), endsAt: z.int(), reason: z.string() }),
  }),
  z.object({ kind: z.literal('cancel-leave'), leaveId: Id }),
  z.object({ kind: z.literal('sources') }),
  z.object({ kind: z.literal('sla-report') }),
  z.object({ kind: z.literal('validations') }),
  z.object({ kind: z.literal('validate'), sample: z.int().check(z.minimum(1), z.maximum(500)) }),
  z.object({ kind: z.literal('sign-validation'), validationId: Id, note: z.string() }),
  z.object({
    kind: z.literal('signals'),
    state: z.nullable(z.enum(SIGNAL_STATES)),
    limit: z.int().check(z.minimum(1), z.maximum(500)),
  }),
  z.object({ kind: z.literal('signal-body'), signalId: Id }),
  z.object({ kind: z.literal('replay'), signalId: Id }),
  z.object({ kind: z.literal('policy'), policyKind: PolicyKind }),
  z.object({ kind: z.literal('check-policy'), policyKind: PolicyKind, policy: PolicyDocument }),
  z.object({
    kind: z.literal('set-policy'),
    policyKind: PolicyKind,
    request: z.object({ policy: PolicyDocument, reason: z.string(), basedOn: z.int() }),
  }),
  z.object({
    kind: z.literal('start-backtest'),
    request: z.object({ kind: z.enum(BACKTEST_KINDS), policy: PolicyDocument, days: z.int() }),
  }),
  z.object({ kind: z.literal('native-conflicts') }),
  z.object({ kind: z.literal('backtest'), backtestId: Id }),
  z.object({ kind: z.literal('cancel-backtest'), backtestId: Id }),
  z.object({ kind: z.literal('session') }),
  z.object({ kind: z.literal('pair'), origin: z.url(), code: z.string(), device: z.string() }),
  z.object({ kind: z.literal('sessions') }),
  z.object({ kind: z.literal('revoke'), sessionId: Id }),
  z.object({ kind: z.literal('sign-out') }),
])
export type PageToWorker = z.infer<typeof PageToWorker>

export interface SessionView {
  member: Member
  origin: string
}

export interface DeviceSession {
  id: string
  device: string
  createdAt: number
  lastSeenAt: number
  current: boolean
}

/** Alerts of one scope as the server told of them. */
export interface AlertsView {
  alerts: Alert[]
  nextDueAt: number | null
  /** By the server's clock, in epoch milliseconds. */
  readAt: number
  quietHours: QuietHours | null
}

/** What the worker answers to each kind of request. */
export interface WorkerAnswers {
  panel: Panel
  sync: Panel
  cached: Panel | null
  draft: Draft | null
  'save-draft': null
  'drop-draft': null
  decide: { decision: Decision; runId: string | null }
  undo: { state: 'undoing'; runId: string }
  identify: { answer: IdentityAnswer }
  split: { answer: IdentityAnswer }
  assign: { runId: string | null }
  'correct-owner': { ownership: Ownership }
  'promise-update': { until: number }
  people: { people: Assignable[] }
  alerts: AlertsView
  /** Mine as last known; null where none ever were. */
  'known-alerts': AlertsView | null
  acknowledge: { acknowledged: { by: string; at: number } }
  snooze: { snoozedUntil: number }
  'set-quiet-hours': { quietHours: QuietHours | null }
  /** Whether the browser shows notices of ours at all. */
  'test-alert': { shown: boolean }
  presence: { presence: Presence }
  'set-presence': { presence: Presence }
  leaves: { leaves: Leave[] }
  'take-leave': { id: string }
  'cancel-leave': null
  sources: { sources: SourceState[] }
  'sla-report': SlaReport
  validations: { validations: Validation[] }
  validate: { validation: Validation }
  'sign-validation': { validation: Validation }
  signals: { signals: SignalEntry[]; counts: { stored: number; unreadable: number } }
  'signal-body': { body: string }
  replay: { signal: SignalEntry }
  policy: PolicyView
  'check-policy': PolicyCheck
  'set-policy': { version: number; changed: boolean }
  'native-conflicts': NativeConflicts
  'start-backtest': { backtest: Backtest }
  backtest: { backtest: Backtest }
  'cancel-backtest': { backtest: Backtest }
  session: SessionView
  pair: SessionView
  sessions: { sessions: DeviceSession[] }
  revoke: null
  'sign-out': null
}

export const WorkerToPage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changed'), records: z.array(RecordRef) }),
  z.object({ kind: z.literal('stream'), live: z.boolean() }),
  z.object({ kind: z.literal('session-changed'), signedIn: z.boolean() }),
])
export type WorkerToPage = z.infer<typeof WorkerToPage>

/** Name of the Port every extension page holds open while it is there. */
export const PAGE_PORT = 'meshline-page'
