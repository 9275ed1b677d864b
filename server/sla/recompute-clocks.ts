import type { Actor } from '../../shared/actor.ts'
import { CLOCK_WORDS } from '../../shared/clock-words.ts'
import { type Clock, dueAtOf, isPaused } from '../../shared/sla.ts'
import { raiseException, settleException } from '../exceptions/raise-exception.ts'
import type { Chance, Store, Tx } from '../store/store.ts'
import { armTimer } from '../timers/arm-timer.ts'
import {
  claimRecomputation,
  clocksAfter,
  insertRecomputation,
  nextRecomputationAt,
  type RecomputationRow,
  stepRecomputation,
} from './recompute-store.ts'
import { iso } from './run-clock.ts'
import { type ClockRow, clocksOf } from './store.ts'

const AT_ONCE = 1000
const LEASE_MS = 60_000
const ACTOR: Actor = { kind: 'job', name: 'recompute clocks' }
const NIGHT = { kind: 'recompute-clocks', subjectId: 'all' } as const
const DAY_MS = 86_400_000
const AT_HOUR_MS = 3 * 3_600_000

/** Arms the timer of the next night: three in the morning, UTC. */
export async function awaitNight(tx: Tx): Promise<void> {
  const today = Math.floor(tx.now / DAY_MS) * DAY_MS + AT_HOUR_MS
  const dueAt = today > tx.now ? today : today + DAY_MS
  await armTimer(tx, { ...NIGHT, dueAt })
  await tx.audit({
    action: 'clocks.recompute-planned',
    outcome: 'done',
    subject: { kind: 'timer', id: NIGHT.kind },
    itemId: null,
    summary: `Every clock is worked out anew ${iso(dueAt)}`,
  })
}

/** What the timer of a night does: the looking itself takes longer than a transaction may. */
export async function beginRecomputation(tx: Tx): Promise<void> {
  const id = tx.newId('rec')
  await insertRecomputation(tx, id)
  await awaitNight(tx)
  const subject = { kind: 'recomputation', id }
  await tx.audit({
    action: 'clocks.recompute-began',
    outcome: 'done',
    subject,
    itemId: null,
    summary: 'Every clock is worked out anew',
  })
}

export interface RecomputeDeps extends Pick<Chance, 'now'> {
  readonly store: Store
}

/**
 * The worker's part: a thousand clocks at a time, those that run and those that stopped since the night before last,
 * are worked out from their beginning, target, calendar and pauses. One that differs from what is stored is left as it
 * is, for somebody to look at.
 */
export function recomputeWork(deps: RecomputeDeps) {
  return { work: () => step(deps), nextAt: () => nextRecomputationAt(deps.store.db) }
}

async function step({ store, now }: RecomputeDeps): Promise<boolean> {
  const claimed = await claimRecomputation(store, { now: now(), leaseMs: LEASE_MS })
  if (!claimed) return false
  const rows = await clocksAfter(store.db, claimed.last_id, AT_ONCE)
  const since = claimed.began_at - 2 * DAY_MS
  const asked = rows.filter(({ stopped_at }) => stopped_at === null || stopped_at >= since)
  const clocks = new Map((await clocksOf(store.db, asked)).map(clock => [clock.id, clock]))
  const found = asked.flatMap(row => differenceOf(row, clocks.get(row.id), now()) ?? [])
  const next = {
    last_id: rows.at(-1)?.id ?? claimed.last_id,
    clocks: claimed.clocks + asked.length,
    differing: claimed.differing + found.length,
    isLast: rows.length < AT_ONCE,
  }
  await store.write(ACTOR, tx => record(tx, claimed, { next, found, asked }))
  return true
}

interface Difference {
  readonly row: ClockRow
  readonly dueAt: number
}

/** A paused clock has no due time, so there is none to compare. */
function differenceOf(row: ClockRow, clock: Clock | undefined, now: number): Difference | null {
  if (!clock || isPaused(clock)) return null
  const dueAt = dueAtOf(clock, row.stopped_at ?? now)
  return dueAt === null || dueAt === row.due_at ? null : { row, dueAt }
}

interface Looked {
  readonly next: Parameters<typeof stepRecomputation>[2]
  readonly found: readonly Difference[]
  readonly asked: readonly ClockRow[]
}

async function record(tx: Tx, { id }: RecomputationRow, { next, found, asked }: Looked): Promise<void> {
  await stepRecomputation(tx, id, next)
  for (const { row, dueAt } of found) await raiseDifference(tx, row, dueAt)
  const differing = new Set(found.map(({ row }) => row.id))
  const equal = asked.filter(row => !differing.has(row.id)).map(row => row.id)
  await settleEqual(tx, equal)
  await tx.audit({
    action: next.isLast ? 'clocks.recomputed' : 'clocks.recomputing',
    outcome: 'done',
    subject: { kind: 'recomputation', id },
    itemId: null,
    summary: `${next.clocks} clocks worked out anew, ${next.differing} differ from what is stored`,
  })
}

async function raiseDifference(tx: Tx, row: ClockRow, dueAt: number): Promise<void> {
  const words = CLOCK_WORDS[row.kind]
  await raiseException(tx, {
    kind: 'clock-differs',
    about: row.id,
    itemId: row.item_id,
    summary: {
      en: `${words.en} is stored as ending ${iso(row.due_at)}, but its pauses and calendar lead to ${iso(dueAt)}. Nothing was changed: compare with the audit log of this item and report it as a fault.`,
      de: `${words.de} endet laut Speicher ${iso(row.due_at)}, Pausen und Kalender führen aber zu ${iso(dueAt)}. Nichts wurde geändert: mit dem Prüfprotokoll dieses Vorgangs vergleichen und als Fehler melden.`,
    },
  })
}

async function settleEqual(tx: Tx, clockIds: readonly string[]): Promise<void> {
  const open = await tx.db
    .selectFrom('exceptions')
    .select('about')
    .where('kind', '=', 'clock-differs')
    .where('closed_at', 'is', null)
    .execute()
  const equal = new Set(clockIds)
  for (const { about } of open)
    if (equal.has(about)) await settleException(tx, 'clock-differs', about, 'It adds up again')
}
