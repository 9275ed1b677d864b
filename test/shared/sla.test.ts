import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explainClock } from '../../shared/explain-clock.ts'
import { burnDown, type Clock, dueAtOf, type Pause, shareAt, usedUp } from '../../shared/sla.ts'
import { BERLIN } from '../support/policies.ts'

const clock: Clock = {
  id: 'clk_1',
  kind: 'dispute-evidence',
  unit: 'calendar',
  calendar: null,
  startedAt: 0,
  targetMs: 1000,
  dueAt: 1000,
  stoppedAt: null,
  pauses: [],
  warnAt: [0.8],
  origin: null,
}

const paused = (from: number, until: number | null): Pause => ({
  from,
  until,
  cause: 'status pending',
  actor: 'Ben',
})

test('a running clock says what is left and what is spent', () => {
  expect(burnDown(clock, 250)).toMatchObject({ state: 'running', leftMs: 750, spent: 0.25, ticking: true })
})

test('the last fifth is at risk', () => {
  expect(burnDown(clock, 799).state).toBe('running')
  expect(burnDown(clock, 800).state).toBe('at-risk')
})

test('past the due time it is missed, and says by how much', () => {
  expect(burnDown(clock, 1200)).toMatchObject({ state: 'missed', leftMs: -200, spent: 1 })
})

test('running at the very moment it runs out is missed, stopped then is met', () => {
  expect(burnDown(clock, 1000).state).toBe('missed')
  expect(burnDown({ ...clock, stoppedAt: 1000 }, 5000).state).toBe('met')
})

test('stopped in time it is met and stands still', () => {
  expect(burnDown({ ...clock, stoppedAt: 900 }, 5000)).toMatchObject({
    state: 'met',
    leftMs: 100,
    spent: 0.9,
  })
})

test('a late stop stays a miss', () => {
  expect(burnDown({ ...clock, stoppedAt: 1500 }, 5000).state).toBe('missed')
})

test('a paused one keeps what is left, however long it lasts', () => {
  const still = { ...clock, pauses: [paused(400, null)] }
  for (const now of [400, 900, 50_000]) {
    expect(burnDown(still, now)).toMatchObject({ state: 'paused', leftMs: 600, ticking: false })
    expect(dueAtOf(still, now)).toBe(now + 600)
  }
})

test('paused after it was missed, it stays missed', () => {
  expect(burnDown({ ...clock, pauses: [paused(1100, null)] }, 2000).state).toBe('missed')
})

describe('in business time', () => {
  // Friday 20 November 2026, 16:00 in Berlin.
  const friday = Date.parse('2026-11-20T15:00:00Z')
  const office: Clock = {
    ...clock,
    unit: 'business',
    calendar: BERLIN,
    startedAt: friday,
    targetMs: 7_200_000,
  }
  const monday = { ...office, dueAt: dueAtOf(office, friday) ?? 0 }

  test('the night and the weekend use up nothing, and it says when it goes on', () => {
    expect(new Date(monday.dueAt).toISOString()).toBe('2026-11-23T09:00:00.000Z')
    expect(burnDown(monday, Date.parse('2026-11-21T12:00:00Z'))).toMatchObject({
      state: 'running',
      leftMs: 3_600_000,
      ticking: false,
      goesOnAt: Date.parse('2026-11-23T08:00:00Z'),
    })
  })

  test('a share of it is reached in the same time', () => {
    expect(shareAt(monday, 0.5, friday)).toBe(Date.parse('2026-11-20T16:00:00Z'))
    expect(new Date(shareAt(monday, 0.75, friday) ?? 0).toISOString()).toBe('2026-11-23T08:30:00.000Z')
  })
})

const HOUR = 3_600_000
const anyPauses = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 100 })), { maxLength: 6 })
  .map(spans =>
    spans.map(([from, long]) => paused(BERLIN_START + from * HOUR, BERLIN_START + (from + long) * HOUR)),
  )
const BERLIN_START = Date.parse('2026-10-19T06:00:00Z')

const anyClock = fc
  .record({
    unit: fc.constantFrom('calendar' as const, 'business' as const),
    startedAt: fc.integer({ min: 0, max: 300 }).map(hours => BERLIN_START + hours * HOUR),
    targetMs: fc.integer({ min: 1, max: 200 * HOUR }),
    pauses: anyPauses,
  })
  .map((made): Clock => {
    const whole = { ...clock, ...made, calendar: made.unit === 'business' ? BERLIN : null }
    return { ...whole, dueAt: dueAtOf(whole, BERLIN_START) ?? 0 }
  })

describe('whatever the course', () => {
  test('what is used up at the due time is the target, and one millisecond before it is less', () => {
    fc.assert(
      fc.property(anyClock, one => {
        expect(usedUp(one, one.dueAt)).toBe(one.targetMs)
        expect(usedUp(one, one.dueAt - 1)).toBeLessThan(one.targetMs)
      }),
      { numRuns: 500 },
    )
  })

  test('the segments that counted add up to the target, without gap or overlap', () => {
    fc.assert(
      fc.property(anyClock, one => {
        const segments = explainClock(one, one.dueAt)
        expect(segments.reduce((total, { countedMs }) => total + countedMs, 0)).toBe(one.targetMs)
        for (const [at, { from }] of segments.entries()) {
          expect(from).toBe(at === 0 ? one.startedAt : segments[at - 1]?.until)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('another pause never brings the due time nearer', () => {
    fc.assert(
      fc.property(anyClock, anyPauses, (one, more) => {
        const longer = { ...one, pauses: [...one.pauses, ...more] }
        expect(dueAtOf(longer, BERLIN_START) ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(one.dueAt)
      }),
      { numRuns: 500 },
    )
  })

  test('what is used up never grows less as time goes on', () => {
    fc.assert(
      fc.property(
        anyClock,
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 0, max: 600 }),
        (one, a, b) => {
          const [early, late] = [Math.min(a, b), Math.max(a, b)].map(hours => BERLIN_START + hours * HOUR)
          expect(usedUp(one, early ?? 0)).toBeLessThanOrEqual(usedUp(one, late ?? 0))
        },
      ),
      { numRuns: 500 },
    )
  })
})
