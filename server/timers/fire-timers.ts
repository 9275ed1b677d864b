import type { Actor } from '../../shared/actor.ts'
import type { Store, Tx } from '../store/store.ts'
import type { TimerKind } from '../store/timer-kind.ts'
import { claimTimers, type TimerRow, takeTimer } from './store.ts'

const LEASE_MS = 30_000
const BATCH = 100
const TOGETHER = 20
const ACTOR: Actor = { kind: 'job', name: 'timers' }

/** What a timer of each kind does; runs in the transaction that marked it done, so it may arm it again. */
export type TimerActs = Readonly<Record<TimerKind, (tx: Tx, subjectId: string) => Promise<unknown>>>

export interface TimerDeps {
  readonly store: Store
  readonly now: () => number
  readonly acts: TimerActs
}

/**
 * Fires the due timers in the order of their due times. Returns false where none was due. A few share a commit, which
 * is most of what each costs; where one of them breaks they are fired one by one. The broken ones wait for their lease
 * to end, the others do not wait for them; then it throws AggregateError.
 */
export async function fireTimers({ store, now, acts }: TimerDeps): Promise<boolean> {
  const due = await claimTimers(store, now(), { limit: BATCH, leaseMs: LEASE_MS })
  const broken: unknown[] = []
  for (let at = 0; at < due.length; at += TOGETHER) {
    broken.push(...(await fire(store, due.slice(at, at + TOGETHER), acts)))
  }
  if (broken.length > 0) throw new AggregateError(broken, 'Some timers could not be fired')
  return due.length > 0
}

/** What broke, of timers that could share one commit. */
async function fire(store: Store, timers: readonly TimerRow[], acts: TimerActs): Promise<unknown[]> {
  try {
    await store.write(ACTOR, async tx => {
      for (const timer of timers) await fireTimer(tx, timer, acts)
    })
    return []
  } catch (error) {
    if (timers.length === 1) return [error]
    const broken: unknown[] = []
    for (const timer of timers) broken.push(...(await fire(store, [timer], acts)))
    return broken
  }
}

async function fireTimer(tx: Tx, { kind, subject_id }: TimerRow, acts: TimerActs): Promise<void> {
  if (await takeTimer(tx, { kind, subjectId: subject_id })) {
    await acts[kind](tx, subject_id)
    return
  }
  await tx.audit({
    action: 'timer.idle',
    outcome: 'done',
    subject: { kind: 'timer', id: subject_id },
    itemId: null,
    summary: `The ${kind} timer was moved or settled before it fired`,
  })
}
