import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { RESYNC, type SignalHead } from '../../../server/connectors/connector.ts'
import { salesforceSignals } from '../../../server/connectors/salesforce/signals.ts'
import { outboundMessage } from '../../simulators/salesforce/outbound-message.ts'
import { delivery, NOW } from './delivery.ts'

const signals = salesforceSignals(() => null)
const CASE = '5008d00000Kp3QzAAJ'
const OTHER_CASE = '5008d00000Lm7TwAAJ'

const payload = (name: string) =>
  readFileSync(new URL(`../../payloads/salesforce/${name}`, import.meta.url), 'utf8')

function headsOf(text: string): readonly SignalHead[] {
  if (!signals.parse) throw new Error('Salesforce reads its own bodies')
  return signals.heads(signals.parse(text), delivery(text))
}

/** A change event with its header changed. */
function changeEvent(header: object): string {
  const event = JSON.parse(payload('cdc.case.update.pubsub.json'))
  Object.assign(event.payload.ChangeEventHeader, header)
  return JSON.stringify(event)
}

describe('a callout of a Flow', () => {
  test('names the record, what happened to it and when', () => {
    expect(headsOf(payload('callout.flow.json'))).toEqual([
      {
        dedupeKey: 'a0K8d000004TzYqEAK-7',
        type: 'case.update',
        subject: { type: 'case', id: CASE },
        occurredAt: Date.parse('2026-11-20T08:58:30Z'),
        fromUs: false,
      },
    ])
  })

  test('of an object Meshline does not read is stored and no more', () => {
    const body = {
      ...JSON.parse(payload('callout.flow.json')),
      object: 'Task',
      record_id: '00T8d00000Kp3QzAAJ',
    }
    expect(headsOf(JSON.stringify(body))[0]).toMatchObject({ type: 'task.update', subject: null })
  })
})

describe('a change that Meshline made itself', () => {
  const OWN = '0055g00000MeshLAAR'
  const ours = (text: string) => {
    const own = salesforceSignals(() => OWN)
    return own.heads(own.parse?.(text), delivery(text))[0]?.fromUs
  }
  const callout = (said: object) => JSON.stringify({ ...JSON.parse(payload('callout.flow.json')), ...said })

  test('is told apart by who made it, in an id of 15 or 18 characters', () => {
    expect(ours(callout({ modified_by: OWN }))).toBe(true)
    expect(ours(callout({ modified_by: OWN.slice(0, 15) }))).toBe(true)
    expect(ours(callout({ modified_by: '0055g00000OlgaOAAR' }))).toBe(false)
  })

  test('is anybody’s where the callout does not say, or nobody knows who Meshline is', () => {
    expect(ours(callout({}))).toBe(false)
    expect(headsOf(callout({ modified_by: OWN }))[0]?.fromUs).toBe(false)
  })

  test('is told by an Outbound Message that has the field', () => {
    const record = { Id: CASE, IsDeleted: false, SystemModstamp: '', LastModifiedById: OWN }
    expect(ours(outboundMessage([{ id: 'n1', object: 'Case', record }]))).toBe(true)
  })
})

describe('a change event', () => {
  test('of a relay of the Streaming API', () => {
    expect(headsOf(payload('cdc.case.create.cometd.json'))).toEqual([
      {
        dedupeKey: '0005a1f0-1111-2222-3333-444455556601:1',
        type: 'case.create',
        subject: { type: 'case', id: CASE },
        occurredAt: Date.parse('2026-11-20T08:41:12Z'),
        fromUs: false,
      },
    ])
  })

  test('that our own write caused is known as ours', () => {
    expect(headsOf(payload('cdc.case.update.cometd.json'))[0]?.fromUs).toBe(true)
    const origin = (changeOrigin: string) =>
      headsOf(changeEvent({ changeOrigin, recordIds: [CASE] }))[0]?.fromUs
    expect(origin('com/salesforce/api/rest/66.0;client=meshline/')).toBe(true)
    expect(origin('com/salesforce/api/rest/66.0;client=meshline-old')).toBe(false)
    expect(origin('')).toBe(false)
  })

  test('of several records is a signal for each, with its own body', () => {
    const heads = headsOf(payload('cdc.case.update.pubsub.json'))
    expect(heads.map(({ subject }) => subject?.id)).toEqual([CASE, OTHER_CASE])
    expect(heads.map(({ dedupeKey }) => dedupeKey)).toEqual([
      `0005a1f0-1111-2222-3333-444455556603:2:${CASE}`,
      `0005a1f0-1111-2222-3333-444455556603:2:${OTHER_CASE}`,
    ])
    const bodies = heads.map(({ body = '' }) => headsOf(body).map(({ subject }) => subject?.id))
    expect(bodies).toEqual([[CASE], [OTHER_CASE]])
  })

  test('is the same signal from both APIs', () => {
    const { data } = JSON.parse(payload('cdc.case.update.cometd.json'))
    const keys = [JSON.stringify(data), payload('cdc.case.update.cometd.json')].map(
      text => headsOf(text)[0]?.dedupeKey,
    )
    expect(keys[0]).toBe(keys[1])
  })

  test.each([
    ['a wildcard', { recordIds: ['500*'] }, 'cases'],
    ['a wildcard of accounts', { entityName: 'Account', recordIds: ['001*'] }, 'accounts'],
    ['a wildcard without an object’s name', { entityName: '', recordIds: ['006*'] }, 'opportunities'],
    ['a gap', { changeType: 'GAP_UPDATE', recordIds: [CASE] }, 'cases'],
    ['too much at once', { changeType: 'GAP_OVERFLOW', recordIds: ['000000000000000AAA'] }, 'cases'],
  ])('with %s has its stream read again', (_what, header, id) => {
    expect(headsOf(changeEvent(header))[0]?.subject).toEqual({ type: RESYNC, id })
  })

  test('of an object Meshline does not read is stored and no more', () => {
    expect(headsOf(changeEvent({ entityName: 'Lead', recordIds: ['00Q*'] }))[0]?.subject).toBeNull()
  })
})

test.each(['CaseComment', 'EmailMessage'])('a change event of a %s is about its case', entityName => {
  const event = JSON.parse(changeEvent({ entityName, recordIds: ['00a5g00000CoMmEAAV'] }))
  const subjectOf = (ParentId?: string) =>
    headsOf(JSON.stringify({ ...event, payload: { ...event.payload, ParentId } }))[0]?.subject
  expect(subjectOf(CASE)).toEqual({ type: 'case', id: CASE })
  expect(subjectOf()).toBeNull()
})

describe('a platform event', () => {
  test('names its record by its id alone', () => {
    expect(headsOf(payload('platform_event.cometd.json'))).toEqual([
      {
        dedupeKey: '0e9b6f5e-2f4c-4a29-8c55-4f5f4d3f9b20',
        type: 'event.escalation',
        subject: { type: 'account', id: '0018d00000Hq2XvAAJ' },
        occurredAt: Date.parse('2026-11-20T08:59:05Z'),
        fromUs: false,
      },
    ])
  })
})

describe('an Outbound Message', () => {
  test('is a signal for each of its notifications, with its own body', () => {
    const heads = headsOf(payload('outbound_message.cases.xml'))
    expect(heads).toMatchObject([
      {
        dedupeKey: '04l8d00000Ab1CdAAJ',
        type: 'case.outbound',
        subject: { type: 'case', id: CASE },
        occurredAt: Date.parse('2026-11-20T08:50:00Z'),
      },
      { dedupeKey: '04l8d00000Ef2GhAAJ', subject: { type: 'case', id: OTHER_CASE } },
    ])
    expect(heads.flatMap(({ body = '' }) => headsOf(body).map(({ dedupeKey }) => dedupeKey))).toEqual([
      '04l8d00000Ab1CdAAJ',
      '04l8d00000Ef2GhAAJ',
    ])
  })

  test('may hold a hundred', () => {
    const record = { Id: CASE, IsDeleted: false, SystemModstamp: '2026-11-20T08:50:00.000+0000' }
    const notified = Array.from({ length: 100 }, (_, number) => ({
      id: `04l${number}`,
      object: 'Case',
      record,
    }))
    const heads = headsOf(outboundMessage(notified))
    expect(new Set(heads.map(({ dedupeKey }) => dedupeKey)).size).toBe(100)
    expect(headsOf(outboundMessage(notified.slice(0, 1)))[0]).not.toHaveProperty('body')
  })

  test('is acknowledged in SOAP, so that it is not sent again; JSON is not', () => {
    const proof = signals.acknowledgement?.(delivery(payload('outbound_message.cases.xml')))
    expect(proof?.contentType).toBe('text/xml; charset=utf-8')
    expect(signals.parse?.(proof?.body ?? '')).toEqual({
      Envelope: { Body: { notificationsResponse: { Ack: 'true' } } },
    })
    expect(signals.acknowledgement?.(delivery(payload('callout.flow.json')))).toBeNull()
  })

  test('is read with its entities and without anybody else’s', () => {
    expect(JSON.stringify(signals.parse?.(payload('outbound_message.cases.xml')))).toContain(
      'Terms & conditions <2026>',
    )
    const bomb = '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d SYSTEM "file:///etc/passwd">]><a>&b;&d;</a>'
    expect(() => signals.parse?.(bomb)).toThrow(SyntaxError)
    expect(() => signals.parse?.('<a>&b;</a>')).toThrow(SyntaxError)
  })
})

describe('a body nobody knows', () => {
  test.each([
    'null',
    '[]',
    '"text"',
    '{}',
    '{"data":null}',
    '{"payload":{"ChangeEventHeader":{}},"event":{}}',
    '<a/>',
  ])('%s is one signal that nothing acts on', text => {
    expect(headsOf(text)).toEqual([
      {
        dedupeKey: expect.stringMatching(/^sha256:/),
        type: 'unknown',
        subject: null,
        occurredAt: NOW,
        fromUs: false,
      },
    ])
  })

  test.each(['{', '<a>', '<a></b>', '<'])('%s is told to be unreadable', text => {
    expect(() => signals.parse?.(text)).toThrow(SyntaxError)
  })

  test('in a list is a signal of its own beside the others', () => {
    const list = [JSON.parse(payload('callout.flow.json')), JSON.parse(payload('platform_event.cometd.json'))]
    const heads = headsOf(JSON.stringify(list))
    expect(heads.map(({ subject }) => subject?.type)).toEqual(['case', 'account'])
    expect(heads.map(({ body = '' }) => JSON.parse(body))).toEqual(list)
  })
})
