import { describe, expect, test } from 'vitest'
import { hubspotSignals } from '../../../server/connectors/hubspot/signals.ts'
import { signHubspot } from '../../simulators/hubspot/signature.ts'
import { MINUTE } from '../../support/held-clock.ts'
import { ADDRESS, delivery, NOW, onlyHead } from './delivery.ts'

const SECRETS = ['client-secret-in-use', 'client-secret-before']
const url = `${ADDRESS}/hubspot`

describe('the signature', () => {
  const body = JSON.stringify([{ eventId: 1, objectId: 7, subscriptionType: 'contact.creation' }])
  const verify = (
    secret: string,
    change: { url?: string; path?: string; at?: number; sent?: string; now?: number } = {},
  ) => {
    const timestamp = change.at ?? NOW
    const signature = signHubspot({ url: change.url ?? url, body, timestamp }, secret)
    const headers = {
      'x-hubspot-signature-v3': signature,
      'x-hubspot-request-timestamp': String(timestamp),
    }
    const at = { path: change.path ?? '/hubspot', now: change.now ?? NOW }
    return hubspotSignals.verify(delivery(change.sent ?? body, headers, at), SECRETS)
  }

  test('is over method, public address, body and time, under either secret', () => {
    expect(verify('client-secret-in-use').kind).toBe('genuine')
    expect(verify('client-secret-before').kind).toBe('genuine')
    expect(verify('client-secret-of-others').kind).toBe('forged')
    expect(verify('client-secret-in-use', { sent: body.replace('7', '8') }).kind).toBe('forged')
  })

  test('for another address is forged, and says which one is expected', () => {
    const refused = verify('client-secret-in-use', {
      url: 'http://127.0.0.1:8787/webhooks/hubspot',
      path: '/hubspot?k=1',
    })
    expect(refused).toMatchObject({ kind: 'forged', why: expect.stringContaining(`${url};`) })
    expect(refused).toMatchObject({ why: expect.stringContaining('MESHLINE_PUBLIC_URL') })
  })

  test('is over the address as HubSpot writes it', () => {
    const written = { url: `${url}?from=a/b:c,d`, path: '/hubspot?from=a%2Fb%3Ac%2Cd' }
    expect(verify('client-secret-in-use', written).kind).toBe('genuine')
  })

  test('five minutes are allowed both ways, and no more', () => {
    expect(verify('client-secret-in-use', { at: NOW - 5 * MINUTE }).kind).toBe('genuine')
    expect(verify('client-secret-in-use', { at: NOW - 5 * MINUTE - 1 }).kind).toBe('too-old')
    expect(verify('client-secret-in-use', { at: NOW + 5 * MINUTE + 1 }).kind).toBe('future')
  })

  test.each([
    ['missing', {}],
    ['without its time', { 'x-hubspot-signature-v3': 'abc=' }],
    ['with a strange time', { 'x-hubspot-signature-v3': 'abc=', 'x-hubspot-request-timestamp': 'now' }],
    ['of version 1 only', { 'x-hubspot-signature': 'abc' }],
  ])('%s is forged', (_what, headers) => {
    expect(hubspotSignals.verify(delivery(body, headers), SECRETS).kind).toBe('forged')
  })
})

describe('the events of a request', () => {
  const event = (more: object) => ({
    eventId: 100,
    subscriptionId: 1234,
    portalId: 62515,
    occurredAt: NOW - MINUTE,
    attemptNumber: 0,
    subscriptionType: 'contact.propertyChange',
    objectId: 1_246_965,
    ...more,
  })

  test('each is a signal with its part of the body', () => {
    const events = [event({}), event({ eventId: 101, subscriptionType: 'company.creation', objectId: 9 })]
    const heads = hubspotSignals.heads(events, delivery(JSON.stringify(events)))
    expect(heads).toMatchObject([
      {
        subject: { type: 'contact', id: '1246965' },
        occurredAt: NOW - MINUTE,
        body: JSON.stringify(events[0]),
      },
      { subject: { type: 'company', id: '9' }, type: 'company.creation', body: JSON.stringify(events[1]) },
    ])
    expect(heads[0]?.dedupeKey).not.toBe(heads[1]?.dedupeKey)
  })

  test('a second attempt is the same event; the same id on another object is not', () => {
    const key = (more: object) => onlyHead(hubspotSignals, [event(more)]).dedupeKey
    expect(key({ attemptNumber: 3 })).toBe(key({}))
    expect(key({ objectId: 1 })).not.toBe(key({}))
    expect(key({ subscriptionId: 1 })).not.toBe(key({}))
  })

  test.each([
    ['contact.deletion', {}, 'contact:1246965'],
    ['contact.privacyDeletion', {}, 'contact:1246965'],
    ['company.propertyChange', { objectId: '17' }, 'company:17'],
    ['object.propertyChange', { objectTypeId: '0-1' }, 'contact:1246965'],
    ['object.creation', { objectTypeId: '0-2' }, 'company:1246965'],
    ['object.creation', { objectTypeId: '0-5' }, null],
    ['deal.creation', {}, null],
    ['contact.merge', { primaryObjectId: 5, mergedObjectIds: [6], newObjectId: null }, 'contact:5'],
    ['contact.merge', { primaryObjectId: 5, mergedObjectIds: [6], newObjectId: 8 }, 'contact:8'],
    [
      'contact.associationChange',
      { objectId: undefined, associationType: 'CONTACT_TO_COMPANY', fromObjectId: 3, toObjectId: 4 },
      'contact:3',
    ],
    [
      'contact.associationChange',
      { objectId: undefined, associationType: 'COMPANY_TO_CONTACT', fromObjectId: 3, toObjectId: 4 },
      'contact:4',
    ],
    ['contact.creation', { objectId: 'x/../y' }, null],
    [undefined, {}, null],
  ])('%s with %j is about %s', (subscriptionType, more, subject) => {
    const head = onlyHead(hubspotSignals, [event({ subscriptionType, ...more })])
    expect(head.subject ? `${head.subject.type}:${head.subject.id}` : null).toBe(subject)
  })

  test.each([[null], [[]], [{}], [[null]], [['text', 1]], [[{ eventId: [], objectId: {} }]]])(
    'a body like %j has heads that do nothing',
    body => {
      const heads = hubspotSignals.heads(body, delivery(JSON.stringify(body)))
      expect(heads.length).toBeGreaterThan(0)
      expect(heads.every(({ subject, dedupeKey }) => subject === null && dedupeKey.length > 0)).toBe(true)
    },
  )
})
