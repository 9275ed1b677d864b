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
