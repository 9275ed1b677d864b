import { describe, expect, test } from 'vitest'
import { compile } from '../../shared/compile-conditions.ts'
import { Conditions } from '../../shared/condition.ts'
import { someFacts } from '../support/matters.ts'

describe('a condition as people write it', () => {
  const mistakesIn = (condition: unknown) =>
    Conditions.safeParse({ all: [condition] }).error?.issues.map(
      ({ path, message }) => `${path.slice(2).join(' > ')}: ${message}`,
    ) ?? []

  test.each([
    { field: 'ticket.subject', operator: 'is', value: 'Charged twice' },
    { field: 'ticket.description', operator: 'includes', value: ['refund', 'charged twice'] },
    { field: 'ticket.tags', operator: 'not_includes', value: ['spam'] },
    { field: 'ticket.priority', operator: 'includes', value: ['high', 'urgent'] },
    { field: 'account.health', operator: 'less_than', value: 40 },
    { field: 'account.mrr', operator: 'greater_than_equal', value: { minor: 500_000, currency: 'usd' } },
    { field: 'account.renews_at', operator: 'within_next_n_days', value: 30 },
    { field: 'account.contract_ends_at', operator: 'before', value: '2027-01-01' },
    { field: 'ticket.created_at', operator: 'after', value: '2026-11-20T09:30:00+01:00' },
    { field: 'dispute.evidence_due_at', operator: 'present' },
  ])('$field $operator is one', condition => {
    expect(Conditions.parse({ all: [condition] })).toEqual({ all: [condition], any: [] })
  })

  test('two empty lists need not be written, and hold always', () => {
    expect(Conditions.parse({})).toEqual({ all: [], any: [] })
    expect(compile(Conditions.parse({}))(someFacts({}), 0)).toBe(true)
  })

  test.each([
    [
      'a field with a slip',
      { field: 'account.mmr', operator: 'present' },
      'field: must be a field conditions know; did you mean "account.mrr"?',
    ],
    [
      'a field without its beginning',
      { field: 'mrr', operator: 'present' },
      'field: must be a field conditions know; did you mean "account.mrr"?',
    ],
    [
      'a field nothing is like',
      { field: 'weather', operator: 'present' },
      'field: must be a field conditions know: one of account.name, account.tier',
    ],
    [
      'an operator with a slip',
      { field: 'ticket.tags', operator: 'inclues', value: ['a'] },
      'did you mean "includes"?',
    ],
    [
      'an operator of another type',
      { field: 'account.mrr', operator: 'includes', value: ['a'] },
      'operator: must be one of is, is_not, less_than, less_than_equal, greater_than, greater_than_equal, present, ' +
        'not_present for account.mrr, which is an amount of money',
    ],
    [
      'a choice with a slip',
      { field: 'ticket.priority', operator: 'is', value: 'urgnt' },
      'value: must be one of low, normal, high, urgent; did you mean "urgent"? for ticket.priority is',
    ],
    [
      'a wrong choice among right ones',
      { field: 'ticket.priority', operator: 'includes', value: ['high', 'top'] },
      'value: must be one of low, normal, high, urgent for ticket.priority includes',
    ],
    [
      'an amount without its currency',
      { field: 'account.mrr', operator: 'is', value: 5000 },
      'value: must be an amount such as {"minor": 500000, "currency": "usd"}, in cents or the like, for account.mrr is',
    ],
    [
      'a currency there is not',
      { field: 'account.mrr', operator: 'is', value: { minor: 1, currency: 'zzz' } },
      'value: must have a currency of ISO 4217, not zzz, for account.mrr is',
    ],
    [
      'a word for a number',
      { field: 'account.health', operator: 'less_than', value: 'low' },
      'value: must be a number for account.health less_than',
    ],
    [
      'no days',
      { field: 'account.renews_at', operator: 'within_next_n_days', value: 0 },
      'value: must be a whole number of days from 1 to 3650 for account.renews_at within_next_n_days',
    ],
    [
      'a day there is not',
      { field: 'account.renews_at', operator: 'before', value: '2026-02-30' },
      'value: must be a date such as "2026-11-20" or "2026-11-20T09:30:00Z" for account.renews_at before',
    ],
    [
      'one word outside a list',
      { field: 'ticket.tags', operator: 'includes', value: 'vip' },
      'value: must be a list of 1 to 1000 tags, such as ["refund"], for ticket.tags includes',
    ],
    [
      'an empty list',
      { field: 'ticket.subject', operator: 'includes', value: [] },
      'value: must be a list of 1 to 1000 texts, such as ["refund"], for ticket.subject includes',
    ],
    [
      'a word of no letters',
      { field: 'ticket.subject', operator: 'includes', value: ['!!'] },
      'value: must have a letter or a digit in each text for ticket.subject includes',
    ],
    [
      'a text that is too long',
      { field: 'ticket.subject', operator: 'is', value: 'x'.repeat(1_001) },
      'value: must be a text of 1 to 1000 characters for ticket.subject is',
    ],
    [
      'a list that is too long',
      {
        field: 'ticket.subject',
        operator: 'includes',
        value: Array.from({ length: 21 }, () => 'a '.repeat(500)),
      },
      'value: must have at most 20000 characters in all for ticket.subject includes',
    ],
    [
      'a value that nobody compares',
      { field: 'ticket.group', operator: 'present', value: 'x' },
      'value: must be left out with present',
    ],
    [
      'no value',
      { field: 'ticket.group', operator: 'is' },
      'value: must be a text of 1 to 1000 characters for ticket.group is',
    ],
    [
      'yes or no',
      { field: 'ticket.group', operator: 'is', value: true },
      'value: must be a text, a number, a list of texts or an amount such as',
    ],
    [
      'a regular expression',
      { field: 'ticket.subject', operator: 'is', value: 'x', flags: 'i' },
      ': has flags, which means nothing here; it must be like {"field"',
    ],
    ['a word', 'urgent', ': must be like {"field": "ticket.priority", "operator": "is", "value": "urgent"}'],
  ])('%s is a mistake, with what is allowed', (_what, condition, mistake) => {
    const mistakes = mistakesIn(condition)
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(mistake)
  })

  test('a hundred conditions are enough', () => {
    const present = { field: 'ticket.group', operator: 'present' }
    const many = (count: number) => Array.from({ length: count }, () => present)
    expect(Conditions.safeParse({ all: many(60), any: many(40) }).success).toBe(true)
    expect(Conditions.safeParse({ all: many(60), any: many(41) }).error?.issues[0]?.message).toBe(
      'must have at most 100 conditions in both lists together',
    )
  })
})
