import { describe, expect, test } from 'vitest'
import { type Alert, byDeadline, byRevenue } from '../../shared/panel.ts'

function alert(title: string, dueAt: number, revenue: [minor: number, currency: string] | null): Alert {
  return {
    itemId: title,
    title,
    customer: null,
    owner: null,
    revenue: revenue && {
      content: { kind: 'money', money: { minor: revenue[0], currency: revenue[1] } },
      source: 'stripe',
      sourceId: 'cus_1',
      changedAt: 0,
      readAt: 0,
    },
    mine: true,
    clock: {
      id: title,
      kind: 'dispute-evidence',
      unit: 'calendar',
      calendar: null,
      startedAt: 0,
      targetMs: dueAt,
      dueAt,
      stoppedAt: null,
      pauses: [],
      warnAt: [],
      origin: null,
    },
    url: null,
    acknowledged: null,
    snoozedUntil: null,
    warnings: [],
  }
}

const small = alert('small', 1, [900, 'usd'])
const large = alert('large', 3, [420_000, 'usd'])
const euros = alert('euros', 2, [999_999, 'eur'])
const unknown = alert('unknown', 0, null)

describe('what comes first', () => {
  test('by deadline: the soonest due', () => {
    const titles = [large, unknown, euros, small].toSorted(byDeadline).map(({ title }) => title)
    expect(titles).toEqual(['unknown', 'small', 'euros', 'large'])
  })

  test('by revenue: the highest, each currency by itself, and what nobody knows last', () => {
    const titles = [small, unknown, euros, large].toSorted(byRevenue).map(({ title }) => title)
    expect(titles).toEqual(['euros', 'large', 'small', 'unknown'])
  })

  test('of equal revenue the soonest due', () => {
    const later = alert('later', 9, [900, 'usd'])
    expect([later, small].toSorted(byRevenue)[0]?.title).toBe('small')
  })
})
