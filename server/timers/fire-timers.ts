import type { Store, Tx } from '../store/store.ts'
import { claimTimers, finishTimer, type TimerRow } from './store.ts'

const LEASE_MS = 30_000
const BATCH = 100

export interface TimerDeps {
  readonly store: Store
  readonly now: () => number
  /** What a timer does; runs in the transaction that marks it done. */
  readonly fire: (tx: Tx, subjectId: string) => Promise<void>
}

/** Fires the due timers in the order of their due times. Returns false where none was due. */
export async function fireTimers({ store, now, fire }: TimerDeps): Promise<boolean> {
  const due = await claimTimers(store, now(), { limit: BATCH, leaseMs: LEASE_MS })
  for (const timer of due) await fireTimer(store, timer, fire)
  return due.length > 0
}

async function fireTimer(store: Store, timer: TimerRow, fire: TimerDeps['fire']): Promise<void> {
  await store.write({ kind: 'job', name: 'timers' }, async tx => {
    await fire(tx, timer.subject_id)
    await finishTimer(tx, { kind: 'decide-window', subjectId: timer.subject_id })
  })
}
