import type { EffectSpec } from '../../shared/action.ts'
import type { Actor } from '../../shared/actor.ts'
import type { Localized } from '../../shared/locale.ts'
import type { Connectors, Outcome } from '../connectors/connector.ts'
import { raiseException, settleException } from '../exceptions/raise-exception.ts'
import type { Chance, Store, Tx } from '../store/store.ts'
import { type EffectStep, recordOutcome } from './record-outcome.ts'
import {
  claimRun,
  type EffectRecord,
  effectsOfRun,
  finishRun,
  holdsLease,
  type RunRow,
  releaseRun,
  renewLease,
  skipPlanned,
  updateEffect,
} from './run-store.ts'

/** Longer than any one effect may take, so that a run with an expired lease has nobody working on it. */
const LEASE_MS = 60_000
/** A vendor that could not be read before the first effect is read again after this long. */
const RECHECK_AGAIN_MS = 3_000
const ACTOR: Actor = { kind: 'job', name: 'runs' }

/** What a run needs to know before its first effect: the facts read anew, and judged. */
export type Recheck =
  | { readonly kind: 'still-good' }
  | { readonly kind: 'changed'; readonly why: Localized }
  | { readonly kind: 'unavailable'; readonly why: Localized; readonly retryAfterMs: number | null }

export interface RunDeps extends Chance {
  readonly store: Store
  readonly connectors: Pick<Connectors, 'executorFor'>
  /** Reads the vendors again and compares with what was approved. */
  readonly recheck: (run: RunRow) => Promise<Recheck>
  /** Fills the placeholders of a spec that only a run can know. */
  readonly fill: (
    run: RunRow,
    known: { spec: EffectSpec; effects: readonly EffectRecord[] },
  ) => Promise<EffectSpec>
}

/**
 * Takes one due run and carries it as far as it goes. Returns false where no run is due.
 *
 * An effect is written down as `calling` before the call and settled after it. A crash in between leaves `calling`
 * behind an expired lease: then, as after an answer that never came, the vendor is read before anything is repeated,
 * and it is repeated under the same key.
 */
export async function carryOutNextRun(deps: RunDeps): Promise<boolean> {
  const run = await claimRun(deps.store, { now: deps.now(), leaseMs: LEASE_MS, leaseId: deps.newId('lea') })
  if (!run) return false
  for (;;) {
    const effects = await effectsOfRun(deps.store.db, run.id)
    const next = effects.find(({ state }) => state !== 'done' && state !== 'undone')
    if (!next) return settle(deps, run, tx => completeRun(tx, run))
    const goesOn = await step(deps, { run, effects, effect: next })
    if (!goesOn) return true
  }
}

interface Step {
  readonly run: RunRow
  readonly effects: readonly EffectRecord[]
  readonly effect: EffectRecord
}

/** Moves one effect on. False: the run is finished or waits. */
async function step(deps: RunDeps, { run, effects, effect }: Step): Promise<boolean> {
  if (effect.state === 'refused' || effect.state === 'skipped') return false
  const untouched = effects.every(({ state }) => state === 'planned')
  if (untouched && run.kind === 'apply' && !(await mayStart(deps, run))) return false

  const executor = deps.connectors.executorFor(effect.planned.spec)
  const spec = await deps.fill(run, { spec: effect.planned.spec, effects })
  const request = effect.planned.request
  const current: EffectStep = { run, effect }
  if (!executor) {
    const why = { en: 'The vendor is not connected', de: 'Der Anbieter ist nicht verbunden' }
    return record(deps, current, { kind: 'unavailable', why, retryAfterMs: null })
  }
  if (effect.state === 'planned') {
    await begin(deps, current)
    return record(deps, current, await executor.perform(spec, request))
  }
  const found = await readBack(() => executor.reconcile(spec, request))
  return record(deps, current, found)
}

/** What the vendor says of a call whose answer never came. Nothing there: it may be made again, same key. */
async function readBack(reconcile: () => Promise<Outcome | null>): Promise<Outcome | { kind: 'absent' }> {
  try {
    return (await reconcile()) ?? { kind: 'absent' }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { kind: 'unknown', why: { en: `Still checking: ${message}`, de: `Wird noch geprüft: ${message}` } }
  }
}

async function begin(deps: RunDeps, { run, effect }: EffectStep): Promise<void> {
  await settle(deps, run, async tx => {
    await renewLease(tx, run.id, LEASE_MS)
    await updateEffect(tx, effect.id, { state: 'calling', attempts: effect.attempts + 1 })
    tx.touch(run.item_id)
    await tx.audit({
      action: 'effect.calling',
      outcome: 'done',
      subject: { kind: 'effect', id: effect.id },
      itemId: run.item_id,
      summary: `${effect.planned.title.en}: attempt ${effect.attempts + 1}`,
      detail: { key: effect.key },
    })
  })
}

function record(deps: RunDeps, current: EffectStep, outcome: Outcome | { kind: 'absent' }): Promise<boolean> {
  return settle(deps, current.run, tx => recordOutcome(tx, current, outcome))
}

const TOO_LATE: Localized = {
  en: 'The approval was not carried out in time, so nothing was done. Approve again if it still holds.',
  de: 'Die Freigabe wurde nicht rechtzeitig ausgeführt, also ist nichts geschehen. Geben Sie erneut frei, wenn sie noch gilt.',
}

const TOO_LATE_FOR_RULE: Localized = {
  en: 'What a rule asks for could not be done in time, so nothing was done. Do it by hand if it still matters.',
  de: 'Was eine Regel verlangt, ging nicht rechtzeitig, also ist nichts geschehen. Tun Sie es von Hand, wenn es noch zählt.',
}

/** Whether the run may begin: in time, and on facts that still say what the approver saw. */
async function mayStart(deps: RunDeps, run: RunRow): Promise<boolean> {
  if (deps.now() > run.execute_by) {
    const summary = run.policy === null ? TOO_LATE : TOO_LATE_FOR_RULE
    const abandonment = { kind: 'run-expired', state: 'expired', summary } as const
    return settle(deps, run, tx => abandonRun(tx, run, abandonment))
  }
  const recheck = await deps.recheck(run)
  if (recheck.kind === 'still-good') return true
  if (recheck.kind === 'changed') {
    const { en, de } = recheck.why
    const summary = { en: `Approved, but not done: ${en}`, de: `Freigegeben, aber nicht ausgeführt: ${de}` }
    return settle(deps, run, tx =>
      abandonRun(tx, run, { kind: 'blocked-at-execution', state: 'failed', summary }),
    )
  }
  return settle(deps, run, async tx => {
    await raiseException(tx, {
      kind: 'vendor-unavailable',
      about: run.id,
      itemId: run.item_id,
      summary: {
        en: `${recheck.why.en}. The run waits and tries again by itself.`,
        de: `${recheck.why.de}. Der Lauf wartet und versucht es von selbst wieder.`,
      },
    })
    await releaseRun(tx, run.id, tx.now + (recheck.retryAfterMs ?? RECHECK_AGAIN_MS))
    await note(tx, run, 'run.waiting', recheck.why.en)
    return false
  })
}

interface Abandonment {
  readonly kind: 'run-expired' | 'blocked-at-execution'
  readonly state: 'expired' | 'failed'
  readonly summary: Localized
}

async function abandonRun(tx: Tx, run: RunRow, { kind, state, summary }: Abandonment): Promise<false> {
  await skipPlanned(tx, run.id)
  await finishRun(tx, run.id, state)
  await raiseException(tx, { kind, about: run.item_id, itemId: run.item_id, summary })
  await note(tx, run, `run.${state}`, summary.en)
  return false
}

async function completeRun(tx: Tx, run: RunRow): Promise<true> {
  await finishRun(tx, run.id, 'done')
  for (const kind of ['run-expired', 'blocked-at-execution'] as const) {
    await settleException(tx, kind, run.item_id, 'A later run went through')
  }
  await note(tx, run, 'run.done', 'Every effect is done')
  return true
}

async function note(tx: Tx, run: RunRow, action: string, summary: string): Promise<void> {
  tx.touch(run.item_id)
  await tx.audit({
    action,
    outcome: 'done',
    subject: { kind: 'run', id: run.id },
    itemId: run.item_id,
    summary,
  })
}

/** A write that only the holder of the run's lease may make. */
async function settle<T>(deps: RunDeps, run: RunRow, change: (tx: Tx) => Promise<T>): Promise<T> {
  return deps.store.write(ACTOR, async tx => {
    if (!(await holdsLease(tx, run))) throw new LeaseLost(run.id)
    return change(tx)
  })
}

/** Another worker took the run over; this one must stop. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'

  constructor(runId: string) {
    super(`The lease of run ${runId} went to another worker`)
  }
}
