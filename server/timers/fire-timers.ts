import type { Store, Tx } from '../store/store.ts'
import type { TimerKind } from './arm-timer.ts'
import { claimTimers, type TimerRow, takeTimer } from './store.ts'

const LEASE_MS = 30_000
const BATCH = 100

/** What a timer of each kind does; runs in the transaction that marked it done, so it may arm it again. */
export type TimerActs = Readonly<Record<TimerKind, (tx: Tx, subjectId: string) => Promise<unknown>>>

export interface TimerDeps {
  readonly store: Store
  readonly now: () => number
  readonly acts: TimerActs
}

/** Fires the due timers in the order of their due times. Returns false where none was due. */
export async function fireTimers({ store, now, acts }: TimerDeps): Promise<boolean> {
  const due = await claimTimers(store, now(), { limit: BATCH, leaseMs: LEASE_MS })
  for (const timer of due) await fireTimer(store, timer, acts)
  return due.length > 0
}

async function fireTimer(store: Store, { kind, subject_id }: TimerRow, acts: TimerActs): Promise<void> {
  await store.write({ kind: 'job', name: 'timers' }, async tx => {
    if (await takeTimer(tx, { kind, subjectId: subject_id })) return acts[kind](tx, subject_id)
    await tx.audit({
      action: 'timer.idle',
      outcome: 'done',
      subject: { kind: 'timer', id: subject_id },
      itemId: null,
      summary: `The ${kind} timer was moved or settled before it fired`,
    })
  })
}
