import type { Member } from '../../shared/member.ts'
import type { RecordRef } from '../../shared/record-ref.ts'
import type { Connectors } from '../connectors/connector.ts'
import { type DecisionOutcome, decidePreview } from '../gates/decide-preview.ts'
import { workOut } from '../gates/plan.ts'
import { proposePreview } from '../gates/propose-preview.ts'
import { latestAutomation, openPreview } from '../gates/store.ts'
import {
  planAssignment,
  ROUTING_SUGGESTION,
  type SuggestedAssignment,
} from '../playbooks/routing-suggestion.ts'
import type { Tx } from '../store/store.ts'

export type AssignOutcome = DecisionOutcome | { readonly kind: 'off' } | { readonly kind: 'under-way' }

export interface AssignOrder {
  readonly itemId: string
  readonly record: RecordRef
  readonly person: Member
  readonly planned: SuggestedAssignment & { kind: 'planned' }
}

/**
 * One press: what the rules suggest is proposed and approved by whoever pressed, in one write and by the same gate as
 * everything else. A second press finds the first under way.
 */
export async function assignSuggested(
  tx: Tx,
  connectors: Connectors,
  { itemId, record, person, planned }: AssignOrder,
): Promise<AssignOutcome> {
  const automation = await latestAutomation(tx.db, ROUTING_SUGGESTION)
  if (automation?.mode !== 'soft-auto') return refuse(tx, itemId, 'off')
  const plan = planAssignment(planned.spec, { automation, itemId, now: tx.now })
  await proposePreview(tx, itemId, await workOut(tx.db, connectors, { itemId, plan }))
  const open = await openPreview(tx.db, itemId, ROUTING_SUGGESTION)
  if (!open) return refuse(tx, itemId, 'under-way')
  const reason = { code: 'rule-suggests', text: '' }
  const request = { decision: 'approve' as const, previewHash: open.hash, record, reason, acceptedStale: [] }
  return decidePreview(tx, person, { previewId: open.id, request })
}

async function refuse<K extends 'off' | 'under-way'>(tx: Tx, itemId: string, kind: K): Promise<{ kind: K }> {
  const subject = { kind: 'item', id: itemId }
  await tx.audit({ action: 'item.assignment-refused', outcome: 'refused', subject, itemId, summary: kind })
  return { kind }
}
