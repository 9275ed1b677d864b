import type { PolicyAuthority } from '../../shared/preview.ts'
import type { Connectors } from '../connectors/connector.ts'
import type { Tx } from '../store/store.ts'
import { type Plan, workOut } from './plan.ts'
import { frozenPart } from './propose-preview.ts'
import { startRun } from './start-run.ts'
import { insertPreview } from './store.ts'

export interface PolicyOrder {
  readonly itemId: string
  readonly plan: Plan
  readonly authority: PolicyAuthority
}

/**
 * Carries out what a rule in force asks for each time, without anybody approving it: only what stays inside the team.
 * It is written down like every other run, with the rule in the place of the approver.
 */
export async function runByPolicy(
  tx: Tx,
  connectors: Pick<Connectors, 'executorFor'>,
  { itemId, plan, authority }: PolicyOrder,
): Promise<void> {
  if (plan.actionClass !== 'internal') throw new Error(`No policy carries out ${plan.actionClass} by itself`)
  const workedOut = await workOut(tx.db, connectors, { itemId, plan })
  const { effects, hash, contextHash } = workedOut
  if (effects.length === 0) return
  const { automation } = plan
  const previewId = tx.newId('prv')
  await insertPreview(tx, {
    id: previewId,
    item_id: itemId,
    automation: automation.name,
    version: automation.version,
    hash,
    state: 'automatic',
    plan: JSON.stringify(frozenPart(workedOut)),
    judgement: JSON.stringify(plan.judgement),
    created_at: tx.now,
    decide_by: plan.decideBy,
  })
  await tx.audit({
    action: 'preview.automatic',
    outcome: 'done',
    subject: { kind: 'preview', id: previewId },
    itemId,
    summary: `${automation.name} v${automation.version}, by the rule “${authority.rule}” of ${authority.policy} version ${authority.version}`,
    detail: { hash, contextHash, effects: effects.map(({ request }) => request.key) },
  })
  await startRun(tx, {
    id: tx.newId('run'),
    kind: 'apply',
    previewId,
    itemId,
    authority,
    reason: { code: 'rule-asks', text: '' },
    executeWithinMs: automation.parameters.executeWithinMs,
    effects: effects.map(planned => ({ planned, undoes: null })),
  })
}
