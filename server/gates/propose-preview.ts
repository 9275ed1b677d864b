import type { PreviewState } from '../../shared/preview.ts'
import type { Verdict } from '../../shared/verdict.ts'
import { readItem } from '../ownership/store.ts'
import { runClock, stopClock } from '../sla/run-clock.ts'
import type { Tx } from '../store/store.ts'
import { armTimer, disarmTimer } from '../timers/arm-timer.ts'
import { takeLock, targetOf } from './action-lock.ts'
import { alertIfStale, settleStale } from './alert-stale.ts'
import { stopWatching, watchFreshness } from './freshness-watch.ts'
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
 * one that was open; a plan somebody declined, or whose run is under way, is not proposed twice. A plan on facts that
 * are too old makes the item wait and tells its owner; one on facts read again takes that back.
 */
export async function proposePreview(tx: Tx, itemId: string, proposal: WorkedOutPlan): Promise<void> {
  const open = await openPreview(tx.db, itemId, proposal.plan.automation.name)
  if (open?.hash === proposal.hash) return renewJudgement(tx, open, proposal)
  if (open) await supersede(tx, open, 'the facts it rested on changed')
  if (!(await isSettled(tx.db, itemId, proposal.hash))) return insertProposal(tx, itemId, proposal)
  if (open) await stopWaiting(tx, open)
  await settleStale(tx, itemId, 'Decided already')
}

/** Takes back an open proposal whose reason is gone. */
export async function withdrawPreview(tx: Tx, itemId: string, automation: string): Promise<void> {
  await settleStale(tx, itemId, 'What called for it is settled')
  const open = await openPreview(tx.db, itemId, automation)
  if (!open) return
  await supersede(tx, open, 'what called for it is settled')
  await stopWaiting(tx, open)
}

async function renewJudgement(tx: Tx, open: PreviewRow, { plan }: WorkedOutPlan): Promise<void> {
  const state = STATE_FOR[plan.judgement.verdict.kind]
  await updatePreview(tx, open.id, { state, judgement: JSON.stringify(plan.judgement) })
  await waitForDecision(tx, { ...open, state })
  await watchFreshness(tx, { id: open.id, state, used: plan.judgement.used })
  await alertIfStale(tx, open.item_id, plan.judgement.verdict)
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
  if (!(await isFirst(tx, { itemId, id, proposal }))) return
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
  await watchFreshness(tx, { id, state, used: plan.judgement.used })
  await alertIfStale(tx, itemId, plan.judgement.verdict)
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

/** Whether no other automation, and no other item, has the same class of action on the same target under way. */
async function isFirst(
  tx: Tx,
  { itemId, id, proposal }: { itemId: string; id: string; proposal: WorkedOutPlan },
): Promise<boolean> {
  const [effect] = proposal.effects
  if (!effect) return true
  const { actionClass, automation } = proposal.plan
  const accountId = (await readItem(tx.db, itemId)).account_id ?? itemId
  const name = { accountId, actionClass, target: targetOf(effect.spec) }
  return (await takeLock(tx, name, { previewId: id, automation: automation.name, itemId })) === null
}

/** What of a plan is hashed and never changes. */
export function frozenPart({ plan, effects, contextHash }: WorkedOutPlan): PreviewPlan {
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
  await stopWatching(tx, open.id)
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

/** Stops the clock on the approval: there is nothing to decide now. */
export function stopWaiting(
  tx: Tx,
  { item_id, automation }: Pick<PreviewRow, 'item_id' | 'automation'>,
): Promise<void> {
  return stopClock(tx, { itemId: item_id, kind: 'approval-wait', subjectId: automation })
}

/** Stops the clock and the timers of a preview that no longer waits for anybody. */
export async function closeWindow(
  tx: Tx,
  preview: Pick<PreviewRow, 'id' | 'item_id' | 'automation'>,
): Promise<void> {
  await stopWaiting(tx, preview)
  await disarmTimer(tx, { kind: 'decide-window', subjectId: preview.id })
  await stopWatching(tx, preview.id)
  tx.touch(preview.item_id)
}
