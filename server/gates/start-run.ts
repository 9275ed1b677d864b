import type { PlannedEffect } from '../../shared/action.ts'
import type { ChangeReason } from '../../shared/change-reason.ts'
import { type Authority, PolicyAuthority } from '../../shared/preview.ts'
import type { Tx } from '../store/store.ts'
import { insertEffect, insertRun, type RunRow } from './run-store.ts'

export interface RunOrder {
  readonly id: string
  readonly kind: 'apply' | 'undo'
  readonly previewId: string
  readonly itemId: string
  readonly authority: Authority
  readonly reason: ChangeReason
  /** How long it may wait for its first effect; milliseconds. */
  readonly executeWithinMs: number
  /** In this order; `undoes` is the effect each takes back. */
  readonly effects: readonly { readonly planned: PlannedEffect; readonly undoes: string | null }[]
}

/** Writes a run down with its effects, to be carried out at once. */
export async function startRun(tx: Tx, order: RunOrder): Promise<void> {
  const { id: runId, authority, reason } = order
  await insertRun(tx, {
    id: runId,
    kind: order.kind,
    preview_id: order.previewId,
    item_id: order.itemId,
    approver_id: authority.kind === 'person' ? authority.person.id : null,
    policy: authority.kind === 'policy' ? JSON.stringify(authority) : null,
    reason_code: reason.code,
    reason_text: reason.text,
    state: 'running',
    created_at: tx.now,
    execute_by: tx.now + order.executeWithinMs,
    finished_at: null,
    next_at: tx.now,
    lease_until: 0,
    lease_id: null,
  })
  for (const [position, effect] of order.effects.entries()) {
    await insertEffect(tx, { runId, position, ...effect })
  }
  tx.touch(order.itemId)
  await tx.audit({
    action: 'run.started',
    outcome: 'done',
    subject: { kind: 'run', id: runId },
    itemId: order.itemId,
    summary: `${order.effects.length} effects to carry out`,
  })
}

/** On whose word a run acts. */
export function authorityOf({
  approver_id,
  approver_name,
  policy,
}: Pick<RunRow, 'approver_id' | 'policy'> & { readonly approver_name: string | null }): Authority {
  if (policy !== null) return PolicyAuthority.parse(JSON.parse(policy))
  return { kind: 'person', person: { id: approver_id ?? '', name: approver_name ?? '' } }
}
