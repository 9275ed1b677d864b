import { z } from 'zod'
import { NativeSla } from './billing.ts'
import { ContextRecord, FieldValue } from './context-record.ts'
import { WorkException } from './exception.ts'
import { IdentityAnswer, IdentityQuestion } from './identity-question.ts'
import { Localized } from './locale.ts'
import type { Money } from './money.ts'
import { HandoffCause, Ownership } from './ownership.ts'
import { Preview, Run } from './preview.ts'
import { RecordRef } from './record-ref.ts'
import { Clock } from './sla.ts'
import { RecordName } from './source-record.ts'
import { Reason } from './verdict.ts'
import { WorkItem } from './work-item.ts'

/** Whether the viewer may approve or decline a preview, with the reasons why not. */
export const Permission = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('allowed') }),
  z.object({ kind: z.literal('refused'), reasons: z.array(Reason) }),
])
export type Permission = z.infer<typeof Permission>

export const PanelPreview = z.object({ preview: Preview, may: Permission })
export type PanelPreview = z.infer<typeof PanelPreview>

/** A record of a source system that belongs to the account. */
export const LinkedRecord = z.object({
  name: RecordName,
  label: z.string(),
  url: z.string().nullable(),
  state: z.string().nullable(),
  /** When it happened, for what happens; epoch milliseconds. */
  happenedAt: z.int().nullable(),
  changedAt: z.int(),
  readAt: z.int(),
  gone: z.boolean(),
})
export type LinkedRecord = z.infer<typeof LinkedRecord>

/** What the context record is made of, beside its fields. */
export const AccountSources = z.object({
  /** The records that stand for the account in each system. */
  accounts: z.array(LinkedRecord),
  /** Tickets, cases and calls of late, newest first, at most 5. */
  recentContacts: z.array(LinkedRecord),
  /** How many records of each kind there are in all, gone ones left out: `salesforce contact` 5,000. */
  counts: z.array(z.object({ source: z.string(), type: z.string(), count: z.int() })),
})
export type AccountSources = z.infer<typeof AccountSources>

/** A source that is behind, in words for the person who looks at its values. */
export const SourceState = z.object({
  source: z.string(),
  /** When a sync last reached the end of all the source has; null where none ever did. */
  syncedAt: z.int().nullable(),
  /** A backfill under way: records read so far, and how many there are where the source says so. */
  backfill: z.object({ read: z.int(), total: z.int().nullable() }).nullable(),
  trouble: Localized.nullable(),
})
export type SourceState = z.infer<typeof SourceState>

/** Why an item is with whom it is, and whether the tool it is in says the same. Times: epoch milliseconds. */
export const Routing = z.object({
  /** Where the record lies in its tool, as last read; null where that is not known. */
  place: z.object({ group: z.string().nullable(), assignee: z.string().nullable() }).nullable(),
  /** Whether that is where it should lie. */
  agrees: z.boolean(),
  /** The conditions of the rule, as they are judged now. */
  conditions: z.array(
    z.object({
      outcome: z.enum(['passed', 'failed', 'unknown']),
      sentence: Localized,
      seen: Localized,
      source: z.string().nullable(),
      readAt: z.int().nullable(),
    }),
  ),
  /** Each time it went from one person to another, oldest first. */
  handoffs: z.array(
    z.object({ at: z.int(), from: z.string().nullable(), to: z.string().nullable(), cause: HandoffCause }),
  ),
})
export type Routing = z.infer<typeof Routing>

/** What the tool a record is in counts by itself. */
export const ToolClock = NativeSla.extend({ source: z.string() })
export type ToolClock = z.infer<typeof ToolClock>

/** Everything the sidebar shows for one host record, read in one go. */
export const KnownPanel = z.object({
  kind: z.literal('known'),
  record: RecordRef,
  /** Server clock when this was read; epoch milliseconds. */
  readAt: z.int(),
  item: WorkItem,
  account: ContextRecord.nullable(),
  sources: AccountSources.nullable(),
  /** Open questions on whose this is; while there is one, no money moves. */
  identityQuestions: z.array(IdentityQuestion),
  /** What people have answered before, newest first. */
  identityAnswers: z.array(IdentityAnswer),
  ownership: Ownership,
  routing: Routing,
  clocks: z.array(Clock),
  nativeSla: z.array(ToolClock).default([]),
  previews: z.array(PanelPreview),
  runs: z.array(Run),
  exceptions: z.array(WorkException),
  links: z.array(z.object({ label: Localized, url: z.string() })),
})
export type KnownPanel = z.infer<typeof KnownPanel>

/** A record no signal has named yet. */
export const UnknownPanel = z.object({ kind: z.literal('unknown'), record: RecordRef, readAt: z.int() })
export type UnknownPanel = z.infer<typeof UnknownPanel>

export const Panel = z.discriminatedUnion('kind', [KnownPanel, UnknownPanel])
export type Panel = z.infer<typeof Panel>

/** One row of the popup: a clock that runs out, whose it is and where to jump. */
export const Alert = z.object({
  itemId: z.string(),
  title: z.string(),
  customer: z.string().nullable(),
  owner: z.string().nullable(),
  /** What the customer pays a month, with source and age; null where that is unknown. */
  revenue: FieldValue.nullable(),
  mine: z.boolean(),
  clock: Clock,
  /** Where the record opens in the host, or null if only Meshline knows it. */
  url: z.string().nullable(),
  /** That the viewer has seen it, and since when; each person for themselves. */
  acknowledged: z.object({ by: z.string(), at: z.int() }).nullable(),
  /** Until when the viewer put it off, over or not; null once the clock is missed. Epoch milliseconds. */
  snoozedUntil: z.int().nullable(),
  /** When its owner is to be told, as far as that lies ahead: thresholds of the policy and the due time. Epoch milliseconds. */
  warnings: z.array(z.int()),
})
export type Alert = z.infer<typeof Alert>

/** Soonest due first. */
export function byDeadline(a: Alert, b: Alert): number {
  return a.clock.dueAt - b.clock.dueAt
}

/**
 * Highest revenue first, and of equal ones the soonest due. Two currencies are never compared: each is a list of its
 * own, in the order of their codes. Unknown comes last.
 */
export function byRevenue(a: Alert, b: Alert): number {
  const [one, other] = [revenueOf(a), revenueOf(b)]
  if (!one || !other) return Number(one === null) - Number(other === null) || byDeadline(a, b)
  if (one.currency !== other.currency) return one.currency < other.currency ? -1 : 1
  return other.minor - one.minor || byDeadline(a, b)
}

function revenueOf({ revenue }: Alert): Money | null {
  return revenue?.content.kind === 'money' ? revenue.content.money : null
}

/** Sent on `/v1/stream`: something about these records changed; read the panel again. */
export const StreamEvent = z.object({ itemId: z.string(), records: z.array(RecordRef) })
export type StreamEvent = z.infer<typeof StreamEvent>
