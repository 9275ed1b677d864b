import { isSnoozed } from '../../shared/clock-warnings.ts'
import type { Alert } from '../../shared/panel.ts'
import { burnDown } from '../../shared/sla.ts'

export interface AlertSections {
  /** What is missed first, then what runs, in the order given; what somebody has seen comes last. */
  readonly open: readonly Alert[]
  readonly snoozed: readonly Alert[]
}

export function sectionsOf(alerts: readonly Alert[], now: number): AlertSections {
  const rank = (alert: Alert) => {
    if (alert.acknowledged) return 2
    return burnDown(alert.clock, now).state === 'missed' ? 0 : 1
  }
  return {
    open: alerts.filter(alert => !isSnoozed(alert, now)).toSorted((a, b) => rank(a) - rank(b)),
    snoozed: alerts
      .filter(alert => isSnoozed(alert, now))
      .toSorted((a, b) => (a.snoozedUntil ?? 0) - (b.snoozedUntil ?? 0)),
  }
}

const MINUTE = 60_000

export const SNOOZE_PRESETS = ['quarter', 'hour', 'tomorrow'] as const
export type SnoozePreset = (typeof SNOOZE_PRESETS)[number]

/** When a preset ends: tomorrow is at nine in the morning where the person is. */
export function presetEnd(preset: SnoozePreset, now: number): number {
  if (preset === 'quarter') return now + 15 * MINUTE
  if (preset === 'hour') return now + 60 * MINUTE
  const morning = new Date(now)
  morning.setDate(morning.getDate() + 1)
  return morning.setHours(9, 0, 0, 0)
}
