import Stripe from 'stripe'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeCharge } from './charge.ts'
import { CHARGE, clientOf, refused, startAccount } from './test-account.ts'

let account: Awaited<ReturnType<typeof startAccount>>

beforeEach(async () => {
  account = await startAccount()
})

afterEach(() => account.close())

test('both http clients of the library read a charge', async () => {
  const node = clientOf(account.sim, Stripe.createNodeHttpClient())
  expect((await node.charges.retrieve(CHARGE)).payment_method_details?.card?.last4).toBe('4242')
  expect((await account.chargeNow()).amount).toBe(4900)
})

test('a wrong key is refused with 401', async () => {
  const error = await refused(
    clientOf(
      { url: account.sim.url, apiKey: 'sk_test_wrong' },
      Stripe.createFetchHttpClient(),
    ).charges.retrieve(CHARGE),
  )
  expect(error).toMatchObject({ type: 'StripeAuthenticationError', statusCode: 401 })
})

test('an unknown id is resource_missing', async () => {
  expect(await refused(account.stripe.charges.retrieve('ch_nope'))).toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
  })
})

test('lists are newest first and page by starting_after', async () => {
  const first = await account.stripe.charges.list({ customer: 'cus_1', limit: 1 })
  expect(first).toMatchObject({ has_more: true, url: '/v1/charges' })
  expect(first.data[0]?.id).toBe(CHARGE)
  const all = await account.stripe.charges
    .list({ customer: 'cus_1', limit: 1 })
    .autoPagingToArray({ limit: 10 })
  expect(all.map(({ id }) => id)).toEqual([CHARGE, 'ch_3SVmeshCharge01'])
})

test('charges are filtered by their time of creation', async () => {
  const early = await account.stripe.charges.list({ created: { gte: 100, lte: 150 } })
  expect(early.data.map(({ id }) => id)).toEqual(['ch_3SVmeshCharge01'])
})

test('customers are found by email', async () => {
  expect((await account.stripe.customers.list({ email: 'billing@acme.example' })).data).toHaveLength(1)
  expect((await account.stripe.customers.list({ email: 'someone@else.example' })).data).toHaveLength(0)
})

test('a refund counts on the charge and is listed under it', async () => {
  const made = await account.refund({ amount: 900, reason: 'duplicate', metadata: { meshline_key: 'k' } })
  expect(made).toMatchObject({
    status: 'succeeded',
    amount: 900,
    reason: 'duplicate',
    metadata: { meshline_key: 'k' },
  })
  expect(await account.chargeNow()).toMatchObject({ amount_refunded: 900, refunded: false })
  expect((await account.stripe.refunds.list({ charge: CHARGE })).data.map(({ id }) => id)).toEqual([made.id])
})

test('a refund above the charge is refused', async () => {
  await account.refund({ amount: 1000 })
  const error = await refused(account.refund({ amount: 4000 }))
  expect(error).toMatchObject({ statusCode: 400, param: 'amount' })
  expect(error.message).toBe('Refund amount ($40.00) is greater than unrefunded amount on charge ($39.00)')
})

test('a charge is refunded whole only once', async () => {
  await account.refund()
  expect(await refused(account.refund())).toMatchObject({ statusCode: 400, code: 'charge_already_refunded' })
})

test('a zero-decimal amount stays an integer', async () => {
  account.sim.state.charges.set(
    'ch_yen',
    makeCharge({ id: 'ch_yen', customer: 'cus_1', amount: 500, currency: 'jpy', created: 5 }),
  )
  expect(await account.refund({ charge: 'ch_yen' })).toMatchObject({ amount: 500, currency: 'jpy' })
  expect((await refused(account.refund({ charge: CHARGE, amount: 9999 }))).message).toContain('$99.99')
})

test('an unknown parameter is refused', async () => {
  const error = await refused(account.stripe.rawRequest('POST', '/v1/refunds', { charge: CHARGE, sum: 5 }))
  expect(error).toMatchObject({ code: 'parameter_unknown', message: 'Received unknown parameter: sum' })
})

test('the same key and parameters make one refund', async () => {
  const first = await account.refund({ amount: 900 }, 'key-1')
  const again = await account.refund({ amount: 900 }, 'key-1')
  expect(again.id).toBe(first.id)
  expect(account.sim.requests.of('POST', '/v1/refunds').map(({ replayed }) => replayed)).toEqual([
    false,
    true,
  ])
  expect(account.sim.state.refunds.size).toBe(1)
})

test('the same key with other parameters is an idempotency error', async () => {
  await account.refund({ amount: 900 }, 'key-1')
  expect(await refused(account.refund({ amount: 901 }, 'key-1'))).toMatchObject({
    statusCode: 400,
    type: 'StripeIdempotencyError',
  })
})

test('a key is in use while its request runs', async () => {
  account.sim.faults.latency(80)
  const running = account.refund({}, 'key-1')
  await new Promise(resolve => setTimeout(resolve, 30))
  expect(await refused(account.refund({}, 'key-1'))).toMatchObject({
    statusCode: 409,
    code: 'idempotency_key_in_use',
  })
  await running
  expect(account.sim.state.refunds.size).toBe(1)
})

test('a key is forgotten after 24 hours', async () => {
  await account.refund({ amount: 900 }, 'key-1')
  account.sim.clock.advance(24 * 3_600_000)
  await account.refund({ amount: 900 }, 'key-1')
  expect(account.sim.state.refunds.size).toBe(2)
})
