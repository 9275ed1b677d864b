import { afterEach, beforeEach, expect, test } from 'vitest'
import { VendorUnavailable } from '../../../server/connectors/connector.ts'
import { stripe } from '../../../server/connectors/stripe/vendor.ts'
import { ACME, seedAcme } from '../../simulators/acme.ts'
import { type StripeSimulator, startStripeSimulator } from '../../simulators/stripe/simulator.ts'
import { HeldClock } from '../../support/held-clock.ts'
import { delivery } from './delivery.ts'

const clock = new HeldClock()
let sim: StripeSimulator

beforeEach(async () => {
  sim = await startStripeSimulator({ now: clock.now })
  seedAcme({ stripe: sim })
})

afterEach(() => sim.close())

function connected(apiKey = sim.apiKey) {
  const variables = { MESHLINE_STRIPE_API_KEY: apiKey, MESHLINE_STRIPE_API_URL: sim.url }
  const { api } = stripe.connect(variables, clock.now)
  return api ?? expect.fail('it has credentials')
}

const customer = () => connected().reader.read({ type: 'customer', id: ACME.customer })

test('a key says whose it is, and what it may not read, with what to do', async () => {
  expect(await connected().check()).toEqual({ name: 'Meshline Demo (acct_1SVmeshline)', warnings: [] })
  sim.faults.failNext({ path: '/v1/invoices', status: 403 })
  sim.faults.failNext({ path: '/v1/disputes', status: 403 })
  expect((await connected().check()).warnings).toEqual([
    "The key may not read disputes; in Stripe's dashboard, under Developers, API keys, give it Disputes: Read",
    "The key may not read invoices; in Stripe's dashboard, under Developers, API keys, give it Invoices: Read",
  ])
})

test('a key that expired, was mistyped or lacks a permission is told apart from an outage', async () => {
  await expect(connected('sk_test_wrong').check()).rejects.toThrow(/check MESHLINE_STRIPE_API_KEY/)
  sim.faults.failNext({ status: 401 })
  await expect(customer()).rejects.toThrow(/check MESHLINE_STRIPE_API_KEY/)
  sim.faults.failNext({ status: 403 })
  await expect(customer()).rejects.toThrow(/lacks a permission/)
  sim.faults.failNext({ status: 500 })
  await expect(customer()).rejects.toThrow('Stripe answered 500')
})

test('told to wait, it says for how long', async () => {
  sim.faults.failNext({ status: 429, headers: { 'retry-after': '7' } })
  const error = await customer().catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(VendorUnavailable)
  expect(error).toMatchObject({ retryAfterMs: 7000 })
})

test('customers are found by the names other vendors know them by', async () => {
  const { reader } = connected()
  const byId = await reader.readByIdentifiers([{ kind: 'stripe-customer', value: ACME.customer }])
  const byEmail = await reader.readByIdentifiers([{ kind: 'email', value: 'billing@acme.example' }])
  expect(byId.map(({ subject }) => subject?.id)).toEqual([ACME.customer])
  expect(byEmail).toEqual(byId)
  expect(await reader.readByIdentifiers([{ kind: 'domain', value: 'acme.example' }])).toEqual([])
})

test('a webhook about a deleted customer has the customer read again', () => {
  const { signals } = stripe.connect({}, clock.now)
  const body = {
    id: 'evt_1',
    type: 'customer.deleted',
    created: 1000,
    data: { object: { id: 'cus_1', object: 'customer' } },
  }
  expect(signals?.heads(body, delivery(JSON.stringify(body)))).toMatchObject([
    { dedupeKey: 'evt_1', subject: { type: 'customer', id: 'cus_1' }, occurredAt: 1_000_000 },
  ])
})
