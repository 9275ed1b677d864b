import type { PreviewState } from '../../shared/preview.ts'
import type { Verdict } from '../../shared/verdict.ts'
import { runClock, stopClock } from '../sla/run-clock.ts'
import type { Tx } from '../store/store.ts'
import { armTimer, disarmTimer } from '../timers/arm-timer.ts'
import type { WorkedOutPlan } from './plan.ts'
import {
  insertPreview,
  isSettled,
  openPreview,
  type PreviewPlan,
  type PreviewRow,
  updatePreview,
} from './store.ts'

const STATE_FOR: Readonly<Record<Verdict['kind'], PreviewState>> = {
  suggest: 'proposed',
  pending: 'pending',
  blocked: 'blocked',
}

/**
 * Puts an automation's plan before people. The same plan again only renews its judgement; another plan replaces the
 * one that was open; a plan somebody declined, or whose run is under way, is not proposed twice.
 */
export async function proposePreview(tx: Tx, itemId: string, proposal: WorkedOutPlan): Promise<void> {
  const open = await openPreview(tx.db, itemId, proposal.plan.automation.name)
  if (open?.hash === proposal.hash) return renewJudgement(tx, open, proposal)
  if (open) await supersede(tx, open, 'the facts it rested on changed')
  if (!(await isSettled(tx.db, itemId, proposal.hash))) return insertProposal(tx, itemId, proposal)
  if (open) await stopWaiting(tx, open)
}

/** Takes back an open proposal whose reason is gone. */
export async function withdrawPreview(tx: Tx, itemId: string, automation: string): Promise<void> {
  const open = await openPreview(tx.db, itemId, automation)
  if (!open) return
  await supersede(tx, open, 'what called for it is settled')
  await stopWaiting(tx, open)
}

async function renewJudgement(tx: Tx, open: PreviewRow, { plan }: WorkedOutPlan): Promise<void> {
  const state = STATE_FOR[plan.judgement.verdict.kind]
  await updatePreview(tx, open.id, { state, judgement: JSON.stringify(plan.judgement) })
  await waitForDecision(tx, { ...open, state })
  await tx.audit({
    action: state === open.state ? 'preview.judged' : `preview.${state}`,
    outcome: 'done',
    subject: { kind: 'preview', id: open.id },
    itemId: open.item_id,
    summary: `The gate says ${plan.judgement.verdict.kind}`,
  })
}

async function insertProposal(tx: Tx, itemId: string, proposal: WorkedOutPlan): Promise<void> {
  const { plan, hash } = proposal
  const id = tx.newId('prv')
  const state = STATE_FOR[plan.judgement.verdict.kind]
  await insertPreview(tx, {
    id,
    item_id: itemId,
    automation: plan.automation.name,
    version: plan.automation.version,
    hash,
    state,
    plan: JSON.stringify(frozenPart(proposal)),
    judgement: JSON.stringify(plan.judgement),
    created_at: tx.now,
    decide_by: plan.decideBy,
  })
  const { name: automation } = plan.automation
  const window = { item_id: itemId, automation, state, created_at: tx.now, decide_by: plan.decideBy }
  await waitForDecision(tx, window)
  await armTimer(tx, { kind: 'decide-window', subjectId: id, dueAt: plan.decideBy })
  await tx.audit({
    action: `preview.${state}`,
    outcome: 'done',
    subject: { kind: 'preview', id },
    itemId,
    summary: `${plan.automation.name} v${plan.automation.version} proposes; the gate says ${plan.judgement.verdict.kind}`,
    detail: {
      hash,
      contextHash: proposal.contextHash,
      effects: proposal.effects.map(({ request }) => request.key),
    },
  })
}

function frozenPart({ plan, effects, contextHash }: WorkedOutPlan): PreviewPlan {
  return {
    contextHash,
    actionClass: plan.actionClass,
    effects: [...effects],
    worked: plan.worked,
    executeWithinMs: plan.automation.parameters.executeWithinMs,
    mode: plan.automation.mode,
  }
}

async function supersede(tx: Tx, open: PreviewRow, why: string): Promise<void> {
  await updatePreview(tx, open.id, { state: 'superseded' })
  await disarmTimer(tx, { kind: 'decide-window', subjectId: open.id })
  tx.touch(open.item_id)
  await tx.audit({
    action: 'preview.superseded',
    outcome: 'done',
    subject: { kind: 'preview', id: open.id },
    itemId: open.item_id,
    summary: `Replaced, as ${why}`,
  })
}

type Window = Pick<PreviewRow, 'item_id' | 'automation' | 'state' | 'created_at' | 'decide_by'>

/** The approval's clock runs while somebody could decide, across proposals that replace each other. */
async function waitForDecision(tx: Tx, preview: Window): Promise<void> {
  tx.touch(preview.item_id)
  if (preview.state !== 'proposed') return stopWaiting(tx, preview)
  const clock = { itemId: preview.item_id, kind: 'approval-wait' as const, subjectId: preview.automation }
  await runClock(tx, { ...clock, startedAt: preview.created_at, dueAt: preview.decide_by })
}

function stopWaiting(
  tx: Tx,
  { item_id, automation }: Pick<PreviewRow, 'item_id' | 'automation'>,
): Promise<void> {
  return stopClock(tx, { itemId: item_id, kind: 'approval-wait', subjectId: automation })
}

/** Stops the clock and the timer of a preview that no longer waits for anybody. */
export async function closeWindow(
  tx: Tx,
  preview: Pick<PreviewRow, 'id' | 'item_id' | 'automation'>,
): Promise<void> {
  await stopWaiting(tx, preview)
  await disarmTimer(tx, { kind: 'decide-window', subjectId: preview.id })
  tx.touch(preview.item_id)
}
