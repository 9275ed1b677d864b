import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../shared/canonical-json.ts'
import { parseExactJson } from '../../shared/exact-json.ts'

test('equal content has equal bytes, whatever the order of its keys', () => {
  expect(canonicalJson({ b: 1, a: [true, null, { d: 'x', c: undefined }] })).toBe(
    '{"a":[true,null,{"d":"x"}],"b":1}',
  )
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), content => {
      const reversed = Object.fromEntries(Object.entries(content).toReversed())
      const same = (value: typeof content) => canonicalJson(JSON.parse(JSON.stringify(value)))
      expect(same(reversed)).toBe(same(content))
    }),
  )
})

test('an id past 2^53 keeps every digit', () => {
  expect(parseExactJson('{"ticket_id":90071992547409931234,"n":12}')).toEqual({
    ticket_id: '90071992547409931234',
    n: 12,
  })
})

test('numbers a double holds exactly stay numbers', () => {
  expect(parseExactJson('[9007199254740991,1.5e300,0.1234567890123456789]')).toEqual([
    9007199254740991, 1.5e300, 0.12345678901234568,
  ])
})

test('broken JSON is an error, not a guess', () => {
  expect(() => parseExactJson('{"title":"say "hi""}')).toThrow(SyntaxError)
})
