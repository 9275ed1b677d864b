import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { usageSignals } from '../../../server/connectors/usage/signals.ts'
import { MINUTE } from '../../support/held-clock.ts'
import { delivery, NOW } from './delivery.ts'

const SECRETS = ['usage-secret-in-use', 'usage-secret-before']
const AT = '2026-11-20T08:00:00Z'

const event = (more: object = {}) => ({
  id: 'ev_1',
  account: { workspace_id: 'ws_acme' },
  at: AT,
  active_users_14d: 12,
  ...more,
})
const heads = (...events: unknown[]) => {
  const body = { events }
  return usageSignals.heads(body, delivery(JSON.stringify(body)))
}
const pushed = (body: unknown, receivedAt = NOW) => {
  const [record, ...more] = usageSignals.pushed?.(body, receivedAt) ?? []
  if (!record || more.length > 0) throw new Error('Not one record')
  return record
}
const fieldsOf = (body: unknown) =>
  Object.fromEntries(pushed(body).fields.map(({ field, content }) => [field, content]))

describe('the signature', () => {
  const body = JSON.stringify({ events: [event()] })
  const seconds = NOW / 1000
  const signed = (secret: string, t = seconds, text = body) =>
    `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${text}`).digest('hex')}`
  const verify = (header: string) =>
    usageSignals.verify(delivery(body, { 'x-meshline-signature': header }), SECRETS).kind

  test('either secret is good', () => {
    expect(verify(signed('usage-secret-in-use'))).toBe('genuine')
    expect(verify(signed('usage-secret-before'))).toBe('genuine')
  })

  test('five minutes are allowed both ways, and no more', () => {
    expect(verify(signed('usage-secret-in-use', seconds - 300))).toBe('genuine')
    expect(verify(signed('usage-secret-in-use', seconds + 300))).toBe('genuine')
    expect(verify(signed('usage-secret-in-use', seconds - 301))).toBe('too-old')
    expect(verify(signed('usage-secret-in-use', seconds + 301))).toBe('future')
  })

  test.each([
    ['no header', ''],
    ['another secret', signed('usage-secret-of-somebody')],
    ['another body', signed('usage-secret-in-use', seconds, '{}')],
    ['another time', signed('usage-secret-in-use').replace(/t=\d+/, `t=${seconds + 1}`)],
    ['no time', signed('usage-secret-in-use').replace(/t=\d+,/, '')],
    ['nonsense', 't=abc,v1=,,='],
  ])('%s is forged', (_what, header) => {
    expect(verify(header)).toBe('forged')
  })
})

describe('a request', () => {
  test('each event is a signal with its own id, subject, time and body', () => {
    const second = event({ id: 'ev_2', account: { stripe_customer_id: 'cus_9' } })
    expect(heads(event(), second)).toEqual([
      expect.objectContaining({
        dedupeKey: 'ev_1',
        subject: { type: 'workspace', id: 'ws_acme' },
        occurredAt: Date.parse(AT),
        body: JSON.stringify(event()),
      }),
      expect.objectContaining({ dedupeKey: 'ev_2', subject: { type: 'workspace', id: 'cus_9' } }),
    ])
  })

  test('what cannot be used does not hold up the rest, and is told once with its reasons', () => {
    const bad = event({ id: 'ev_bad', health: 101 })
    const [good, unusable, ...more] = heads(event(), bad, event({ id: 'ev_worse', at: 'yesterday' }))
    expect(more).toEqual([])
    expect(good?.dedupeKey).toBe('ev_1')
    expect(unusable?.subject?.id).not.toBe(good?.subject?.id)
    const kept: unknown = JSON.parse(unusable?.body ?? '')
    expect(() => usageSignals.pushed?.(kept, NOW)).toThrow(
      'ev_bad: health: must be 0 to 100 | ev_worse: at: must be a time with its zone',
    )
  })

  test('the same unusable events twice are one signal', () => {
    const bad = event({ health: 101 })
    expect(heads(event(), bad)[1]?.dedupeKey).toBe(heads(event({ id: 'ev_3' }), bad)[1]?.dedupeKey)
  })

  test('500 events are taken', () => {
    const events = Array.from({ length: 500 }, (_, at) => event({ id: `ev_${at}` }))
    const text = JSON.stringify({ events })
    expect(usageSignals.heads(usageSignals.parse?.(text), delivery(text))).toHaveLength(500)
  })

  test.each([
    ['no JSON', '{"events": ['],
    ['no list', '{"events": {}}'],
    ['another name', '{"event": []}'],
    ['an empty list', '{"events": []}'],
    ['501 events', JSON.stringify({ events: Array.from({ length: 501 }, () => event()) })],
  ])('%s is refused as a whole', (_what, text) => {
    expect(() => usageSignals.parse?.(text)).toThrow(SyntaxError)
    expect(usageSignals.heads(null, delivery(text))).toMatchObject([{ subject: null }])
  })

  test('where no event can be used, the answer says why', () => {
    const text = JSON.stringify({ events: [event({ account: {} }), { id: 'ev_2' }] })
    expect(() => usageSignals.parse?.(text)).toThrow('ev_1: account: must name at least one of its ids')
  })
})

describe('an event', () => {
  test('becomes the record of its workspace', () => {
    const account = {
      workspace_id: 'ws_acme',
      salesforce_account_id: '0015g00000AbCdE',
      stripe_customer_id: 'cus_Acme1',
      domain: 'https://www.Acme.example/',
    }
    const measures = { events_14d: 3_410, health: 71.6, last_active_at: '2026-11-20T07:45:00+01:00' }
    expect(pushed(event({ account, ...measures }))).toMatchObject({
      name: { source: 'usage', type: 'workspace', id: 'ws_acme' },
      role: 'account',
      belongsTo: null,
      keys: [
        { kind: 'salesforce-account', value: '0015g00000AbCdEAAV' },
        { kind: 'stripe-customer', value: 'cus_Acme1' },
        { kind: 'domain', value: 'acme.example' },
      ],
      fields: [
        { field: 'usage_14d', content: { kind: 'count', count: 12 } },
        { field: 'health', content: { kind: 'count', count: 72 } },
        { field: 'last_active_at', content: { kind: 'date', at: Date.parse('2026-11-20T06:45:00Z') } },
      ],
      state: null,
      changedAt: Date.parse(AT),
      readAt: Date.parse(AT),
      gone: false,
    })
  })

  test('what is missing or null is unknown, and 0 is 0', () => {
    expect(fieldsOf(event({ active_users_14d: undefined }))).toEqual({})
    expect(fieldsOf(event({ active_users_14d: null, health: null, last_active_at: null }))).toEqual({})
    expect(fieldsOf(event({ active_users_14d: 0, health: 0 }))).toEqual({
      usage_14d: { kind: 'count', count: 0 },
      health: { kind: 'count', count: 0 },
    })
  })

  test('events count where nobody counted users', () => {
    expect(fieldsOf(event({ active_users_14d: undefined, events_14d: 9 })).usage_14d).toMatchObject({
      count: 9,
    })
  })

  test('without a workspace’s id it is called by the first of the others', () => {
    const account = { domain: 'acme.example', stripe_customer_id: 'cus_9' }
    expect(pushed(event({ account })).name.id).toBe('cus_9')
  })

  test('a clock that is a little ahead is ours; one far ahead is visible', () => {
    const at = (ms: number) => pushed(event({ at: new Date(NOW + ms).toISOString() }))
    expect(at(4 * MINUTE)).toMatchObject({ changedAt: NOW, readAt: NOW, state: null })
    expect(at(6 * MINUTE)).toMatchObject({ changedAt: NOW, readAt: NOW, state: 'clock-ahead' })
    expect(at(-6 * MINUTE)).toMatchObject({ changedAt: NOW - 6 * MINUTE, state: null })
  })

  test('a day is its midnight UTC, and what happened in it may be told', () => {
    const day = pushed(event({ at: '2026-11-20', last_active_at: '2026-11-20T08:30:00Z' }))
    expect(day.changedAt).toBe(Date.parse('2026-11-20T00:00:00Z'))
  })

  test.each([
    ['a time without a zone', { at: '2026-11-20T09:00:00' }, 'at: must be a time with its zone'],
    ['a day that is none', { at: '2026-02-30' }, 'at: must be a time with its zone'],
    ['a count below 0', { active_users_14d: -1 }, 'active_users_14d: must not be below 0'],
    ['half a user', { active_users_14d: 1.5 }, 'active_users_14d: must be a whole number'],
    ['a text for a number', { health: '80' }, 'health:'],
    ['activity days later', { last_active_at: '2026-11-29T00:00:00Z' }, 'last_active_at: must not be more'],
    ['free mail', { account: { domain: 'gmail.com' } }, 'account.domain: must be a company’s domain'],
    ['no domain', { account: { domain: 'acme' } }, 'account.domain:'],
    [
      'an id whose end does not fit',
      { account: { salesforce_account_id: '0015g00000AbCdEAAA' } },
      'salesforce_account_id:',
    ],
    ['a contact’s id', { account: { salesforce_account_id: '0035g00000AbCdE' } }, 'salesforce_account_id:'],
    ['a subscription’s id', { account: { stripe_customer_id: 'sub_1' } }, 'account.stripe_customer_id:'],
    ['nobody', { account: { workspace_id: null } }, 'account: must name at least one'],
    ['an empty name', { account: { workspace_id: ' ' } }, 'account.workspace_id: must not be empty'],
  ])('%s cannot be used', (_what, more, why) => {
    expect(() => usageSignals.pushed?.(event(more), NOW)).toThrow(why)
  })

  test('fields nobody knows yet do no harm', () => {
    expect(fieldsOf(event({ plan_limit_used: 0.8, seats: { paid: 3 } }))).toHaveProperty('usage_14d')
  })
})
