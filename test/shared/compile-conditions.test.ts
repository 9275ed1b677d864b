import { describe, expect, test } from 'vitest'
import { compileEvaluation, evaluate } from '../../shared/compile-conditions.ts'
import { type Condition, Conditions } from '../../shared/condition.ts'
import { explain } from '../../shared/explain-conditions.ts'
import { factsFrom, WrittenFacts } from '../../shared/written-facts.ts'
import { someFacts } from '../support/matters.ts'

const NOW = Date.parse('2026-11-20T09:00:00Z')
const usd = (minor: number) => ({ minor, currency: 'usd' })
const only = (condition: Condition): Conditions => ({ all: [condition], any: [] })

describe('what a condition says of a value', () => {
  const says = (field: string, operator: string, value?: unknown) => {
    const { all } = Conditions.parse({ all: [{ field, operator, value }] })
    const facts = factsFrom(WrittenFacts.parse(WRITTEN))
    return explain({ all, any: [] }, facts, NOW).outcome
  }
  const WRITTEN = {
    'ticket.subject': 'Doppelt belastet in der Hauptstraße',
    'ticket.description': '返金をお願いします',
    'ticket.priority': 'high',
    'ticket.tags': ['VIP', 'refund'],
    'ticket.group': null,
    'account.health': 40,
    'account.mrr': usd(420_000),
    'account.renews_at': '2026-12-10T09:00:00Z',
    'account.last_active_at': '2026-11-18',
    'account.contract_ends_at': '2026-11-20T23:00:00Z',
    'dispute.evidence_due_at': null,
  }

  test.each([
    ['ticket.subject', 'is', 'DOPPELT BELASTET in der HAUPTSTRASSE', 'passed'],
    ['ticket.subject', 'is', 'Doppelt', 'failed'],
    ['ticket.subject', 'is_not', 'Doppelt', 'passed'],
    ['ticket.subject', 'includes', ['doppelt belastet'], 'passed'],
    ['ticket.subject', 'includes', ['belastet doppelt'], 'failed'],
    ['ticket.subject', 'includes', ['straße', 'belast'], 'failed'],
    ['ticket.subject', 'includes', ['x', 'hauptstrasse'], 'passed'],
    ['ticket.subject', 'not_includes', ['refund'], 'passed'],
    ['ticket.subject', 'not_includes', ['belastet'], 'failed'],
    ['ticket.description', 'includes', ['返金'], 'passed'],
    ['ticket.description', 'includes', ['金返'], 'failed'],
    ['ticket.priority', 'is', 'high', 'passed'],
    ['ticket.priority', 'is_not', 'high', 'failed'],
    ['ticket.priority', 'includes', ['high', 'urgent'], 'passed'],
    ['ticket.priority', 'not_includes', ['low', 'urgent'], 'passed'],
    ['ticket.tags', 'includes', ['vip'], 'passed'],
    ['ticket.tags', 'includes', ['spam', 'Refund'], 'passed'],
    ['ticket.tags', 'not_includes', ['spam'], 'passed'],
    ['ticket.tags', 'not_includes', ['spam', 'vip'], 'failed'],
    ['account.health', 'is', 40, 'passed'],
    ['account.health', 'is_not', 40, 'failed'],
    ['account.health', 'less_than', 40, 'failed'],
    ['account.health', 'less_than_equal', 40, 'passed'],
    ['account.health', 'greater_than', 39.5, 'passed'],
    ['account.health', 'greater_than_equal', 41, 'failed'],
    ['account.mrr', 'greater_than_equal', usd(420_000), 'passed'],
    ['account.mrr', 'greater_than', usd(420_000), 'failed'],
    ['account.mrr', 'is_not', usd(1), 'passed'],
    ['account.mrr', 'less_than', { minor: 1, currency: 'eur' }, 'unknown'],
    ['account.mrr', 'is_not', { minor: 420_000, currency: 'eur' }, 'unknown'],
    ['account.renews_at', 'within_next_n_days', 20, 'passed'],
    ['account.renews_at', 'within_next_n_days', 19, 'failed'],
    ['account.renews_at', 'within_previous_n_days', 30, 'failed'],
    ['account.last_active_at', 'within_previous_n_days', 3, 'passed'],
    ['account.last_active_at', 'older_than_n_days', 3, 'failed'],
    ['account.last_active_at', 'older_than_n_days', 2, 'passed'],
    ['account.contract_ends_at', 'after', '2026-11-20', 'failed'],
    ['account.contract_ends_at', 'after', '2026-11-19', 'passed'],
    ['account.contract_ends_at', 'before', '2026-11-20', 'failed'],
    ['account.contract_ends_at', 'before', '2026-11-21', 'passed'],
    ['account.contract_ends_at', 'after', '2026-11-20T23:30:00+01:00', 'passed'],
    ['account.health', 'present', undefined, 'passed'],
    ['account.health', 'not_present', undefined, 'failed'],
  ])('%s %s %j %s', (field, operator, value, outcome) => {
    expect(says(field, operator, value)).toBe(outcome)
  })

  test.each([
    ['ticket.group', 'is', 'Billing', 'failed'],
    ['ticket.group', 'is_not', 'Billing', 'passed'],
    ['ticket.group', 'includes', ['Billing'], 'failed'],
    ['ticket.group', 'not_includes', ['Billing'], 'passed'],
    ['ticket.group', 'present', undefined, 'failed'],
    ['ticket.group', 'not_present', undefined, 'passed'],
    ['dispute.evidence_due_at', 'within_next_n_days', 3, 'failed'],
  ])('what is known to be empty is no unknown: %s %s %j %s', (field, operator, value, outcome) => {
    expect(says(field, operator, value)).toBe(outcome)
  })

  test.each([
    ['ticket.assignee', 'is', 'ana@acme.example', 'unknown'],
    ['ticket.assignee', 'is_not', 'ana@acme.example', 'unknown'],
    ['ticket.assignee', 'not_includes', ['ana'], 'unknown'],
    ['ticket.status', 'is_not', 'solved', 'unknown'],
    ['account.usage_14d', 'less_than', 3, 'unknown'],
    ['account.refunds_90d', 'less_than', usd(3), 'unknown'],
    ['ticket.created_at', 'older_than_n_days', 3, 'unknown'],
    ['ticket.assignee', 'present', undefined, 'failed'],
    ['ticket.assignee', 'not_present', undefined, 'passed'],
  ])('what is unknown answers nothing: %s %s %j %s', (field, operator, value, outcome) => {
    expect(says(field, operator, value)).toBe(outcome)
  })

  test('a ticket without tags is known to have none', () => {
    const facts = someFacts({ 'ticket.tags': [] })
    expect(evaluate(only({ field: 'ticket.tags', operator: 'present' }), facts, NOW).matches).toBe(false)
    const without: Condition = { field: 'ticket.tags', operator: 'not_includes', value: ['vip'] }
    expect(evaluate(only(without), facts, NOW)).toEqual({ matches: true, missing: [] })
  })

  test('a status a vendor has just invented is none of the known ones', () => {
    const facts = someFacts({ 'ticket.status': 'frozen' })
    const is = (operator: 'is' | 'is_not') => only({ field: 'ticket.status', operator, value: 'open' })
    expect(evaluate(is('is'), facts, NOW)).toEqual({ matches: false, missing: [] })
    expect(evaluate(is('is_not'), facts, NOW).matches).toBe(true)
  })
})

describe('what is missing', () => {
  const rich: Condition = { field: 'account.mrr', operator: 'greater_than', value: usd(100) }
  const urgent: Condition = { field: 'ticket.priority', operator: 'is', value: 'urgent' }
  const vip: Condition = { field: 'ticket.tags', operator: 'includes', value: ['vip'] }
  const asking = (all: Condition[], any: Condition[] = []) => compileEvaluation({ all, any })

  test('is named where it alone keeps a rule from being decided', () => {
    const facts = someFacts({ 'ticket.tags': ['vip'] })
    expect(asking([rich, vip, urgent])(facts, NOW)).toEqual({
      matches: false,
      missing: ['account.mrr', 'ticket.priority'],
    })
  })

  test('is not named where something known already says no', () => {
    const facts = someFacts({ 'ticket.tags': [] })
    expect(asking([rich, vip])(facts, NOW)).toEqual({ matches: false, missing: [] })
    expect(asking([rich], [vip])(facts, NOW)).toEqual({ matches: false, missing: [] })
  })

  test('does not matter in a list of which another condition holds', () => {
    const facts = someFacts({ 'ticket.tags': ['vip'] })
    expect(asking([], [rich, vip])(facts, NOW)).toEqual({ matches: true, missing: [] })
    expect(asking([urgent], [rich, vip])(facts, NOW).missing).toEqual(['ticket.priority'])
  })

  test('decides where no other condition of the list holds', () => {
    expect(asking([], [rich, vip])(someFacts({ 'ticket.tags': [] }), NOW).missing).toEqual(['account.mrr'])
  })

  test('includes an amount in a currency that cannot be compared, with the reason', () => {
    const facts = someFacts({ 'account.mrr': { minor: 420_000, currency: 'eur' } })
    expect(asking([rich])(facts, NOW).missing).toEqual(['account.mrr'])
    expect(explain(only(rich), facts, NOW).all[0]?.seen.en).toBe(
      '€4,200.00 a month, which cannot be compared with USD',
    )
  })
})
