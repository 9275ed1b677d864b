import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FieldValue, mergeField } from '../../shared/context-record.ts'

const text = (said: string, source: string, changedAt: number): FieldValue => ({
  content: { kind: 'text', text: said },
  source,
  sourceId: `${source}-1`,
  changedAt,
  readAt: 2_000,
})

describe('the context record keeps the last word and shows the others', () => {
  test('the newest change at the source holds, whenever it was read', () => {
    const merged = mergeField('payment_status', [
      text('active', 'salesforce', 940),
      text('past_due', 'stripe', 1002),
    ])
    expect(merged?.value.content).toEqual({ kind: 'text', text: 'past_due' })
  })

  test('a losing value that says something else stays visible', () => {
    const merged = mergeField('payment_status', [
      text('active', 'salesforce', 940),
      text('past_due', 'stripe', 1002),
    ])
    expect(merged?.losing.map(({ source }) => source)).toEqual(['salesforce'])
  })

  test('two sources that agree are no conflict', () => {
    expect(mergeField('name', [text('Acme', 'stripe', 1), text('Acme', 'zendesk', 2)])?.losing).toEqual([])
  })

  test('a clock that runs ahead is believed up to the moment of reading', () => {
    const merged = mergeField('payment_status', [
      text('active', 'salesforce', 9_000),
      { ...text('past_due', 'stripe', 2_500), readAt: 2_500 },
    ])
    expect(merged?.value.source).toBe('stripe')
  })

  test('a field one source keeps is taken from there, and what many say from most of them', () => {
    const named = mergeField('name', [text('ACME', 'stripe', 1_500), text('Acme', 'salesforce', 900)])
    expect(named).toMatchObject({ rule: 'source-order', value: { source: 'salesforce' } })
    const spoken = ['de', 'en', 'en'].map((said, at) => ({
      ...text(said, 'zendesk', at),
      sourceId: String(at),
    }))
    expect(mergeField('language', spoken)).toMatchObject({
      rule: 'most-frequent',
      value: { content: { text: 'en' } },
    })
  })

  test('what nobody has said is unknown', () => {
    expect(mergeField('mrr', [])).toBeNull()
  })

  test('any order of arrival gives the same record', () => {
    const value = fc.record({
      said: fc.constantFrom('a', 'b', 'c'),
      source: fc.constantFrom('stripe', 'zendesk', 'salesforce'),
      changedAt: fc.integer({ min: 0, max: 3 }),
    })
    const shuffled = fc
      .uniqueArray(value, { maxLength: 8, selector: ({ source }) => source })
      .chain(values =>
        fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length })),
      )
    fc.assert(
      fc.property(shuffled, ([values, other]) => {
        const merge = (list: typeof values) =>
          mergeField(
            'name',
            list.map(({ said, source, changedAt }) => text(said, source, changedAt)),
          )
        expect(merge(other)).toEqual(merge(values))
      }),
    )
  })
})
