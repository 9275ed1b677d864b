import type { Tx } from '../store/store.ts'
import type { TimerKind } from '../store/timer-kind.ts'
import { finishTimer, upsertTimer, upsertTimers } from './store.ts'

/** A timer, by what it does and for what. */
export interface TimerName {
  readonly kind: TimerKind
  readonly subjectId: string
}

/** Arms a timer with the write it belongs to, or moves its due time (epoch milliseconds). */
export async function armTimer(tx: Tx, timer: TimerName & { readonly dueAt: number }): Promise<void> {
  await upsertTimer(tx, timer)
}

/** Disarms a timer; one that has fired or never was stays as it is. */
export async function disarmTimer(tx: Tx, timer: TimerName): Promise<void> {
  await finishTimer(tx, timer)
}

/** Arms a timer of one kind for each of many, all due at the same moment (epoch milliseconds). */
export async function armTimers(
  tx: Tx,
  timers: Pick<TimerName, 'kind'> & { readonly subjectIds: readonly string[]; readonly dueAt: number },
): Promise<void> {
  await upsertTimers(tx, timers)
}
