import { describe, expect, test } from 'vitest'
import {
  CurrencyMismatch,
  decimalsOf,
  formatMoney,
  isKnownCurrency,
  subtractMoney,
  sumMoney,
} from '../../shared/money.ts'

describe('money is minor units with a currency', () => {
  test('amounts of one currency add up exactly', () => {
    expect(sumMoney({ minor: 10, currency: 'usd' }, { minor: 20, currency: 'usd' })).toEqual({
      minor: 30,
      currency: 'usd',
    })
  })

  test('two currencies are never summed', () => {
    const sum = () => sumMoney({ minor: 10, currency: 'usd' }, { minor: 20, currency: 'eur' })
    expect(sum).toThrow(CurrencyMismatch)
    expect(() => subtractMoney({ minor: 10, currency: 'usd' }, { minor: 20, currency: 'jpy' })).toThrow(
      CurrencyMismatch,
    )
  })

  test.each([
    ['usd', 4900, '$49.00', '49,00 $'],
    ['jpy', 4900, '¥4,900', '4.900 ¥'],
    ['kwd', 4900, 'KWD 4.900', '4,900 KWD'],
    ['isk', 490_000, 'ISK 4,900.00', '4.900,00 ISK'],
    ['mga', 4900, 'MGA 4,900', '4.900 MGA'],
  ])('%s is shown with the decimals its processor counts in', (currency, minor, english, german) => {
    const plain = (text: string) => text.replace(/\s/g, ' ')
    expect(plain(formatMoney({ minor, currency }, 'en'))).toBe(english)
    expect(plain(formatMoney({ minor, currency }, 'de'))).toBe(german)
  })

  test('zero-decimal and three-decimal currencies are known as such', () => {
    expect(['jpy', 'krw', 'usd', 'bhd'].map(decimalsOf)).toEqual([0, 0, 2, 3])
  })

  test('a currency nobody issues is not known', () => {
    expect(isKnownCurrency('usd')).toBe(true)
    expect(isKnownCurrency('zzz')).toBe(false)
  })
})
