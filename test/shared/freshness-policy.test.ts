import { describe, expect, test } from 'vitest'
import { CONTEXT_FIELDS, type ContextRecord } from '../../shared/context-record.ts'
import { durationText, parseDuration } from '../../shared/duration.ts'
import { ActionClass, fieldWords, freshnessOf, staleFrom, USED_FIELDS } from '../../shared/freshness.ts'
import {
  FIRST_FRESHNESS_POLICY,
  FreshnessPolicy,
  FreshnessPolicyFile,
  freshnessLimit,
  policyFileOf,
  usedContextField,
} from '../../shared/freshness-policy.ts'
import { DAY, HOUR, MINUTE } from '../support/held-clock.ts'

const limit = (warnAfter: string, errorAfter: string) => ({ warnAfter, errorAfter })
const byDefault = {
  internal: limit('24h', '3d'),
  'customer-message': limit('24h', '3d'),
  money: limit('24h', '3d'),
  contract: limit('24h', '3d'),
}

describe('durations', () => {
  test.each([
    ['5m', 5 * MINUTE],
    ['24h', DAY],
    ['3d', 3 * DAY],
    ['90 s', 90_000],
    ['PT5M', 5 * MINUTE],
    ['PT1H30M', 90 * MINUTE],
    ['P3D', 3 * DAY],
    ['P1W', 7 * DAY],
    ['P1DT12H', 36 * HOUR],
  ])('%s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
    expect(parseDuration(durationText(ms))).toBe(ms)
  })

  test.each(['', '5', 'm', '-5m', '1.5h', 'P', 'PT', 'P1M', 'P1Y', '5 minutes', '1h30m', '9999999d'])(
    '%j is none',
    text => {
      expect(parseDuration(text)).toBeNull()
    },
  )
})

describe('the limits that come with Meshline', () => {
  test('are a policy, and survive being written down and read back', () => {
    expect(FreshnessPolicy.safeParse(FIRST_FRESHNESS_POLICY).error).toBeUndefined()
    expect(FreshnessPolicyFile.parse(policyFileOf(FIRST_FRESHNESS_POLICY))).toEqual(FIRST_FRESHNESS_POLICY)
  })

  test('say something for every field and class', () => {
    for (const field of CONTEXT_FIELDS) {
      for (const actionClass of ActionClass.options) {
        const { warnAfterMs, errorAfterMs } = freshnessLimit(FIRST_FRESHNESS_POLICY, field, actionClass)
        expect(warnAfterMs, `${field} ${actionClass}`).toBeGreaterThan(0)
        expect(errorAfterMs, `${field} ${actionClass}`).toBeGreaterThanOrEqual(warnAfterMs)
      }
    }
  })

  test.each([
    ['dispute.status', 'money', 5 * MINUTE, HOUR],
    ['charge.duplicate', 'money', 15 * MINUTE, 4 * HOUR],
    ['ticket.fields', 'money', 15 * MINUTE, DAY],
    ['dispute.status', 'internal', DAY, 3 * DAY],
    ['mrr', 'money', 15 * MINUTE, 4 * HOUR],
    ['mrr', 'internal', DAY, 3 * DAY],
  ] as const)('%s for %s', (field, actionClass, warnAfterMs, errorAfterMs) => {
    expect(freshnessLimit(FIRST_FRESHNESS_POLICY, field, actionClass)).toEqual({ warnAfterMs, errorAfterMs })
  })

  test('every field a decision can rest on has words in both languages', () => {
    for (const field of USED_FIELDS) expect(fieldWords(field).en).not.toBe(field)
  })
})

describe('a policy file', () => {
  const mistakesIn = (file: unknown) =>
    FreshnessPolicyFile.safeParse(file).error?.issues.map(
      ({ path, message }) => `${path.join(' > ')}: ${message}`,
    ) ?? []

  test('takes ISO 8601 and short durations alike', () => {
    const fields = { mrr: { money: limit('PT15M', '4h') } }
    expect(FreshnessPolicyFile.parse({ default: byDefault, fields }).fields).toEqual({
      mrr: { money: { warnAfterMs: 15 * MINUTE, errorAfterMs: 4 * HOUR } },
    })
  })

  test.each([
    [
      'an error before its warning',
      { default: byDefault, fields: { mrr: { money: limit('5m', '3m') } } },
      'fields > mrr > money: errorAfter (3m) comes before warnAfter (5m); make it 5m or longer',
    ],
    [
      'money on facts of last week',
      { default: { ...byDefault, money: limit('24h', '4d') }, fields: {} },
      'default > money: errorAfter (4d) is too long for money; make it 3d or shorter',
    ],
    [
      'money on one such fact',
      { default: byDefault, fields: { tier: { money: limit('24h', '73h') } } },
      'fields > tier > money: errorAfter (73h) is too long for money; make it 3d or shorter',
    ],
    [
      'a field nobody knows',
      { default: byDefault, fields: { mrrr: {} } },
      'fields > mrrr: is not a field a decision rests on; use one of dispute.status',
    ],
    [
      'a class nobody knows',
      { default: byDefault, fields: { mrr: { cash: limit('5m', '1h') } } },
      'fields > mrr: has cash, which means nothing here; it must be an object with limits for some of internal',
    ],
    [
      'a class without a default',
      { default: { ...byDefault, contract: undefined }, fields: {} },
      'default > contract: must be {"warnAfter": "5m", "errorAfter": "1h"}',
    ],
    [
      'a number instead of a duration',
      { default: { ...byDefault, money: { warnAfter: 5, errorAfter: '1h' } }, fields: {} },
      'default > money > warnAfter: must be a duration above zero in quotes, such as "5m"',
    ],
    [
      'a limit of nothing',
      { default: { ...byDefault, money: limit('0m', '1h') }, fields: {} },
      'default > money > warnAfter: must be a duration above zero in quotes, such as "5m"',
    ],
    [
      'half a limit',
      { default: { ...byDefault, money: { warnAfter: '5m' } }, fields: {} },
      'default > money > errorAfter: must be a duration above zero in quotes, such as "5m"',
    ],
    ['no fields', { default: byDefault }, 'fields: must be an object of fields'],
    ['a list', [], ': must be an object with "default" and "fields"'],
    [
      'something else beside',
      { default: byDefault, fields: {}, comment: 'x' },
      ': has comment, which means nothing here; it must be an object with "default" and "fields"',
    ],
  ])('%s is a mistake, with where and what to write', (_what, file, mistake) => {
    const mistakes = mistakesIn(file)
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(mistake)
  })

  test('two mistakes are told at once', () => {
    const fields = { mrr: { money: limit('5m', '3m') }, tier: { money: limit('one day', '3d') } }
    expect(mistakesIn({ default: byDefault, fields }).length).toBeGreaterThan(0)
  })
})

describe('a field of the context record that a decision rests on', () => {
  const value = {
    content: { kind: 'money' as const, money: { minor: 420_000, currency: 'usd' } },
    source: 'stripe',
    sourceId: 'cus_1',
    changedAt: 1000,
    readAt: 2000,
  }
  const record: ContextRecord = {
    id: 'ctx_1',
    hash: 'h',
    fields: [{ field: 'mrr', rule: 'source-order', value, losing: [] }],
  }
  const under = { policy: FIRST_FRESHNESS_POLICY, actionClass: 'money' as const }

  test('has the source and the age of the value that holds, and the limits of its class', () => {
    const used = usedContextField(record, 'mrr', under)
    expect(used).toEqual({
      field: 'mrr',
      source: 'stripe',
      sourceId: 'cus_1',
      changedAt: 1000,
      readAt: 2000,
      warnAfterMs: 15 * MINUTE,
      errorAfterMs: 4 * HOUR,
    })
  })

  test('is unknown where the record does not know it', () => {
    expect(usedContextField(record, 'tier', under)).toBeNull()
  })

  test('grows too old at the moment the watch is set for, and not before', () => {
    const used = usedContextField(record, 'mrr', under)
    if (!used) throw new Error('The revenue is known')
    const older = { ...used, errorAfterMs: HOUR }
    const at = staleFrom([used, older])
    expect(at).toBe(2000 + HOUR + 1)
    expect(freshnessOf(older, (at ?? 0) - 1)).toBe('warn')
    expect(freshnessOf(older, at ?? 0)).toBe('error')
    expect(staleFrom([])).toBeNull()
  })
})
