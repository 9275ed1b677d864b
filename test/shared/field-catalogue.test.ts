import { describe, expect, test } from 'vitest'
import { Dispute } from '../../shared/billing.ts'
import { CONTEXT_FIELDS } from '../../shared/context-record.ts'
import {
  CONTENT_OF,
  catalogueField,
  choiceWords,
  FIELD_CATALOGUE,
  FIELD_NAMES,
  OPERATORS,
  OPERATORS_OF,
  slotOf,
} from '../../shared/field-catalogue.ts'
import { ItemKind } from '../../shared/work-item.ts'

describe('the catalogue of fields', () => {
  test('has every field of the context record, by the kind of its content', () => {
    const types = { text: 'text', money: 'money', date: 'date', count: 'number' }
    expect(Object.keys(CONTENT_OF).toSorted()).toEqual(CONTEXT_FIELDS.toSorted())
    for (const field of CONTEXT_FIELDS) {
      expect(catalogueField(`account.${field}`)?.type, field).toBe(types[CONTENT_OF[field]])
    }
  })

  test.each([
    ['item.kind', 'choice'],
    ['ticket.subject', 'text'],
    ['ticket.tags', 'tags'],
    ['ticket.priority', 'choice'],
    ['ticket.created_at', 'date'],
    ['dispute.amount', 'money'],
    ['account.mrr', 'money'],
    ['account.renews_at', 'date'],
    ['account.open_incidents', 'number'],
  ])('%s is a %s', (name, type) => {
    expect(catalogueField(name)?.type).toBe(type)
  })

  test('takes choices from where they are defined', () => {
    expect(catalogueField('item.kind')?.choices).toEqual(ItemKind.options)
    expect(catalogueField('dispute.stage')?.choices).toEqual(Dispute.shape.stage.options)
    expect(catalogueField('dispute.status')?.choices).toEqual(Dispute.shape.status.options)
  })

  test('names each field once, in both languages, and each choice too', () => {
    expect(new Set(FIELD_NAMES).size).toBe(FIELD_CATALOGUE.length)
    for (const locale of ['en', 'de'] as const) {
      expect(new Set(FIELD_CATALOGUE.map(({ label }) => label[locale])).size).toBe(FIELD_CATALOGUE.length)
    }
    for (const { name, type, choices } of FIELD_CATALOGUE) {
      expect(choices !== null, name).toBe(type === 'choice')
      const german = (choices ?? []).map(choice => choiceWords(choice).de)
      expect(new Set(german).size, name).toBe(german.length)
      for (const choice of choices ?? []) expect(choiceWords(choice).en, choice).not.toContain('-')
    }
  })

  test('has a slot for each field and none for what it does not know', () => {
    expect(FIELD_NAMES.map(slotOf)).toEqual(FIELD_NAMES.map((_, at) => at))
    for (const name of ['', 'mrr', '__proto__', 'constructor', 'account.constructor']) {
      expect(slotOf(name)).toBe(-1)
      expect(catalogueField(name)).toBeNull()
    }
  })

  test('asks of every field whether it is there, and each operator somewhere', () => {
    const used = new Set(Object.values(OPERATORS_OF).flat())
    expect([...used].toSorted()).toEqual(OPERATORS.toSorted())
    for (const operators of Object.values(OPERATORS_OF)) {
      expect(operators).toEqual(expect.arrayContaining(['present', 'not_present']))
    }
  })
})
