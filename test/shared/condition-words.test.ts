import { describe, expect, test } from 'vitest'
import { type Condition, Conditions } from '../../shared/condition.ts'
import { conditionsWords } from '../../shared/condition-words.ts'
import { explain } from '../../shared/explain-conditions.ts'
import { FIELD_CATALOGUE, OPERATORS_OF } from '../../shared/field-catalogue.ts'
import { someFacts } from '../support/matters.ts'

const NOW = Date.parse('2026-11-20T09:00:00Z')
const wordsFor = (...all: unknown[]) => conditionsWords(Conditions.parse({ all }))

describe('conditions in words', () => {
  test.each([
    [
      { field: 'ticket.priority', operator: 'is', value: 'urgent' },
      'Priority is urgent',
      'Priorität ist dringend',
    ],
    [
      { field: 'ticket.priority', operator: 'includes', value: ['high', 'urgent'] },
      'Priority is high or urgent',
      'Priorität ist hoch oder dringend',
    ],
    [
      { field: 'ticket.status', operator: 'not_includes', value: ['solved', 'closed'] },
      'Ticket status is none of solved or closed',
      'Ticketstatus ist nichts von gelöst oder geschlossen',
    ],
    [
      { field: 'ticket.tags', operator: 'includes', value: ['refund', 'billing'] },
      'Tags include any of refund or billing',
      'Stichwörter enthalten mindestens eines von refund oder billing',
    ],
    [
      { field: 'ticket.subject', operator: 'includes', value: ['charged twice'] },
      'Subject includes “charged twice”',
      'Betreff enthält „charged twice“',
    ],
    [
      { field: 'account.mrr', operator: 'greater_than_equal', value: { minor: 500_000, currency: 'usd' } },
      'Account revenue is at least $5,000.00 a month',
      'Umsatz des Kunden ist mindestens 5.000,00\u00a0$ pro Monat',
    ],
    [
      { field: 'account.open_incidents', operator: 'greater_than', value: 2 },
      'Account open incidents are above 2',
      'Offene Störungen des Kunden liegen über 2',
    ],
    [
      { field: 'account.usage_14d', operator: 'less_than', value: 1_000.5 },
      'Account usage (14 days) is below 1,000.5',
      'Nutzung des Kunden (14 Tage) liegt unter 1.000,5',
    ],
    [
      { field: 'account.renews_at', operator: 'within_next_n_days', value: 30 },
      'Account renewal is within the next 30 days',
      'Verlängerung des Kunden liegt in den nächsten 30 Tagen',
    ],
    [
      { field: 'account.last_active_at', operator: 'older_than_n_days', value: 7 },
      'Account last activity is more than 7 days ago',
      'Letzte Aktivität des Kunden liegt mehr als 7 Tage zurück',
    ],
    [
      { field: 'ticket.created_at', operator: 'within_previous_n_days', value: 1 },
      'Creation of the ticket is within the last 24 hours',
      'Eröffnung des Tickets liegt in den letzten 24 Stunden',
    ],
    [
      { field: 'account.contract_ends_at', operator: 'before', value: '2027-01-01' },
      'Account end of contract is before January 1, 2027',
      'Vertragsende des Kunden liegt vor dem 1. Januar 2027',
    ],
    [
      { field: 'ticket.updated_at', operator: 'after', value: '2026-11-20T09:30:00+01:00' },
      'Last change of the ticket is after November 20, 2026 at 8:30 AM UTC',
      'Letzte Änderung des Tickets liegt nach dem 20. November 2026 um 08:30 UTC',
    ],
    [{ field: 'ticket.group', operator: 'not_present' }, 'Group has no value', 'Gruppe hat keinen Wert'],
  ])('%j', (condition, en, de) => {
    const words = wordsFor(condition)
    // Node puts a narrow no-break space before AM.
    expect({ ...words, en: words.en.replace('\u202f', ' ') }).toEqual({ en, de })
  })

  test('whole lists make one sentence', () => {
    const conditions = Conditions.parse({
      all: [
        { field: 'ticket.tags', operator: 'includes', value: ['refund', 'billing'] },
        { field: 'account.mrr', operator: 'greater_than_equal', value: { minor: 500_000, currency: 'usd' } },
      ],
      any: [
        { field: 'ticket.priority', operator: 'is', value: 'urgent' },
        { field: 'account.health', operator: 'less_than', value: 40 },
      ],
    })
    expect(conditionsWords(conditions)).toEqual({
      en: 'Tags include any of refund or billing, and account revenue is at least $5,000.00 a month, and at least one of: priority is urgent; account health is below 40',
      de: 'Stichwörter enthalten mindestens eines von refund oder billing und Umsatz des Kunden ist mindestens 5.000,00\u00a0$ pro Monat und mindestens eines davon: Priorität ist dringend; Zustand des Kunden liegt unter 40',
    })
    expect(conditionsWords({ ...conditions, all: [] }).en).toBe(
      'At least one of: priority is urgent; account health is below 40',
    )
    expect(conditionsWords({ all: [], any: conditions.any.slice(0, 1) }).en).toBe('Priority is urgent')
    expect(conditionsWords({ all: [], any: [] })).toEqual({ en: 'Always', de: 'Immer' })
  })

  test('a long list is told by its beginning', () => {
    const value = Array.from({ length: 1_000 }, (_, at) => `tag${at}`)
    expect(wordsFor({ field: 'ticket.tags', operator: 'includes', value }).en).toMatch(/tag11, or 988 more$/)
  })

  test('every operator of every field has words', () => {
    const values = {
      text: { value: 'x', list: ['x'] },
      choice: { value: '', list: [''] },
      tags: { value: undefined, list: ['x'] },
      number: { value: 1, list: [] },
      money: { value: { minor: 1, currency: 'jpy' }, list: [] },
      date: { value: 1, list: [] },
    }
    for (const { name, type, choices } of FIELD_CATALOGUE) {
      for (const operator of OPERATORS_OF[type]) {
        const first = choices?.[0]
        const one =
          operator === 'before' || operator === 'after' ? '2026-11-20' : (first ?? values[type].value)
        const listed = operator === 'includes' || operator === 'not_includes'
        const value = listed ? (first ? [first] : values[type].list) : one
        const isPresence = operator === 'present' || operator === 'not_present'
        const { en, de } = wordsFor({ field: name, operator, ...(isPresence ? {} : { value }) })
        expect(en).not.toContain('…')
        expect(en).not.toContain(name)
        expect(de).not.toBe(en)
      }
    }
  })

  test('what means nothing still has words, and is unknown', () => {
    const broken: Condition[] = JSON.parse(`[
      { "field": "account.gone", "operator": "is", "value": "x" },
      { "field": "account.mrr", "operator": "is", "value": null },
      { "field": "account.mrr", "operator": "matches", "value": "(a+)+$" },
      { "field": "ticket.tags", "operator": "includes", "value": [null] },
      { "field": "account.renews_at", "operator": "before", "value": "soon" },
      { "field": "account.gone", "operator": "not_present" }
    ]`)
    const facts = someFacts({ 'account.mrr': { minor: 1, currency: 'usd' }, 'account.renews_at': 8.9e15 })
    const trace = explain({ all: broken, any: [] }, facts, NOW)
    expect(trace.all.map(({ outcome }) => outcome)).toEqual(broken.map(() => 'unknown'))
    expect(trace.all[0]?.sentence.en).toBe('Account.gone is')
  })
})
