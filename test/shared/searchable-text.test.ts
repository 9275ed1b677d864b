import { describe, expect, test } from 'vitest'
import { fold, phraseFinder, searchable, wordsIn } from '../../shared/searchable-text.ts'

const finds = (phrases: readonly string[], text: string) => phraseFinder(phrases)(searchable(text))

describe('looking for words in a text', () => {
  test.each([
    ['STRASSE', 'straße'],
    ['ﬁne', 'FINE'],
    ['é', 'e\u0301'],
    ['ΟΔΟΣ', 'οδος'],
    ['Ｒｅｆｕｎｄ', 'refund'],
  ])('%s and %s are one spelling', (a, b) => {
    expect(fold(a)).toBe(fold(b))
  })

  test('words are letters, digits and marks; without spaces each letter is one', () => {
    expect(wordsIn("Don't charge $1,000 twice, naïve_user!")).toEqual([
      'don',
      't',
      'charge',
      '1',
      '000',
      'twice',
      'naïve_user',
    ])
    expect(wordsIn('abc返金')).toEqual(['abc', '返', '金'])
    expect(wordsIn('  !?  ')).toEqual([])
  })

  test.each([
    [['refund'], 'Refund, please', true],
    [['fund'], 'Refund, please', false],
    [['charged twice'], 'We were charged -- twice', true],
    [['charged twice'], 'charged, but not twice', false],
    [['a b c', 'b d'], 'a b d', true],
    [['a a b'], 'a a a b', true],
    [['a b a c'], 'a b a b a c', true],
    [['b c', 'a b c d e'], 'a b c d f', true],
    [['x y', 'y z'], 'x z y', false],
  ])('%j in %j: %s', (phrases, text, found) => {
    expect(finds(phrases, text)).toBe(found)
  })
})

describe('nothing that somebody writes stalls the search', () => {
  const words = (count: number, make: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => make(at))
  const size = 100_000

  test.each([
    ['the same letter over and over', 'a '.repeat(size / 2), words(1_000, at => `${'a '.repeat(at % 450)}b`)],
    ['one endless word', 'a'.repeat(size), words(1_000, at => 'a'.repeat(at % 999) || 'a')],
    ['marks out of order', `a${'\u0301\u0323'.repeat(size / 2)}`, words(1_000, at => `w${at} x`)],
    ['marks that count as letters', `カ${'\uff9e\u0301'.repeat(size / 2)}`, ['refund now']],
    ['letters that grow when normalised', '\ufdfa'.repeat(size), words(1_000, at => `w${at}`)],
    ['spaces', ' '.repeat(size), words(1_000, at => `w${at} x`)],
    ['half of a surrogate pair', '\ud800'.repeat(size), ['refund']],
    ['phrases that almost match', 'a b '.repeat(size / 4), words(1_000, at => `${'a b '.repeat(at % 240)}c`)],
    [
      'all but the last word',
      `${'a '.repeat(size / 2 - 1)}b`,
      words(1_000, at => `b ${'a '.repeat(at % 450)}`),
    ],
  ])('%s', (_what, text, phrases) => {
    const began = performance.now()
    finds(phrases, text)
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
