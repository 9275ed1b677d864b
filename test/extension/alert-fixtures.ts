import { warningsOf } from '../../shared/clock-warnings.ts'
import type { Alert } from '../../shared/panel.ts'
import type { Clock } from '../../shared/sla.ts'

/** A clock of 100 minutes, 70 of them used up: at risk in ten, missed in thirty. */
export function clockFor(id: string, now: number, change: Partial<Clock> = {}): Clock {
  const startedAt = now - 70 * 60_000
  return {
    id,
    kind: 'first-response',
    unit: 'calendar',
    calendar: null,
    startedAt,
    targetMs: 100 * 60_000,
    dueAt: startedAt + 100 * 60_000,
    stoppedAt: null,
    pauses: [],
    warnAt: [0.8],
    origin: { rule: 'everybody', policyVersion: 3, calendarVersion: null },
    ...change,
  }
}

/** A clock that runs out at `dueAt` and says nothing before. */
export function clockDueAt(id: string, dueAt: number): Clock {
  const targetMs = 100 * 60_000
  return clockFor(id, dueAt, { startedAt: dueAt - targetMs, targetMs, dueAt, warnAt: [] })
}

/** One of mine, as the server tells of it at `now`. */
export function alertFor(clock: Clock, now: number, change: Partial<Alert> = {}): Alert {
  return {
    itemId: `itm_${clock.id}`,
    title: 'Charged twice',
    customer: 'Acme Corp',
    owner: 'Ana Ruiz',
    revenue: null,
    mine: true,
    clock,
    url: 'https://acme.zendesk.com/agent/tickets/35436',
    acknowledged: null,
    snoozedUntil: null,
    warnings: warningsOf(clock, now),
    ...change,
  }
}
