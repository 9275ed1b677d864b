import { type BacktestCounts, type ClockDiff, type Due, NO_COUNTS } from '../../shared/backtest.ts'
import type { Calendar } from '../../shared/calendar.ts'
import { planClocks } from '../../shared/plan-clocks.ts'
import { type ClockKind, dueAtOf } from '../../shared/sla.ts'
import type { SlaPolicy } from '../../shared/sla-policy.ts'
import { matchingRule } from '../sla/matching-rule.ts'
import type { ComparedItem, Comparison } from './comparison.ts'

export interface ClockPolicies {
  readonly current: SlaPolicy
  readonly candidate: SlaPolicy
  readonly calendars: readonly Calendar[]
  /** Epoch milliseconds. */
  readonly now: number
}

/** When the clocks of an item's ticket run out by two policies, in the calendars of today. */
export function compareClocks(compared: ComparedItem, policies: ClockPolicies): Comparison {
  const { item, timeline } = compared
  if (!timeline) return { counts: { ...NO_COUNTS, unread: 1 }, rule: null, rows: [] }
  const before = clocksBy(policies.current, compared, policies)
  const after = clocksBy(policies.candidate, compared, policies)
  const names = [...new Set([...before.clocks.keys(), ...after.clocks.keys()])]
  const pairs = names.map(name => ({
    clock: before.clocks.get(name)?.kind ?? after.clocks.get(name)?.kind ?? 'resolution',
    before: before.clocks.get(name)?.due ?? null,
    after: after.clocks.get(name)?.due ?? null,
  }))
  const moved = pairs.filter(pair => isMoved(pair))
  const face = { kind: 'clock' as const, itemId: item.id, title: item.title, at: item.created_at }
  return {
    counts: {
      ...NO_COUNTS,
      changed: moved.length > 0 ? 1 : 0,
      clocks: after.clocks.size,
      ...directions(moved),
      missedBefore: pairs.filter(pair => pair.before?.missed).length,
      missedAfter: pairs.filter(pair => pair.after?.missed).length,
    },
    rule: after.rule,
    rows: moved.map(pair => ({ ...face, ...pair })),
  }
}

type Pair = Pick<ClockDiff, 'clock' | 'before' | 'after'>

function isMoved({ before, after }: Pair): boolean {
  return before?.dueAt !== after?.dueAt || (before === null) !== (after === null)
}

function directions(moved: readonly Pair[]): Pick<BacktestCounts, 'earlier' | 'later' | 'added' | 'removed'> {
  return {
    earlier: moved.filter(({ before, after }) => before && after && at(after) < at(before)).length,
    later: moved.filter(({ before, after }) => before && after && at(after) > at(before)).length,
    added: moved.filter(({ before }) => !before).length,
    removed: moved.filter(({ after }) => !after).length,
  }
}

/** A calendar that never opens puts a clock off for ever. */
function at({ dueAt }: Due): number {
  return dueAt ?? Number.POSITIVE_INFINITY
}

interface PolicyClocks {
  readonly rule: string | null
  readonly clocks: ReadonlyMap<string, { readonly kind: ClockKind; readonly due: Due }>
}

function clocksBy(
  policy: SlaPolicy,
  { item, facts, timeline }: ComparedItem,
  { calendars, now }: ClockPolicies,
): PolicyClocks {
  const rule = matchingRule(policy, facts, item.created_at)
  if (!rule || !timeline) return { rule: null, clocks: new Map() }
  const calendar = calendars.find(({ name }) => name === rule.calendar) ?? null
  const clocks = planClocks(timeline, rule, calendar).map(plan => {
    const dueAt = dueAtOf(plan, plan.stoppedAt ?? now)
    const missed = dueAt !== null && dueAt < (plan.stoppedAt ?? now)
    const due = { rule: rule.title, dueAt, missed }
    return [`${plan.kind} ${plan.subjectId}`, { kind: plan.kind, due }] as const
  })
  return { rule: rule.name, clocks: new Map(clocks) }
}
