import type { Actor } from '../../shared/actor.ts'
import type { FieldAccuracy, Mismatch } from '../../shared/validation.ts'
import type { Connectors } from '../connectors/connector.ts'
import type { Chance, Store, Tx } from '../store/store.ts'
import { type AccountComparison, compareAccount } from './compare-account.ts'
import {
  claimValidation,
  fieldsOf,
  findValidationRow,
  mismatchesOf,
  nextValidationAt,
  sampleOf,
  updateValidation,
  type ValidationRow,
} from './store.ts'

/** Longer than reading one account's records may take. */
const LEASE_MS = 5 * 60_000
/** A source may ask for pauses; after so long its records count as unreadable, so that every validation ends. */
const PATIENCE_MS = 6 * 3_600_000
/** Mismatches kept to be looked at; the numbers count all of them. */
const MISMATCHES_KEPT = 200
const ACTOR: Actor = { kind: 'job', name: 'validation' }

export interface ValidationDeps extends Pick<Chance, 'now' | 'random'> {
  readonly store: Store
  readonly connectors: Pick<Connectors, 'readers'>
  readonly reportBug: (error: unknown) => void
}

/** The worker's part: one account at a time, so that a kill costs one account's reading at most. */
export function validationWork(deps: ValidationDeps) {
  return { work: () => stepValidation(deps), nextAt: () => nextValidationAt(deps.store.db) }
}

/** Compares the next account of the validation under way, or finishes it. False where nothing is due. */
export async function stepValidation(deps: ValidationDeps): Promise<boolean> {
  const { store, now } = deps
  const claimed = await claimValidation(store, { now: now(), leaseMs: LEASE_MS })
  if (!claimed) return false
  const accountId = sampleOf(claimed)[claimed.done]
  if (accountId === undefined) {
    await store.write(ACTOR, tx => finish(tx, claimed))
    return true
  }
  const patient = now() - claimed.started_at < PATIENCE_MS
  const found = await compareAccount({ ...deps, db: store.db }, { accountId, patient })
  await store.write(ACTOR, tx => record(tx, { claimed, accountId, found }))
  return true
}

interface Step {
  readonly claimed: ValidationRow
  readonly accountId: string
  readonly found: AccountComparison
}

async function record(tx: Tx, { claimed, accountId, found }: Step): Promise<void> {
  const { id } = claimed
  const current = await findValidationRow(tx.db, id)
  if (!current || current.finished_at !== null || current.done !== claimed.done) {
    return note(tx, id, {
      action: 'repeated',
      summary: `${accountId} was compared by somebody else meanwhile`,
    })
  }
  if (found.kind === 'wait') {
    await updateValidation(tx, id, { next_at: tx.now + found.ms, lease_until: 0 })
    return note(tx, id, { action: 'waiting', summary: found.why.en })
  }
  const { records, unreadable } = found
  const comparisons = records.flatMap(compared => compared.comparisons)
  const right = comparisons.filter(comparison => comparison.right).length
  const next = {
    ...current,
    done: current.done + 1,
    unreadable: current.unreadable + unreadable,
    compared: current.compared + comparisons.length,
    correct: current.correct + right,
  }
  await updateValidation(tx, id, {
    done: next.done,
    unreadable: next.unreadable,
    compared: next.compared,
    correct: next.correct,
    fields: JSON.stringify(addUp(fieldsOf(current), comparisons)),
    mismatches: JSON.stringify(
      [...mismatchesOf(current), ...mismatchesIn(accountId, found)].slice(0, MISMATCHES_KEPT),
    ),
    lease_until: 0,
  })
  const summary = `${right} of ${comparisons.length} values right, ${unreadable} records unreadable`
  await note(tx, id, { action: 'compared', summary, detail: { accountId } })
  if (next.done === sampleOf(current).length) await finish(tx, next)
}

async function finish(tx: Tx, { id, correct, compared, unreadable, done }: ValidationRow): Promise<void> {
  await updateValidation(tx, id, { finished_at: tx.now, lease_until: 0 })
  const summary = `${correct} of ${compared} values right in ${done} accounts; ${unreadable} records unreadable`
  await note(tx, id, { action: 'finished', summary, detail: { correct, compared, unreadable, done } })
}

function addUp(
  before: readonly FieldAccuracy[],
  comparisons: readonly { field: FieldAccuracy['field']; right: boolean }[],
): FieldAccuracy[] {
  const totals = new Map(before.map(entry => [entry.field, entry]))
  for (const { field, right } of comparisons) {
    const total = totals.get(field) ?? { field, compared: 0, right: 0 }
    totals.set(field, { field, compared: total.compared + 1, right: total.right + (right ? 1 : 0) })
  }
  return [...totals.values()].toSorted((a, b) => (a.field < b.field ? -1 : 1))
}

function mismatchesIn(
  accountId: string,
  { account, records }: Extract<AccountComparison, { kind: 'compared' }>,
): Mismatch[] {
  return records.flatMap(({ name: { source, id: sourceId }, comparisons }) =>
    comparisons.flatMap(({ field, held, live, right }) =>
      right ? [] : [{ accountId, account, field, source, sourceId, held, live }],
    ),
  )
}

function note(
  tx: Tx,
  id: string,
  { action, ...said }: { action: string; summary: string; detail?: Record<string, unknown> },
): Promise<void> {
  return tx.audit({
    action: `validation.${action}`,
    outcome: 'done',
    subject: { kind: 'validation', id },
    itemId: null,
    ...said,
  })
}
