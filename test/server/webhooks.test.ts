import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signStripe } from '../simulators/stripe/signature.ts'
import { signZendesk } from '../simulators/zendesk/signature.ts'
import { DATABASES } from '../support/database.ts'
import { MINUTE, SECOND } from '../support/held-clock.ts'
import { STRIPE_SECRET, startMeshline, type TestMeshline, ZENDESK_SECRET } from '../support/meshline.ts'

const OLD_SECRET = 'whsec_the_one_before_rotation'

describe.each(DATABASES)('webhooks, on %s', database => {
  let meshline: TestMeshline
  let serial = 0

  beforeAll(async () => {
    const variables = { MESHLINE_STRIPE_WEBHOOK_SECRET: `${STRIPE_SECRET}, ${OLD_SECRET}` }
    meshline = await startMeshline({ database, variables })
  })
  afterAll(() => meshline.close())

  const send = (source: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
    fetch(`${meshline.url}/webhooks/${source}`, { method: 'POST', body: new Blob([body]), headers })

  const seconds = () => Math.floor(meshline.clock.now() / 1000)
  const fromStripe = (body: string, { at = seconds(), secret = STRIPE_SECRET } = {}) =>
    send('stripe', body, { 'stripe-signature': signStripe(body, [secret], at) })

  const fromZendesk = (
    body: string,
    { at = meshline.clock.now(), secret = ZENDESK_SECRET, invocation = 'inv' } = {},
  ) => {
    const timestamp = new Date(at).toISOString()
    return send('zendesk', body, {
      'x-zendesk-webhook-signature': signZendesk(body, secret, timestamp),
      'x-zendesk-webhook-signature-timestamp': timestamp,
      'x-zendesk-webhook-invocation-id': invocation,
    })
  }

  const event = (type = 'charge.dispute.created') => {
    serial += 1
    const object = { id: 'du_1', object: 'dispute' }
    return JSON.stringify({
      id: `evt_${serial}`,
      object: 'event',
      type,
      created: seconds(),
      data: { object },
    })
  }
  const stored = async (key: string) =>
    meshline.server.store.db.selectFrom('signals').selectAll().where('dedupe_key', '=', key).execute()
  const problemOf = async (response: Response) => {
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    const { type, detail } = await response.json()
    expect(detail.length).toBeGreaterThan(10)
    return { status: response.status, type: type.replace('urn:meshline:problem:', '') }
  }

  test('a signed event is stored byte for byte before it is acknowledged', async () => {
    const body = event()
    expect((await fromStripe(body)).status).toBe(200)
    expect(await stored(`evt_${serial}`)).toMatchObject([{ body, state: 'stored', subject: 'dispute:du_1' }])
  })

  test('the same event twice is stored once and acknowledged twice', async () => {
    const body = event()
    const answers = [await fromStripe(body), await fromStripe(body)]
    expect(await Promise.all(answers.map(answer => answer.json()))).toMatchObject([
      { duplicate: false },
      { duplicate: true },
    ])
    expect(await stored(`evt_${serial}`)).toHaveLength(1)
  })

  test('the same event many times at once is stored once', async () => {
    const body = event()
    const answers = await Promise.all(Array.from({ length: 30 }, () => fromStripe(body)))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(await stored(`evt_${serial}`)).toHaveLength(1)
  })

  test.each([
    ['unsigned', () => send('stripe', event(), {})],
    ['forged', () => fromStripe(event(), { secret: 'whsec_of_somebody_else' })],
    [
      'signed for another body',
      () => send('stripe', event(), { 'stripe-signature': signStripe('{}', [STRIPE_SECRET], seconds()) }),
    ],
    ['with a broken header', () => send('stripe', event(), { 'stripe-signature': 't=abc,v1=,,=' })],
    ['unsigned, of Zendesk', () => send('zendesk', '{}', {})],
    [
      'signed with Zendesk’s public test secret',
      () => fromZendesk('{}', { secret: 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==' }),
    ],
  ])('%s: refused, nothing stored', async (_how, deliver) => {
    expect(await problemOf(await deliver())).toEqual({ status: 401, type: 'bad-signature' })
    expect(await stored(`evt_${serial}`)).toEqual([])
  })

  test('too old and future-dated signatures are refused, and say which', async () => {
    const old = { at: seconds() - (5 * MINUTE + 2 * SECOND) / SECOND }
    const future = { at: seconds() + (5 * MINUTE + 2 * SECOND) / SECOND }
    expect(await problemOf(await fromStripe(event(), old))).toEqual({ status: 401, type: 'stale-signature' })
    expect(await problemOf(await fromStripe(event(), future))).toEqual({
      status: 401,
      type: 'future-signature',
    })
    const later = { at: meshline.clock.now() + 6 * MINUTE }
    expect(await problemOf(await fromZendesk('{}', later))).toEqual({ status: 401, type: 'future-signature' })
  })

  test('during a rotation either secret is good', async () => {
    expect((await fromStripe(event(), { secret: OLD_SECRET })).status).toBe(200)
    const body = event()
    const both = signStripe(body, ['whsec_not_known_here_yet', STRIPE_SECRET], seconds())
    expect((await send('stripe', body, { 'stripe-signature': both })).status).toBe(200)
  })

  test('an unknown event type is acknowledged, stored and ignored', async () => {
    expect((await fromStripe(event('some.future.event'))).status).toBe(200)
    expect(await stored(`evt_${serial}`)).toMatchObject([{ state: 'ignored' }])
  })

  test('a trigger whose template broke its JSON: 400, but kept, and somebody is told', async () => {
    const body = '{"ticket_id": "35436", "title": "He said "no""}'
    expect(await problemOf(await fromZendesk(body, { invocation: 'broken' }))).toEqual({
      status: 400,
      type: 'unreadable-body',
    })
    expect(await stored('broken')).toMatchObject([{ body, state: 'unreadable' }])
    const exceptions = await meshline.server.store.db.selectFrom('exceptions').selectAll().execute()
    expect(exceptions).toMatchObject([
      { kind: 'unreadable-signal', summary: expect.stringContaining('template') },
    ])
  })

  test('a trigger webhook with its own JSON names its ticket', async () => {
    const body = JSON.stringify({
      meshline_schema: 1,
      event: 'ticket.updated',
      ticket_id: '35436',
      title: '<img onerror=x> 🙂',
    })
    expect((await fromZendesk(body, { invocation: 'trigger-1' })).status).toBe(200)
    expect(await stored('trigger-1')).toMatchObject([{ type: 'ticket.updated', subject: 'ticket:35436' }])
  })

  test('an id past 2^53 keeps every digit', async () => {
    await fromZendesk('{"event":"ticket.updated","ticket_id":90071992547409931234}', { invocation: 'huge' })
    expect(await stored('huge')).toMatchObject([{ subject: 'ticket:90071992547409931234' }])
  })

  test.each([
    ['null', 'null'],
    ['an empty object', '{}'],
    ['a list', '[1,2]'],
    ['null in every field', '{"id":null,"type":null,"data":null,"created":null}'],
    ['fields of the wrong type', '{"id":7,"type":[],"data":"x"}'],
  ])('%s is kept once and ignored', async (_what, body) => {
    expect((await fromStripe(body)).status).toBe(200)
    const again = await fromStripe(body)
    expect(await again.json()).toMatchObject({ duplicate: true })
  })

  test('bytes that are no text are kept as they came', async () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x00])
    const timestamp = new Date(meshline.clock.now()).toISOString()
    const headers = {
      'x-zendesk-webhook-signature': createHmac('sha256', ZENDESK_SECRET)
        .update(timestamp)
        .update(body)
        .digest('base64'),
      'x-zendesk-webhook-signature-timestamp': timestamp,
      'x-zendesk-webhook-invocation-id': 'bytes',
    }
    expect(await problemOf(await send('zendesk', body, headers))).toEqual({
      status: 400,
      type: 'unreadable-body',
    })
    expect(await stored('bytes')).toMatchObject([{ body: `base64:${body.toString('base64')}` }])
  })

  test('a body of 3 MB is refused before it is read', async () => {
    const body = JSON.stringify({ id: 'evt_large', filler: 'x'.repeat(3_000_000) })
    expect(await problemOf(await fromStripe(body))).toEqual({ status: 413, type: 'body-too-large' })
  })

  test('a source nobody knows is a 404 that lists the known ones', async () => {
    expect(await problemOf(await send('fax', '{}', {}))).toEqual({ status: 404, type: 'unknown-source' })
  })
})

test('a source without a secret answers 503 and names the variable', async () => {
  const meshline = await startMeshline({
    database: 'sqlite',
    variables: { MESHLINE_ZENDESK_WEBHOOK_SECRET: '' },
  })
  const response = await fetch(`${meshline.url}/webhooks/zendesk`, { method: 'POST', body: '{}' })
  expect(response.status).toBe(503)
  expect((await response.json()).detail).toContain('MESHLINE_ZENDESK_WEBHOOK_SECRET')
  await meshline.close()
})
