import { describe, expect, test } from 'vitest'
import type { Condition } from '../../shared/condition.ts'
import { explain } from '../../shared/explain-conditions.ts'
import { factsOf } from '../../shared/facts.ts'
import { WrittenFacts } from '../../shared/written-facts.ts'
import { DAY } from '../support/held-clock.ts'
import { anAccount } from '../support/matters.ts'

const NOW = Date.parse('2026-11-20T09:00:00Z')
const usd = (minor: number) => ({ minor, currency: 'usd' })

describe('facts of a matter', () => {
  const ticket = {
    id: '7',
    subject: 'Charged twice',
    description: '',
    status: 'open',
    tags: ['billing'],
    createdAt: NOW - DAY,
    updatedAt: NOW,
  }
  const item = {
    kind: 'billing-inquiry' as const,
    links: [{ vendor: 'zendesk', type: 'ticket' as const, id: '7', url: null }],
  }
  const account = anAccount({ mrr: { kind: 'money', money: usd(420_000) } }, { readAt: NOW - DAY })
  const matter = { account, item, ticket: { value: ticket, readAt: NOW }, dispute: null }
  const judged = (condition: Condition, facts = factsOf(matter)) =>
    explain({ all: [condition], any: [] }, facts, NOW).all[0]

  test('say where they come from and when they were read', () => {
    const rich: Condition = { field: 'account.mrr', operator: 'greater_than', value: usd(500_000) }
    expect(judged(rich)).toEqual({
      condition: rich,
      outcome: 'failed',
      sentence: {
        en: 'Account revenue is above $5,000.00 a month',
        de: 'Umsatz des Kunden liegt über 5.000,00\u00a0$ pro Monat',
      },
      seen: { en: '$4,200.00 a month', de: '4.200,00\u00a0$ pro Monat' },
      source: 'stripe',
      readAt: NOW - DAY,
    })
    const open: Condition = { field: 'ticket.status', operator: 'is', value: 'open' }
    expect(judged(open)).toMatchObject({ outcome: 'passed', source: 'zendesk', readAt: NOW })
    const billing: Condition = { field: 'item.kind', operator: 'is', value: 'billing-inquiry' }
    expect(judged(billing)).toMatchObject({ outcome: 'passed', source: 'meshline', readAt: null })
  })

  test('tell an empty field from one nobody has read', () => {
    expect(judged({ field: 'ticket.description', operator: 'is', value: 'x' })?.outcome).toBe('failed')
    const billing: Condition = { field: 'ticket.group', operator: 'is', value: 'Billing' }
    expect(judged(billing)).toMatchObject({ outcome: 'unknown', seen: { en: 'unknown', de: 'unbekannt' } })
    const grouped = (group: { name: string } | null) =>
      factsOf({ ...matter, ticket: { value: { ...ticket, group }, readAt: NOW } })
    expect(judged(billing, grouped(null))).toMatchObject({ outcome: 'failed', seen: { en: 'none' } })
    expect(judged(billing, grouped({ name: 'Billing' }))?.outcome).toBe('passed')
  })

  test('know a person by their address', () => {
    const assignee = { name: 'Ana', email: 'ana@acme.example' }
    const facts = factsOf({ ...matter, ticket: { value: { ...ticket, assignee }, readAt: NOW } })
    const hers: Condition = { field: 'ticket.assignee', operator: 'is', value: 'Ana@acme.example' }
    expect(judged(hers, facts)?.outcome).toBe('passed')
  })

  test('leave out what has another kind of content than its field', () => {
    const facts = factsOf({ ...matter, account: anAccount({ mrr: { kind: 'text', text: 'a lot' } }) })
    expect(judged({ field: 'account.mrr', operator: 'greater_than', value: usd(1) }, facts)?.outcome).toBe(
      'unknown',
    )
  })

  test('are all unknown where nothing was read', () => {
    const facts = factsOf({ account: null, item: null, ticket: null, dispute: null })
    expect(facts.known.every(fact => fact === undefined)).toBe(true)
  })

  test.each([
    [{ 'ticket.prioritty': 'high' }, 'is not a field conditions know; did you mean "ticket.priority"?'],
    [{ 'ticket.priority': 'hihg' }, 'must be one of low, normal, high, urgent'],
    [{ 'account.mrr': 5_000 }, 'must be an amount such as {"minor": 500000, "currency": "usd"}'],
    [{ 'account.renews_at': 'soon' }, 'must be a date such as "2026-11-20"'],
    [{ 'ticket.tags': 'vip' }, 'must be a list of tags such as ["billing"], or null where it is empty'],
  ])('written down wrongly are a mistake: %j', (written, mistake) => {
    expect(WrittenFacts.safeParse(written).error?.issues[0]?.message).toContain(mistake)
  })
})
