import { z } from 'zod'
import { EffectState, PlannedEffect, RunState, WorkedAmount } from './action.ts'
import { ChangeReason } from './change-reason.ts'
import { ActionClass, UsedField } from './freshness.ts'
import { Localized } from './locale.ts'
import { Person } from './member.ts'
import { Verdict } from './verdict.ts'

export const Mode = z.enum(['draft', 'soft-auto', 'canary', 'auto', 'disabled', 'quarantined'])
export type Mode = z.infer<typeof Mode>

/**
 * Proposed -> approved | declined | expired | superseded; blocked and pending previews are proposals a gate holds
 * back. Only a proposed one can be decided. An automatic one was never proposed: a policy asked for it.
 */
export const PreviewState = z.enum([
  'proposed',
  'blocked',
  'pending',
  'approved',
  'declined',
  'expired',
  'superseded',
  'automatic',
])
export type PreviewState = z.infer<typeof PreviewState>

/** A next step for people where the automation cannot go on. */
export const Offer = z.object({ kind: z.string(), label: Localized, url: z.string() })
export type Offer = z.infer<typeof Offer>

export const Decision = z.object({
  decision: z.enum(['approve', 'decline']),
  person: Person,
  at: z.int(),
  reason: ChangeReason,
})
export type Decision = z.infer<typeof Decision>

/** The exact effects an automation proposes on one item. Times: epoch milliseconds; windows: milliseconds. */
export const Preview = z.object({
  id: z.string(),
  /** SHA-256 over automation, version, target, effects and context; an approval binds to it. */
  hash: z.string(),
  contextHash: z.string(),
  automation: z.string(),
  version: z.int(),
  mode: Mode,
  author: Person.nullable(),
  actionClass: ActionClass,
  state: PreviewState,
  effects: z.array(PlannedEffect),
  worked: WorkedAmount.nullable(),
  verdict: Verdict,
  used: z.array(UsedField),
  offers: z.array(Offer),
  createdAt: z.int(),
  /** Until when somebody must decide. */
  decideBy: z.int(),
  /** How long after the approval the run may start. */
  executeWithinMs: z.int(),
  decision: Decision.nullable(),
})
export type Preview = z.infer<typeof Preview>

/** Whether an effect can be taken back, and if not, why not. */
export const Undo = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('offered'), label: Localized }),
  z.object({ kind: z.literal('not-offered'), why: Localized }),
])
export type Undo = z.infer<typeof Undo>

export const RunEffect = z.object({
  id: z.string(),
  planned: PlannedEffect,
  state: EffectState,
  attempts: z.int(),
  /** The vendor's id of what came of it, such as `re_…`. */
  externalId: z.string().nullable(),
  /** What stands in the way, in words for people; null while all is well. */
  problem: Localized.nullable(),
  finishedAt: z.int().nullable(),
  undo: Undo,
})
export type RunEffect = z.infer<typeof RunEffect>

/** A rule of a policy in force, by which something is done without anybody approving it each time. */
export const PolicyAuthority = z.object({
  kind: z.literal('policy'),
  policy: z.string(),
  version: z.int(),
  /** The rule's title. */
  rule: z.string(),
})
export type PolicyAuthority = z.infer<typeof PolicyAuthority>

/** On whose word a run acts. */
export const Authority = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), person: Person }),
  PolicyAuthority,
])
export type Authority = z.infer<typeof Authority>

/** The carrying out of an approved preview, or the taking back of one of its effects. */
export const Run = z.object({
  id: z.string(),
  kind: z.enum(['apply', 'undo']),
  previewId: z.string(),
  automation: z.string(),
  version: z.int(),
  state: RunState,
  authority: Authority,
  reason: ChangeReason,
  createdAt: z.int(),
  /** A run that has not started by then is dropped and needs a new approval. */
  executeBy: z.int(),
  finishedAt: z.int().nullable(),
  effects: z.array(RunEffect),
})
export type Run = z.infer<typeof Run>
