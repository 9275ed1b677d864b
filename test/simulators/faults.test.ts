import { afterEach, beforeEach, expect, test } from 'vitest'
import { ACME, seedAcme } from './acme.ts'
import { signStripe } from './stripe/signature.ts'
import { type StripeSimulator, startStripeSimulator } from './stripe/simulator.ts'
import { WebhookSink } from './webhook-sink.ts'

const NOW = Date.parse('2026-11-20T09:00:00Z')

let sim: StripeSimulator
let sink: WebhookSink

beforeEach(async () => {
  sim = await startStripeSimulator({ now: () => NOW, backoffMs: [5] })
  sink = await WebhookSink.start()
  seedAcme({ stripe: sim })
})

afterEach(async () => {
  await sim.close()
  await sink.close()
})

const request = (method: string, path: string, body?: string) =>
  fetch(sim.url + path, {
    method,
    headers: { authorization: `Bearer ${sim.apiKey}` },
    ...(body !== undefined && { body }),
  })

const refund = () => request('POST', '/v1/refunds', `charge=${ACME.duplicateCharge}`)

const control = async (path: string, body: object = {}) => {
  const response = await fetch(`${sim.url}/__sim${path}`, { method: 'POST', body: JSON.stringify(body) })
  return { status: response.status, body: await response.json() }
}

async function systemCode(call: Promise<Response>): Promise<string> {
  try {
    await call
    return 'answered'
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    return cause instanceof Error && 'code' in cause ? String(cause.code) : 'no code'
  }
}

const ids = () => sink.calls.map(({ body }) => JSON.parse(body).id.slice(-2))

test('a forced failure happens before anything else, for the requests it names', async () => {
  sim.faults.failNext({ method: 'POST', path: '/v1/refunds', status: 429, headers: { 'retry-after': '7' } })
  expect((await request('GET', '/v1/charges')).status).toBe(200)
  const failed = await refund()
  expect(failed.status).toBe(429)
  expect(failed.headers.get('retry-after')).toBe('7')
  expect(await failed.json()).toMatchObject({ error: { code: 'rate_limit' } })
  expect(sim.state.refunds.size).toBe(0)
  expect((await refund()).status).toBe(200)
})

test('a lost answer leaves its effect behind', async () => {
  sim.faults.answerLost({ path: '/v1/refunds' })
  expect(await systemCode(refund())).not.toBe('answered')
  expect(sim.state.refunds.size).toBe(1)
  expect(sim.requests.of('POST', '/v1/refunds')).toMatchObject([{ status: 'none' }])
})

test('while it is down nothing happens', async () => {
  sim.faults.down(true)
  expect(await systemCode(refund())).not.toBe('answered')
  expect(sim.state.refunds.size).toBe(0)
  await control('/down', { down: false })
  expect((await refund()).status).toBe(200)
})

test('a refused connection says so, and the port comes back', async () => {
  await sim.refuse()
  expect(await systemCode(refund())).toBe('ECONNREFUSED')
  await sim.accept()
  expect((await refund()).status).toBe(200)
})

test('every request is remembered with its key, body and status', async () => {
  await refund()
  expect(sim.requests.entries).toMatchObject([
    {
      method: 'POST',
      path: '/v1/refunds',
      body: `charge=${ACME.duplicateCharge}`,
      status: 200,
      replayed: false,
    },
  ])
})

test('events can be dropped, doubled and forged', async () => {
  sim.addWebhookEndpoint(sink.url, ['whsec_one'])
  sim.webhooks.faults.drop({ type: 'charge.refunded' })
  sim.webhooks.faults.duplicate({ type: 'refund.created' })
  await refund()
  await sim.settled()
  expect(sink.types).toEqual(['refund.created', 'refund.created'])
  expect(sim.webhooks.deliveries.map(({ state }) => state)).toEqual(['dropped', 'delivered', 'delivered'])
  sim.webhooks.faults.forge()
  sim.openInquiry(ACME.charge)
  await sim.settled()
  const { headers, body } = sink.calls[2] ?? { headers: {}, body: '' }
  expect(headers['stripe-signature']).not.toBe(signStripe(body, ['whsec_one'], NOW / 1000))
})

test('events can come last first', async () => {
  sim.addWebhookEndpoint(sink.url, ['whsec_one'])
  sim.webhooks.faults.reorder(2)
  await refund()
  await sim.settled()
  expect(ids()).toEqual(['02', '01'])
})

test('an unfilled hold is released when the test waits', async () => {
  sim.addWebhookEndpoint(sink.url, ['whsec_one'])
  sim.webhooks.faults.reorder(9)
  sim.openInquiry(ACME.charge)
  await sim.settled()
  expect(sink.calls).toHaveLength(1)
})

test('paused events are sent after the pause, in order', async () => {
  sim.addWebhookEndpoint(sink.url, ['whsec_one'])
  sim.webhooks.faults.pause()
  await refund()
  await sim.settled()
  expect(sink.calls).toHaveLength(0)
  sim.webhooks.faults.resume()
  await sim.settled()
  expect(ids()).toEqual(['01', '02'])
})

test('an old event can be sent again', async () => {
  sim.addWebhookEndpoint(sink.url, ['whsec_one'])
  await refund()
  await sim.settled()
  expect(sim.webhooks.replay('evt_1SVmesh0001')).toBe(1)
  await sim.settled()
  expect(ids()).toEqual(['01', '02', '01'])
})

test('an endpoint that stays away ends as failed', async () => {
  sim.addWebhookEndpoint('http://127.0.0.1:9/hook', ['whsec_one'])
  sim.openInquiry(ACME.charge)
  await sim.settled()
  expect(sim.webhooks.deliveries).toMatchObject([{ state: 'failed', attempts: { length: 2 } }])
})

test('the control routes do what the methods do', async () => {
  expect((await control('/clock', { at: '2027-01-01T00:00:00Z' })).body.now).toBe(
    Date.parse('2027-01-01T00:00:00Z'),
  )
  expect((await control('/clock', { advanceMs: 5 })).body.now).toBe(Date.parse('2027-01-01T00:00:00Z') + 5)
  expect((await control(`/charges/${ACME.duplicateCharge}/inquiry`)).body).toMatchObject({
    id: ACME.dispute,
    status: 'warning_needs_response',
  })
  expect((await control(`/disputes/${ACME.dispute}/escalate`)).body.status).toBe('needs_response')
  expect((await control('/fail-next', { status: 'often' })).status).toBe(400)
  await control('/webhooks', { kind: 'pause' })
  const state = await (await fetch(`${sim.url}/__sim/state`)).json()
  expect(state).toMatchObject({
    disputes: [{ id: ACME.dispute }],
    events: { length: 3 },
    webhooks: { faults: { paused: true } },
  })
  await control('/reset')
  expect(sim.state.charges.size).toBe(0)
  expect(sim.clock.now()).toBe(NOW)
})
