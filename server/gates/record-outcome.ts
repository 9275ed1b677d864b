import type { Outcome } from '../connectors/connector.ts'
import { raiseException, settleException } from '../exceptions/raise-exception.ts'
import type { Tx } from '../store/store.ts'
import {
  type EffectRecord,
  finishRun,
  type RunRow,
  releaseRun,
  skipPlanned,
  updateEffect,
} from './run-store.ts'

export interface EffectStep {
  readonly run: RunRow
  readonly effect: EffectRecord
}

const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 10 * 60_000

/** Doubles from 2 s to 10 min; a vendor's own wish counts if it is longer. */
export function retryDelay(attempts: number, wishedMs: number | null): number {
  const backoff = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, attempts - 1))
  return Math.max(backoff, wishedMs ?? 0)
}

/**
 * Writes down what came of a call, or of reading the vendor after one. True: the run goes on with its next effect.
 */
export async function recordOutcome(
  tx: Tx,
  step: EffectStep,
  outcome: Outcome | { kind: 'absent' },
): Promise<boolean> {
  tx.touch(step.run.item_id)
  switch (outcome.kind) {
    case 'done':
      return recordDone(tx, step, outcome.externalId)
    case 'refused':
      return recordRefused(tx, step, outcome)
    case 'unknown':
      return recordUnknown(tx, step, outcome)
    case 'unavailable':
      return recordUnavailable(tx, step, outcome)
    case 'absent':
      return recordAbsent(tx, step)
  }
}

async function recordDone(tx: Tx, { run, effect }: EffectStep, externalId: string | null): Promise<true> {
  await updateEffect(tx, effect.id, { state: 'done', externalId, problem: null, finishedAt: tx.now })
  if (effect.undoes) await updateEffect(tx, effect.undoes, { state: 'undone' })
  const reconciled = effect.state === 'unknown' || effect.state === 'calling'
  const how = reconciled ? 'Found at the vendor: it had happened, once' : 'Done'
  await settleException(tx, 'outcome-unknown', effect.id, how)
  await settleException(tx, 'vendor-unavailable', effect.id, 'The vendor answers again')
  await settleException(tx, 'vendor-unavailable', run.id, 'The vendor answers again')
  await note(
    tx,
    { run, effect },
    { action: reconciled ? 'effect.reconciled' : 'effect.done', words: how, externalId },
  )
  return true
}

async function recordRefused(
  tx: Tx,
  step: EffectStep,
  { why }: Outcome & { kind: 'refused' },
): Promise<false> {
  const { run, effect } = step
  await updateEffect(tx, effect.id, { state: 'refused', problem: why, finishedAt: tx.now })
  await skipPlanned(tx, run.id)
  await finishRun(tx, run.id, 'failed')
  await settleException(tx, 'outcome-unknown', effect.id, 'The vendor refused')
  await raiseException(tx, {
    kind: 'effect-refused',
    about: effect.id,
    itemId: run.item_id,
    summary: {
      en: `${effect.planned.title.en} was refused. ${why.en} What came after it was not done.`,
      de: `${effect.planned.title.de} wurde abgelehnt. ${why.de} Was danach kam, ist nicht geschehen.`,
    },
  })
  await note(tx, step, { action: 'effect.refused', words: why.en, externalId: null })
  return false
}

async function recordUnknown(
  tx: Tx,
  step: EffectStep,
  { why }: Outcome & { kind: 'unknown' },
): Promise<false> {
  const { run, effect } = step
  await updateEffect(tx, effect.id, { state: 'unknown', problem: why })
  await raiseException(tx, {
    kind: 'outcome-unknown',
    about: effect.id,
    itemId: run.item_id,
    summary: {
      en: `${effect.planned.title.en}: ${why.en}`,
      de: `${effect.planned.title.de}: ${why.de}`,
    },
  })
  await note(tx, step, { action: 'effect.unknown', words: why.en, externalId: null })
  await releaseRun(tx, run.id, tx.now + retryDelay(effect.attempts, null))
  return false
}

async function recordUnavailable(
  tx: Tx,
  step: EffectStep,
  outcome: Outcome & { kind: 'unavailable' },
): Promise<false> {
  const { run, effect } = step
  const { why, retryAfterMs } = outcome
  await updateEffect(tx, effect.id, { state: 'planned', problem: why })
  await raiseException(tx, {
    kind: 'vendor-unavailable',
    about: effect.id,
    itemId: run.item_id,
    summary: {
      en: `${effect.planned.title.en}: ${why.en}. It is tried again by itself.`,
      de: `${effect.planned.title.de}: ${why.de}. Es wird von selbst wieder versucht.`,
    },
  })
  await note(tx, step, { action: 'effect.postponed', words: why.en, externalId: null })
  await releaseRun(tx, run.id, tx.now + retryDelay(effect.attempts + 1, retryAfterMs))
  return false
}

async function recordAbsent(tx: Tx, step: EffectStep): Promise<true> {
  const words = 'Not found at the vendor, so it had not happened; it is sent again under the same key'
  await updateEffect(tx, step.effect.id, { state: 'planned' })
  await note(tx, step, { action: 'effect.absent', words, externalId: null })
  return true
}

async function note(
  tx: Tx,
  { run, effect }: EffectStep,
  { action, words, externalId }: { action: string; words: string; externalId: string | null },
): Promise<void> {
  await tx.audit({
    action,
    outcome: 'done',
    subject: { kind: 'effect', id: effect.id },
    itemId: run.item_id,
    summary: `${effect.planned.title.en}: ${words}`,
    detail: { key: effect.key, externalId },
  })
}
