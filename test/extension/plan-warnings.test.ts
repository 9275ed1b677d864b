import { describe, expect, test } from 'vitest'
import type { Warning } from '../../extension/background/alert-book.ts'
import { alarmTimes, dueAt, planWarnings } from '../../extension/background/plan-warnings.ts'
import type { Alert } from '../../shared/panel.ts'
import type { QuietHours } from '../../shared/quiet-hours.ts'
import { alertFor, clockDueAt, clockFor } from './alert-fixtures.ts'
import { HOUR, MINUTE } from './preview-fixtures.ts'

/** Friday, noon. */
const NOON = Date.parse('2026-11-20T12:00:00Z')
const NIGHTS: QuietHours = { timeZone: 'UTC', from: '22:00', until: '07:00', weekends: true }

const view = (alerts: Alert[], quietHours: QuietHours | null = null) => ({
  alerts,
  nextDueAt: null,
  readAt: NOON,
  quietHours,
})
const of = (clockId: string, at: number, toldAt: number | null = null): Warning => ({ clockId, at, toldAt })
const ids = (alerts: readonly Alert[]) => alerts.map(({ clock }) => clock.id)

describe('what is planned', () => {
  const clock = clockFor('c', NOON)
  const alert = alertFor(clock, NOON)
  const risk = NOON + 10 * MINUTE
  const miss = NOON + 30 * MINUTE

  test('are the thresholds ahead; of what lies behind nothing, the first time', () => {
    expect(planWarnings([], { before: null, next: view([alert]), now: NOON })).toEqual([
      of('c', risk),
      of('c', miss),
    ])
    const late = alertFor(clock, miss + 1)
    expect(planWarnings([], { before: null, next: view([late]), now: miss + 1 })).toEqual([])
  })

  test('what came due while nobody looked is kept, and what was given is not given again', () => {
    const later = risk + MINUTE
    const next = view([alertFor(clock, later)])
    const kept = planWarnings([of('c', risk), of('c', miss)], { before: view([alert]), next, now: later })
    expect(kept).toEqual([of('c', risk), of('c', miss)])
    const given = planWarnings([of('c', risk, risk)], { before: view([alert]), next, now: later })
    expect(given).toEqual([of('c', risk, risk), of('c', miss)])
    // A server whose time is behind ours still says it lies ahead.
    const slow = { before: view([alert]), next: view([alert]), now: risk - 1 }
    expect(planWarnings([of('c', risk, risk)], slow)).toEqual([of('c', risk, risk), of('c', miss)])
  })

  test('a target that moved drops the old times', () => {
    const moved = alertFor({ ...clock, targetMs: 400 * MINUTE, dueAt: clock.startedAt + 400 * MINUTE }, NOON)
    const planned = planWarnings([of('c', risk), of('c', miss)], {
      before: view([alert]),
      next: view([moved]),
      now: NOON,
    })
    expect(planned.map(({ at }) => at)).toEqual(moved.warnings)
  })

  test('the end of a snooze is one of them', () => {
    const until = NOON + 20 * MINUTE
    const off = { ...alert, snoozedUntil: until }
    const planned = planWarnings([], { before: null, next: view([off]), now: NOON })
    expect(planned.map(({ at }) => at)).toEqual([risk, miss, until])
    expect(ids(dueAt(risk, view([off]), planned).single)).toEqual([])
    expect(ids(dueAt(until, view([off]), planned).single)).toEqual(['c'])
  })

  test('a clock that came to me late is told of once', () => {
    const late = alertFor(clock, miss + 1)
    const planned = planWarnings([], { before: view([]), next: view([late]), now: miss + 1 })
    expect(planned).toEqual([of('c', miss)])
    const again = { before: view([]), next: view([late]), now: miss + 2 }
    expect(planWarnings([of('c', miss, miss + 1)], again)).toEqual([of('c', miss, miss + 1)])
  })
})

describe('in quiet hours', () => {
  const night = Date.parse('2026-11-19T23:00:00Z')
  const morning = Date.parse('2026-11-20T07:00:00Z')
  const alerts = ['a', 'b'].map((id, number) => alertFor(clockDueAt(id, night + number), NOON))
  const warnings = [of('a', night), of('b', night + 1)]

  test('nothing is told and nothing is lost; the worker wakes when they end', () => {
    expect(dueAt(night + HOUR, view(alerts, NIGHTS), warnings)).toEqual({
      settled: [],
      single: [],
      together: [],
    })
    expect(alarmTimes(night - HOUR, view(alerts, NIGHTS), warnings)).toEqual([morning])
    expect(alarmTimes(night + HOUR, view(alerts, NIGHTS), warnings)).toEqual([morning])
  })

  test('what was held comes as one when they end, whoever it was answered for left out', () => {
    expect(ids(dueAt(morning, view(alerts, NIGHTS), warnings).together)).toEqual(['a', 'b'])
    const one = dueAt(morning, view(alerts.slice(0, 1), NIGHTS), warnings)
    expect([ids(one.single), ids(one.together), one.settled]).toEqual([['a'], [], warnings])
  })
})

test('at most 200 alarms are set, the soonest', () => {
  const many = Array.from({ length: 600 }, (_, number) => of(`c${number}`, NOON + (600 - number) * MINUTE))
  const times = alarmTimes(NOON, view([]), many)
  expect(times).toHaveLength(200)
  expect(times[0]).toBe(NOON + MINUTE)
})
