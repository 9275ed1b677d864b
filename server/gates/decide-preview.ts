import { isCompleteReason } from '../../shared/change-reason.ts'
import type { DecisionRequest } from '../../shared/decision.ts'
import { mayDecide } from '../../shared/gates/may-decide.ts'
import type { Member } from '../../shared/member.ts'
import type { Permission } from '../../shared/panel.ts'
import type { Decision, Preview } from '../../shared/preview.ts'
import { readContextRecord } from '../context/read-context-record.ts'
import { settleException } from '../exceptions/raise-exception.ts'
import { isOneOf } from '../ownership/is-one-of.ts'
import { readItem } from '../ownership/store.ts'
import type { Tx } from '../store/store.ts'
import { closeWindow } from './propose-preview.ts'
import { holdBackStale } from './stale-preview.ts'
import { startRun } from './start-run.ts'
import { findPreview, insertApproval, type PreviewRow, previewOf, settlePreview } from './store.ts'

export type DecisionOutcome =
  | { readonly kind: 'decided'; readonly decision: Decision; readonly runId: string | null }
  | {
      readonly kind: 'refused'
      readonly permission: Permission & { kind: 'refused' }
      readonly preview: Preview
    }
  | { readonly kind: 'reason-needed' }
  | { readonly kind: 'not-found' }

/**
 * Records one person's decision on one preview hash and, where it is an approval, starts the run. Of several at
 * once the first commit wins; the others find the preview decided. A refusal is audited like a decision.
 */
export async function decidePreview(
  tx: Tx,
  person: Member | null,
  { previewId, request }: { previewId: string; request: DecisionRequest },
): Promise<DecisionOutcome> {
  const row = await findPreview(tx.db, previewId)
  if (!row)
    return auditRefusal(tx, { previewId, itemId: null, why: ['no such preview'] }, { kind: 'not-found' })
  const preview = await previewOf(tx.db, row)
  const permission = mayDecide({
    act: request.decision,
    person,
    preview,
    seenHash: request.previewHash,
    onRecord: await isOneOf(tx.db, row.item_id, request.record),
    acceptedStale: request.acceptedStale,
    now: tx.now,
  })
  const refusal = { previewId, itemId: row.item_id }
  if (permission.kind === 'refused') {
    if (row.state === 'proposed') await holdBackStale(tx, row)
    const why = permission.reasons.map(({ predicate }) => predicate)
    return auditRefusal(tx, { ...refusal, why }, { kind: 'refused', permission, preview })
  }
  // What only moves work between people is approved with one press.
  const isInternal = request.decision === 'approve' && preview.actionClass === 'internal'
  const act = isInternal ? 'approve-internal' : request.decision
  if (!person || !isCompleteReason(act, request.reason)) {
    return auditRefusal(tx, { ...refusal, why: ['reason-needed'] }, { kind: 'reason-needed' })
  }
  return record(tx, { row, preview, person, request })
}

interface Decided {
  readonly row: PreviewRow
  readonly preview: Preview
  readonly person: Member
  readonly request: DecisionRequest
}

async function record(tx: Tx, decided: Decided): Promise<DecisionOutcome> {
  const { row, person, request } = decided
  const state = request.decision === 'approve' ? 'approved' : 'declined'
  // The transaction is serial, so this cannot fail after mayDecide saw `proposed`; it guards the guard.
  if (!(await settlePreview(tx, row.id, state)))
    throw new Error(`Preview ${row.id} was decided within this write`)
  const reason = { code: request.reason.code, text: request.reason.text }
  await insertApproval(tx, {
    preview_id: row.id,
    preview_hash: row.hash,
    decision: request.decision,
    member_id: person.id,
    reason_code: reason.code,
    reason_text: reason.text,
    at: tx.now,
    record_hash: await recordHash(tx, row.item_id),
  })
  await closeWindow(tx, row)
  await settleException(tx, 'approval-expired', row.item_id, 'Decided since')
  await tx.audit({
    action: `preview.${state}`,
    outcome: 'done',
    subject: { kind: 'preview', id: row.id },
    itemId: row.item_id,
    summary: `${person.name}: ${reason.code}`,
    detail: { hash: row.hash, acceptedStale: request.acceptedStale, reason: reason.code },
  })
  const runId = request.decision === 'approve' ? await approve(tx, decided) : null
  const by = { id: person.id, name: person.name }
  return { kind: 'decided', decision: { decision: request.decision, person: by, at: tx.now, reason }, runId }
}

/** What was known of the account at that moment, as one hash; the preview's own hash covers what the effects rest on. */
async function recordHash(tx: Tx, itemId: string): Promise<string | null> {
  const { account_id } = await readItem(tx.db, itemId)
  return account_id ? (await readContextRecord(tx.db, account_id, tx.now)).hash : null
}

async function approve(tx: Tx, { row, preview, person, request }: Decided): Promise<string> {
  const id = tx.newId('run')
  await startRun(tx, {
    id,
    kind: 'apply',
    previewId: row.id,
    itemId: row.item_id,
    authority: { kind: 'person', person },
    reason: request.reason,
    executeWithinMs: preview.executeWithinMs,
    effects: preview.effects.map(planned => ({ planned, undoes: null })),
  })
  return id
}

async function auditRefusal<T>(
  tx: Tx,
  { previewId, itemId, why }: { previewId: string; itemId: string | null; why: readonly string[] },
  outcome: T,
): Promise<T> {
  await tx.audit({
    action: 'preview.decision-refused',
    outcome: 'refused',
    subject: { kind: 'preview', id: previewId },
    itemId,
    summary: why.join(', '),
    detail: { why },
  })
  return outcome
}
