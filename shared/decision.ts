import { z } from 'zod'
import { ChangeReason } from './change-reason.ts'
import { RecordRef } from './record-ref.ts'

/** Body of POST /v1/previews/{id}/decisions. */
export const DecisionRequest = z.object({
  decision: z.enum(['approve', 'decline']),
  /** The hash of the preview as the person saw it. */
  previewHash: z.string().regex(/^[0-9a-f]{64}$/, 'the preview hash shown with the card'),
  /** The record the card was drawn for. */
  record: RecordRef,
  reason: ChangeReason,
  /** Names of the stale fields the person ticked. */
  acceptedStale: z.array(z.string()).default([]),
})
export type DecisionRequest = z.infer<typeof DecisionRequest>

/** Body of POST /v1/effects/{id}/undo. */
export const UndoRequest = z.object({ record: RecordRef, reason: ChangeReason })
export type UndoRequest = z.infer<typeof UndoRequest>

/**
 * The last part of a problem's `type`. A stable word per way a request can fail; the words of a problem are its
 * `title` (what happened) and `detail` (what to do).
 */
export const PROBLEMS = [
  'signed-out',
  'not-allowed',
  'not-found',
  'invalid-request',
  'unknown-source',
  'source-not-configured',
  'bad-signature',
  'stale-signature',
  'future-signature',
  'unreadable-body',
  'body-too-large',
  'unsupported-media-type',
  'already-decided',
  'already-answered',
  'preview-changed',
  'preview-blocked',
  'preview-expired',
  'wrong-record',
  'stale-context',
  'reason-needed',
  'not-undoable',
  'not-replayable',
  'not-assignable',
  'not-finished',
  'already-signed',
  'policy-changed',
  'policy-unfit',
  'vendor-unavailable',
  'pairing-failed',
  'internal',
] as const
export const ProblemKind = z.enum(PROBLEMS)
export type ProblemKind = z.infer<typeof ProblemKind>

/** RFC 9457 problem+json. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  requestId: z.string(),
  /** Who decided first, with `already-decided`. */
  decidedBy: z.object({ name: z.string(), decision: z.enum(['approve', 'decline']), at: z.int() }).optional(),
})
export type Problem = z.infer<typeof Problem>

/** Stands before a problem's word in its `type`. */
export const PROBLEM_BASE = 'urn:meshline:problem:'
