import { expect, test } from 'vitest'
import { burnDown, type Clock } from '../../shared/sla.ts'

const clock: Clock = {
  id: 'clk_1',
  kind: 'dispute-evidence',
  unit: 'calendar',
  startedAt: 0,
  dueAt: 1000,
  stoppedAt: null,
  pauses: [],
}

test('a running clock says what is left and what is spent', () => {
  expect(burnDown(clock, 250)).toEqual({ state: 'running', leftMs: 750, spent: 0.25 })
})

test('the last fifth is at risk', () => {
  expect(burnDown(clock, 799).state).toBe('running')
  expect(burnDown(clock, 800).state).toBe('at-risk')
})

test('past the due time it is missed, and says by how much', () => {
  expect(burnDown(clock, 1200)).toEqual({ state: 'missed', leftMs: -200, spent: 1 })
})

test('stopped in time it is met and stands still', () => {
  expect(burnDown({ ...clock, stoppedAt: 900 }, 5000)).toEqual({ state: 'met', leftMs: 100, spent: 0.9 })
})

test('a late stop stays a miss', () => {
  expect(burnDown({ ...clock, stoppedAt: 1500 }, 5000).state).toBe('missed')
})
