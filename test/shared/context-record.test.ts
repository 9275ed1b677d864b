import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FieldValue, mergeField } from '../../shared/context-record.ts'

const text = (said: string, source: string, changedAt: number): FieldValue => ({
  content: { kind: 'text', text: said },
  source,
  sourceId: `${source}-1`,
  changedAt,
  readAt: 0,
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
