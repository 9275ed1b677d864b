import { usedUp } from '../../shared/sla.ts'
import { LATE_PAUSE_SHARE, type Lateness, type LatePause, type SlaReport } from '../../shared/sla-report.ts'
import type { Reader } from '../store/store.ts'
import { lastRecomputation } from './recompute-store.ts'
import { clocksOf } from './store.ts'

const DAY_MS = 86_400_000
/** Pauses looked at, newest first; more in one stretch say no more of anybody's habits. */
const MOST_PAUSES = 20_000
const MOST_SHOWN = 50
/** SQLite takes 32,766 values in one statement; this is plenty at once. */
const AT_ONCE = 1000

/** Whether the clocks of the last days can be believed. */
export async function readSlaReport(
  db: Reader,
  { days, now }: { days: number; now: number },
): Promise<SlaReport> {
  const from = now - days * DAY_MS
  const late = await db
    .selectFrom('clocks')
    .select('late_ms')
    .where('missed_at', '>=', from)
    .where('late_ms', 'is not', null)
    .execute()
  const recomputed = await lastRecomputation(db)
  return {
    from,
    until: now,
    misses: late.length,
    lateness: latenessOf(late.map(({ late_ms }) => late_ms ?? 0)),
    recomputed: recomputed
      ? {
          at: recomputed.finished_at ?? recomputed.began_at,
          clocks: recomputed.clocks,
          differing: recomputed.differing,
        }
      : null,
    ...(await readPauses(db, from)),
  }
}

function latenessOf(values: readonly number[]): Lateness | null {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return sorted.length === 0 ? null : { p50Ms: at(0.5), p99Ms: at(0.99), worstMs: at(1) }
}

async function readPauses(db: Reader, from: number): Promise<Pick<SlaReport, 'latePauses' | 'habits'>> {
  const pauses = await db
    .selectFrom('clock_pauses')
    .select(['clock_id', 'from_at', 'cause', 'actor'])
    .where('from_at', '>=', from)
    .orderBy('from_at', 'desc')
    .limit(MOST_PAUSES)
    .execute()
  const counts = new Map<string, { pauses: number; late: number }>()
  const latePauses: LatePause[] = []
  for (let at = 0; at < pauses.length; at += AT_ONCE) {
    const part = pauses.slice(at, at + AT_ONCE)
    const clocks = await clocksByIds(db, [...new Set(part.map(({ clock_id }) => clock_id))])
    for (const { clock_id, from_at, cause, actor } of part) {
      const known = clocks.get(clock_id)
      if (!known) continue
      const { clock, itemId, title } = known
      const count = counts.get(actor) ?? { pauses: 0, late: 0 }
      const spent = usedUp(clock, from_at)
      const isLate = spent >= clock.targetMs * LATE_PAUSE_SHARE && spent < clock.targetMs
      counts.set(actor, { pauses: count.pauses + 1, late: count.late + Number(isLate) })
      if (!isLate || latePauses.length >= MOST_SHOWN) continue
      const { kind, unit } = clock
      latePauses.push({
        itemId,
        title,
        kind,
        actor,
        cause,
        at: from_at,
        leftMs: clock.targetMs - spent,
        unit,
      })
    }
  }
  const habits = [...counts]
    .map(([actor, count]) => ({ actor, ...count }))
    .filter(({ late }) => late > 0)
    .toSorted((a, b) => b.late - a.late || a.actor.localeCompare(b.actor))
  return { latePauses, habits }
}

async function clocksByIds(db: Reader, ids: readonly string[]) {
  const rows = await db
    .selectFrom('clocks')
    .innerJoin('items', 'items.id', 'clocks.item_id')
    .selectAll('clocks')
    .select('items.title')
    .where('clocks.id', 'in', [...ids])
    .execute()
  const clocks = new Map((await clocksOf(db, rows)).map(clock => [clock.id, clock]))
  return new Map(
    rows.flatMap(({ id, item_id, title }) => {
      const clock = clocks.get(id)
      return clock ? [[id, { clock, itemId: item_id, title }] as const] : []
    }),
  )
}
