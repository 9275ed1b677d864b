import { isSnoozed, thresholdsOf } from '../../shared/clock-warnings.ts'
import type { Alert } from '../../shared/panel.ts'
import { isQuiet, quietEndsAt } from '../../shared/quiet-hours.ts'
import { burnDown } from '../../shared/sla.ts'
import type { AlertsView } from '../messages.ts'
import type { Warning } from './alert-book.ts'

/** How long a given warning is remembered, so that it is not given again. */
const REMEMBER_MS = 14 * 86_400_000
/** Chrome keeps 500 alarms at most. */
const MOST_ALARMS = 200
/** More at once are told of in one notice. */
const MOST_NOTICES = 3

interface Reading {
  /** What was known before; null for the first time, when nobody is told of what lies behind. */
  readonly before: AlertsView | null
  readonly next: AlertsView
  /** Epoch milliseconds. */
  readonly now: number
}

/**
 * The warnings to keep once the server said anew what lies ahead: its own, those given before, those whose time has
 * come but which nobody was told of yet, and the last one of each clock that came to somebody late.
 */
export function planWarnings(warnings: readonly Warning[], { before, next, now }: Reading): Warning[] {
  const kept = warnings.filter(({ at, toldAt }) => (toldAt === null ? at <= now : toldAt > now - REMEMBER_MS))
  const taken = new Set(kept.map(keyOf))
  const known = before && new Set(before.alerts.map(({ clock }) => clock.id))
  const wanted = next.alerts.flatMap(alert => {
    const late = known && !known.has(alert.clock.id) ? lastPassed(alert, now) : []
    return [...late, ...momentsOf(alert).filter(at => at > now)].map(at => ({
      clockId: alert.clock.id,
      at,
      toldAt: null,
    }))
  })
  return [...kept, ...wanted.filter(warning => !taken.has(keyOf(warning)))]
}

function lastPassed({ clock }: Alert, now: number): number[] {
  return thresholdsOf(clock, now)
    .filter(at => at <= now)
    .slice(-1)
}

/** When an alert is to be heard of: at each threshold, and when it was put off until then. */
function momentsOf({ warnings, snoozedUntil }: Alert): number[] {
  return [...new Set(snoozedUntil === null ? warnings : [...warnings, snoozedUntil])]
}

function keyOf({ clockId, at }: Warning): string {
  return `${clockId} ${at}`
}

export interface Due {
  /** No longer to be told, whatever is told of them now. */
  readonly settled: readonly Warning[]
  /** A notice each. */
  readonly single: readonly Alert[]
  /** One notice for all of them. */
  readonly together: readonly Alert[]
}

/** What is to be told at `now`. In quiet hours nothing is, and all of it is kept until they end. */
export function dueAt(now: number, { alerts, quietHours }: AlertsView, warnings: readonly Warning[]): Due {
  const settled = warnings.filter(({ at, toldAt }) => toldAt === null && at <= now)
  if (isQuiet(quietHours, now)) return { settled: [], single: [], together: [] }
  const told = alerts.filter(alert => settled.some(warning => isWorthTelling(alert, warning, now)))
  const wasHeld = settled.some(({ at }) => isQuiet(quietHours, at))
  const isSummary = told.length > MOST_NOTICES || (wasHeld && told.length > 1)
  return isSummary ? { settled, single: [], together: told } : { settled, single: told, together: [] }
}

/** By the last known state: still running, its owner has not seen it, and that moment is still one of its own. */
function isWorthTelling(alert: Alert, { clockId, at }: Warning, now: number): boolean {
  const { clock, acknowledged, snoozedUntil } = alert
  if (clock.id !== clockId || acknowledged || isSnoozed(alert, now)) return false
  const { state } = burnDown(clock, now)
  if (state === 'paused' || state === 'met') return false
  return at === snoozedUntil || thresholdsOf(clock, now).includes(at)
}

/** When the worker must wake: soonest first, at most 200. */
export function alarmTimes(now: number, { quietHours }: AlertsView, warnings: readonly Warning[]): number[] {
  const open = warnings.filter(({ toldAt }) => toldAt === null).map(({ at }) => at)
  const times = open.flatMap(at => quietEndsAt(quietHours, Math.max(at, now)) ?? (at > now ? at : []))
  return [...new Set(times)].toSorted((a, b) => a - b).slice(0, MOST_ALARMS)
}
