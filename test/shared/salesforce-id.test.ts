import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { salesforceId, salesforceTypeOf } from '../../shared/salesforce-id.ts'

const fifteen = fc.stringMatching(/^[A-Za-z0-9]{15}$/)

describe('a Salesforce id', () => {
  test.each([
    ['0015g00000AbCdE', '0015g00000AbCdEAAV'],
    ['001D000000IqhSL', '001D000000IqhSLIAZ'],
    ['5008d00000Kp3Qz', '5008d00000Kp3QzAAJ'],
    ['000000000000000', '000000000000000AAA'],
  ])('%s is %s at full length', (short, long) => {
    expect(salesforceId(short)).toBe(long)
    expect(salesforceId(long)).toBe(long)
  })

  test('that lost its capitals on the way gets them back', () => {
    expect(salesforceId('0015g00000abcdeaav')).toBe('0015g00000AbCdEAAV')
    expect(salesforceId('0015G00000ABCDEAAV')).toBe('0015g00000AbCdEAAV')
  })

  test('two ids that differ in a capital stay two', () => {
    expect(salesforceId('0015g00000AbCdE')).not.toBe(salesforceId('0015g00000AbCde'))
  })

  test.each(['', '0015g00000AbCd', '0015g00000AbCdEAA', '0015g00000AbCdEAAA', "0015g00000AbCd'", '001*'])(
    '%j is none',
    text => {
      expect(salesforceId(text)).toBeNull()
    },
  )

  test('keeps its first fifteen characters, and what came of it comes of it again', () => {
    fc.assert(
      fc.property(fifteen, text => {
        const id = salesforceId(text) ?? ''
        expect(id.slice(0, 15)).toBe(text)
        expect(salesforceId(id)).toBe(id)
      }),
    )
  })

  test('survives a system that knows no capitals', () => {
    fc.assert(
      fc.property(fifteen, text => {
        const id = salesforceId(text) ?? ''
        expect(salesforceId(id.toLowerCase())).toBe(id)
        expect(salesforceId(id.toUpperCase())).toBe(id)
      }),
    )
  })

  test('begins with the kind of its record', () => {
    expect(salesforceTypeOf('5008d00000Kp3QzAAJ')).toBe('case')
    expect(salesforceTypeOf('0058d00000Rt6WdAAJ')).toBeNull()
  })
})

test('no id is digits only, so that none can be taken for a ticket of Zendesk', () => {
  expect(salesforceId('500000000000001')).toBe('500000000000001AAA')
  expect(salesforceId('500000000000001000')).toBeNull()
})
