import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { opsgenieSignals } from '../../../server/connectors/opsgenie/signals.ts'
import { pagerdutySignals } from '../../../server/connectors/pagerduty/signals.ts'
import { statuspageSignals } from '../../../server/connectors/statuspage/signals.ts'
import { parseExactJson } from '../../../shared/exact-json.ts'
import { delivery, NOW, onlyHead } from './delivery.ts'

const SECRETS = ['secret-in-use', 'secret-before']

describe('PagerDuty', () => {
  const body = JSON.stringify({
    event: { id: '01ABC', event_type: 'incident.triggered', occurred_at: '2026-11-20T08:55:01.204Z' },
  })
  const sign = (secret: string, text = body) =>
    `v1=${createHmac('sha256', secret).update(text).digest('hex')}`
  const verify = (signature: string, text = body) =>
    pagerdutySignals.verify(delivery(text, { 'x-pagerduty-signature': signature }), SECRETS).kind

  test('any signature under any secret will do, as during a rotation', () => {
    expect(verify(sign('secret-in-use'))).toBe('genuine')
    expect(verify(`${sign('secret-unknown-yet')}, ${sign('secret-before')}`)).toBe('genuine')
  })

  test.each([
    ['no header', ''],
    ['another secret', sign('secret-of-somebody')],
    ['another body', sign('secret-in-use', '{}')],
    ['another version', sign('secret-in-use').replace('v1=', 'v2=')],
    ['nonsense', ',,v1=,=v1,v1=zz'],
  ])('%s is forged', (_what, signature) => {
    expect(verify(signature)).toBe('forged')
  })

  test('an old event is taken: its retries may come a day later, and its id makes a replay a duplicate', () => {
    const late = delivery(
      body,
      { 'x-pagerduty-signature': sign('secret-in-use') },
      { now: NOW + 3 * 86_400_000 },
    )
    expect(pagerdutySignals.verify(late, SECRETS).kind).toBe('genuine')
    expect(pagerdutySignals.heads(JSON.parse(body), late)[0]).toMatchObject({
      dedupeKey: '01ABC',
      type: 'incident.triggered',
      subject: null,
      occurredAt: Date.parse('2026-11-20T08:55:01.204Z'),
    })
  })

  test.each([[null], [[]], [{ event: null }], [{ event: { id: 7, occurred_at: 'soon' } }]])(
    'a body like %j is one head of an unknown type',
    sent => {
      const head = onlyHead(pagerdutySignals, sent)
      expect(head).toMatchObject({ type: 'unknown', subject: null, occurredAt: NOW })
      expect(head.dedupeKey).toMatch(/^sha256:/)
    },
  )
})

describe.each([
  ['Opsgenie', opsgenieSignals],
  ['Statuspage', statuspageSignals],
])('%s cannot sign', (_name, source) => {
  const verify = (headers: Record<string, string>, path?: string) =>
    source.verify(delivery('{}', headers, path ? { path } : {}), SECRETS).kind

  test('its token comes in a header or in the address', () => {
    expect(verify({ 'X-Meshline-Token': 'secret-in-use' })).toBe('genuine')
    expect(verify({}, '/x?token=secret-before')).toBe('genuine')
  })

  test('a wrong token, a part of one, an empty one or none is forged', () => {
    expect(verify({ 'x-meshline-token': 'secret' })).toBe('forged')
    expect(verify({ 'x-meshline-token': '' })).toBe('forged')
    expect(verify({}, '/x?token=')).toBe('forged')
    expect(verify({})).toBe('forged')
    expect(source.verify(delivery('{}', { 'x-meshline-token': 'secret-in-use' }), []).kind).toBe('forged')
  })

  test('why it is refused never repeats the token', () => {
    const refused = source.verify(delivery('{}', { 'x-meshline-token': 'a-guess-at-it' }), SECRETS)
    expect(JSON.stringify(refused)).not.toContain('a-guess-at-it')
  })

  test.each([[null], ['text'], [[]], [{ alert: null, incident: [] }]])('a body like %j is one head', body => {
    expect(onlyHead(source, body)).toMatchObject({ subject: null, occurredAt: NOW })
  })
})

describe('Opsgenie', () => {
  const alert = (updatedAt: string, action = 'Close') =>
    parseExactJson(
      `{"action":"${action}","alert":{"alertId":"ec03dad6","tinyId":"204","updatedAt":${updatedAt}}}`,
    )

  test('two changes a nanosecond apart are two signals', () => {
    const [first, second] = ['1795165331288000110', '1795165331288000111'].map(at =>
      onlyHead(opsgenieSignals, alert(at)),
    )
    expect(first?.dedupeKey).toBe('ec03dad6:Close:1795165331288000110')
    expect(second?.dedupeKey).toBe('ec03dad6:Close:1795165331288000111')
    expect(first?.occurredAt).toBe(1_795_165_331_288)
  })

  test('milliseconds are read as well', () => {
    expect(onlyHead(opsgenieSignals, alert('1795165331288')).occurredAt).toBe(1_795_165_331_288)
  })

  test('two actions at one time are two signals', () => {
    const at = '1795165331288000110'
    expect(onlyHead(opsgenieSignals, alert(at, 'Create')).dedupeKey).not.toBe(
      onlyHead(opsgenieSignals, alert(at, 'Acknowledge')).dedupeKey,
    )
  })

  test('without a time of change the bytes tell two notes apart', () => {
    const note = (text: string) => ({ action: 'AddNote', alert: { alertId: 'ec03dad6', note: text } })
    expect(onlyHead(opsgenieSignals, note('one')).dedupeKey).not.toBe(
      onlyHead(opsgenieSignals, note('two')).dedupeKey,
    )
  })
})

describe('Statuspage', () => {
  const meta = { unsubscribe: 'http://acme.statuspage.io/?unsubscribe=zjcdb6727vmj', generated_at: 'x' }

  test('an incident is known by its newest update', () => {
    const updated_at = '2026-11-20T09:00:00.603Z'
    const incident = { status: 'identified', updated_at, incident_updates: [{ id: 'new' }, { id: 'old' }] }
    expect(onlyHead(statuspageSignals, { meta, incident })).toMatchObject({
      dedupeKey: 'new',
      type: 'incident.identified',
      occurredAt: Date.parse(updated_at),
    })
  })

  test('a component is known by its update', () => {
    const component_update = { id: 'nd963', new_status: 'partial_outage', created_at: '2026-11-20T09:00:00Z' }
    expect(onlyHead(statuspageSignals, { meta, component_update, component: {} })).toMatchObject({
      dedupeKey: 'nd963',
      type: 'component.partial_outage',
    })
  })

  test.each([
    ['as it comes', JSON.stringify({ meta, component_update: { id: 'a' } })],
    ['spread over lines', JSON.stringify({ meta }, null, 2)],
    [
      'with an escaped quote in it',
      '{"meta":{"unsubscribe" : "http://x/?unsubscribe=zjcdb6727vmj\\"zjcdb"}}',
    ],
    ['in a text elsewhere', '{"incident":{"name":"see http://x/?unsubscribe=zjcdb6727vmj now"}}'],
    ['in a body that is no JSON', '{"meta":{"unsubscribe":"http://x/?unsubscribe=zjcdb6727vmj"'],
  ])('the unsubscribe link is not kept: %s', (_how, text) => {
    const [head] = statuspageSignals.heads(null, delivery(text))
    expect(head?.body).toBeDefined()
    expect(head?.body).not.toContain('zjcdb')
  })

  test('the rest of the body stays as it came', () => {
    const text =
      '{"meta": {"unsubscribe": "http://x/?unsubscribe=z", "n": 90071992547409931234},\n "page": 1.0}'
    const [head] = statuspageSignals.heads(null, delivery(text))
    expect(head?.body).toBe('{"meta": {"unsubscribe": null, "n": 90071992547409931234},\n "page": 1.0}')
  })

  test('a body without the link is stored whole', () => {
    expect(onlyHead(statuspageSignals, { incident: null }).body).toBeUndefined()
  })
})
