import { expect, test } from 'vitest'
import type { SaidConditions } from '../../../server/connectors/assigner.ts'
import { saidInOurWords } from '../../../server/connectors/zendesk/rule-conditions.ts'
import { overlapOf } from '../../../server/native-rules/overlap-of.ts'
import type { Condition } from '../../../shared/condition.ts'

const is = (field: Condition['field'], operator: Condition['operator'], value: Condition['value']) =>
  ({ field, operator, value }) as const
const urgent = is('ticket.priority', 'is', 'urgent')
const low = is('ticket.priority', 'is', 'low')
const notUrgent = is('ticket.priority', 'is_not', 'urgent')
const highOrUrgent = is('ticket.priority', 'includes', ['high', 'urgent'])
const billing = is('ticket.tags', 'includes', ['billing'])
const money = is('ticket.tags', 'includes', ['billing', 'refund'])
const noBilling = is('ticket.tags', 'not_includes', ['billing'])
const noMoney = is('ticket.tags', 'not_includes', ['billing', 'refund'])
const enterprise = is('account.tier', 'is', 'enterprise')

const all = (...list: (Condition | null)[]): SaidConditions => ({ all: list, any: [] })
const any = (...list: (Condition | null)[]): SaidConditions => ({ all: [], any: list })
const ours = (allOf: Condition[], anyOf: Condition[] = []) => ({ all: allOf, any: anyOf })

test.each([
  ['their rule asks for nothing', all(), ours([urgent]), 'all'],
  ['both ask for the same', all(urgent), ours([urgent]), 'all'],
  ['theirs asks for less', all(highOrUrgent), ours([urgent]), 'all'],
  ['theirs asks for more', all(urgent), ours([highOrUrgent]), 'some'],
  ['ours asks for nothing', all(urgent), ours([]), 'some'],
  ['one priority against another', all(urgent), ours([low]), 'none'],
  ['a priority against its refusal', all(urgent), ours([notUrgent]), 'none'],
  [
    'alternatives of one field that cover ours',
    any(urgent, is('ticket.priority', 'is', 'high')),
    ours([highOrUrgent]),
    'all',
  ],
  ['alternatives of one field that are not ours', any(urgent, highOrUrgent), ours([low]), 'none'],
  ['an alternative that nobody can compare', any(urgent, null), ours([low]), 'some'],
  ['an alternative that holds for ours', any(null, billing), ours([billing]), 'all'],
  [
    'our alternatives that all follow',
    all(highOrUrgent),
    ours([], [urgent, is('ticket.priority', 'is', 'high')]),
    'all',
  ],
  ['a condition nobody can compare', all(null), ours([urgent]), 'some'],
  ['fewer tags than theirs', all(money), ours([billing]), 'all'],
  ['more tags than theirs', all(billing), ours([money]), 'some'],
  [
    'our alternatives of tags',
    all(money),
    ours([], [billing, is('ticket.tags', 'includes', ['refund'])]),
    'all',
  ],
  ['a tag they want and we refuse', all(billing), ours([noMoney]), 'none'],
  ['a tag we want and they refuse', all(noBilling), ours([billing]), 'none'],
  ['tags both refuse', all(noBilling), ours([noMoney]), 'all'],
  ['what they cannot ask of', all(urgent), ours([enterprise]), 'some'],
] as const)('%s', (_what, theirs, mine, overlap) => {
  expect(overlapOf(theirs, { all: [...mine.all], any: [...mine.any] })).toBe(overlap)
})

test('a trigger is said in our words where it is about priority, status or tags', () => {
  const said = saidInOurWords({
    all: [
      { field: 'priority', operator: 'less_than', value: 'high' },
      { field: 'status', operator: 'greater_than', value: 'open' },
      { field: 'current_tags', operator: 'not_includes', value: 'spam  vip' },
      { field: 'type', operator: 'is', value: 'question' },
      { field: 'priority', operator: 'changed', value: null },
      { field: 'priority', operator: 'value', value: 'urgent' },
    ],
    any: [{ field: 'status', operator: 'is', value: 'New' }],
  })
  expect(said.all).toEqual([
    { field: 'ticket.priority', operator: 'not_includes', value: ['high', 'urgent'] },
    { field: 'ticket.status', operator: 'includes', value: ['pending', 'hold', 'solved', 'closed'] },
    { field: 'ticket.tags', operator: 'not_includes', value: ['spam', 'vip'] },
    null,
    null,
    null,
  ])
  expect(said.any).toEqual([{ field: 'ticket.status', operator: 'is', value: 'new' }])
})

test('every ticket is created once, so that creation alone asks for nothing, and beside something else is unknown', () => {
  const creation = { field: 'update_type', operator: 'is', value: 'Create' }
  const priority = { field: 'priority', operator: 'is', value: 'urgent' }
  expect(saidInOurWords({ all: [creation], any: [] })).toEqual({ all: [], any: [] })
  expect(saidInOurWords({ all: [creation, priority], any: [] }).all[0]).toBeNull()
  expect(saidInOurWords({ all: [{ ...creation, value: 'Change' }], any: [] }).all).toEqual([null])
})
