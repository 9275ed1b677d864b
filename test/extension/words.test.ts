import { describe, expect, it } from 'vitest'
import { CATALOGUES, isKey, wordsOf } from '../../extension/strings/catalogue.ts'
import { languageOf } from '../../extension/views/language.ts'
import { REASON_CODES } from '../../shared/change-reason.ts'
import { CONTEXT_FIELDS } from '../../shared/context-record.ts'

const placeholders = (words: unknown) =>
  [...JSON.stringify(words).matchAll(/\{\w+\}/g)].map(String).toSorted()

describe('words', () => {
  it('are all there in German, with the same places to fill in', () => {
    expect(Object.keys(CATALOGUES.de).toSorted()).toEqual(Object.keys(CATALOGUES.en).toSorted())
    for (const [key, english] of Object.entries(CATALOGUES.en)) {
      expect(placeholders(Reflect.get(CATALOGUES.de, key)), key).toEqual(placeholders(english))
    }
  })

  it('know every reason and every context field of the contract', () => {
    for (const code of Object.values(REASON_CODES).flat()) expect(isKey(`reason.${code}`), code).toBe(true)
    for (const field of CONTEXT_FIELDS) expect(isKey(`field.${field}`), field).toBe(true)
  })

  it('follow the count', () => {
    expect(wordsOf('en', 'verdict.summary', { count: 1 })).toBe('1 check passed')
    expect(wordsOf('de', 'verdict.summary', { count: 2 })).toBe('2 Prüfungen bestanden')
  })

  it('count seconds only in the last hour', () => {
    const { countdown, duration } = languageOf('en-US')
    expect(countdown(2_530_000)).toBe('42:10')
    expect(countdown(11_520_000)).toBe('3h 12m')
    expect(duration(900_000)).toBe('15m')
  })
})
