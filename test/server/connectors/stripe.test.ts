import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Observation } from '../../../server/connectors/connector.ts'
import { stripe } from '../../../server/connectors/stripe/vendor.ts'
import { ACME, seedAcme } from '../../simulators/acme.ts'
import { makeCharge } from '../../simulators/stripe/charge.ts'
import { makeInvoice } from '../../simulators/stripe/invoice.ts'
import { type StripeSimulator, startStripeSimulator } from '../../simulators/stripe/simulator.ts'
import { makeSubscription } from '../../simulators/stripe/subscription.ts'
import { HeldClock } from '../../support/held-clock.ts'

const DAY = 86_400
const DISPUTED = { type: 'dispute', id: 'du_1SVmeshDisp0001' }

let clock: HeldClock
let sim: StripeSimulator

beforeEach(async () => {
  clock = new HeldClock()
  sim = await startStripeSimulator({ now: clock.now })
  seedAcme({ stripe: sim })
})

afterEach(() => sim.close())

function connected(apiKey = sim.apiKey) {
  const variables = { MESHLINE_STRIPE_API_KEY: apiKey, MESHLINE_STRIPE_API_URL: sim.url }
  const { api } = stripe.connect(variables, clock.now)
  return api ?? expect.fail('it has credentials')
}

async function read(
  subject: { type: string; id: string },
  changedAt: number | null = null,
): Promise<Observation> {
  return (await connected().reader.read(subject, { changedAt })) ?? expect.fail('Stripe knows it')
}

const customer = () => read({ type: 'customer', id: ACME.customer })
const ofType = ({ records }: Observation, type: string) =>
  records.find(({ name }) => name.type === type) ?? expect.fail(`there is no ${type}`)
const fieldOf = (observation: Observation, field: string) =>
  ofType(observation, 'customer').fields.find(each => each.field === field)?.content

function seedSubscription(id: string, change: Partial<Parameters<typeof makeSubscription>[0]>) {
  const now = sim.clock.seconds()
  const subscription = makeSubscription({
    id,
    customer: ACME.customer,
    plan: 'Team',
    unitAmount: 120_000,
    start: now - 30 * DAY,
    periodStart: now - 30 * DAY,
    periodEnd: now,
    latestInvoice: null,
    ...change,
  })
  sim.state.subscriptions.set(id, subscription)
  return subscription
}

test('a customer says who it is elsewhere, what it has and what it pays', async () => {
  const observation = await customer()
  expect(observation).toMatchObject({
    source: 'stripe',
    subject: { source: 'stripe', type: 'customer', id: ACME.customer },
    readAt: clock.now(),
  })
  expect(ofType(observation, 'customer')).toMatchObject({
    role: 'account',
    label: 'Acme Corp',
    url: `https://dashboard.stripe.com/test/customers/${ACME.customer}`,
    keys: [
      { kind: 'salesforce-account', value: '0015g00000AbCdEAAV' },
      { kind: 'zendesk-organization', value: '509974' },
      { kind: 'email', value: 'billing@acme.example' },
      { kind: 'domain', value: 'acme.example' },
    ],
    gone: false,
  })
  expect(fieldOf(observation, 'plan')).toEqual({ kind: 'text', text: 'Scale' })
  expect(fieldOf(observation, 'mrr')).toEqual({
    kind: 'money',
    money: { minor: 420_000, currency: 'usd' },
    worked: 'Scale $4,200.00 a month',
  })
  expect(ofType(observation, 'subscription')).toMatchObject({
    role: 'part',
    belongsTo: { source: 'stripe', type: 'customer', id: ACME.customer },
    label: 'Scale',
    state: 'active',
    fields: [],
  })
})

test('a short Salesforce id in the metadata becomes the long one, and nonsense is no name', async () => {
  sim.changeCustomer(ACME.customer, {
    metadata: { salesforce_account_id: '0015g00000AbCdE', zendesk_organization_id: 'Acme' },
  })
  const { keys } = ofType(await customer(), 'customer')
  expect(keys.filter(({ kind }) => kind !== 'email' && kind !== 'domain')).toEqual([
    { kind: 'salesforce-account', value: '0015g00000AbCdEAAV' },
  ])
})

test('several subscriptions are one sum that says how it came about', async () => {
  const yearly = seedSubscription('sub_team', {})
  Object.assign(yearly.items.data[0]?.price.recurring ?? {}, { interval: 'year' })
  const double = seedSubscription('sub_seats', { plan: 'Seat', unitAmount: 5000 })
  Object.assign(double.items.data[0] ?? {}, { quantity: 2 })
  const observation = await customer()
  expect(fieldOf(observation, 'mrr')).toMatchObject({ money: { minor: 420_000 + 10_000 + 10_000 } })
  expect(fieldOf(observation, 'mrr')).toMatchObject({
    worked: expect.stringContaining('Team $1,200.00 a year / 12'),
  })
  expect(fieldOf(observation, 'mrr')).toMatchObject({
    worked: expect.stringContaining('Seat 2 x $50.00 a month'),
  })
})

test.each([
  ['two currencies', { currency: 'eur' }, {}],
  ['a metered price', {}, { usage_type: 'metered' }],
])('with %s the revenue is unknown, not a number', async (_what, seed, recurring) => {
  const other = seedSubscription('sub_other', seed)
  Object.assign(other.items.data[0]?.price.recurring ?? {}, recurring)
  const observation = await customer()
  expect(fieldOf(observation, 'mrr')).toBeUndefined()
  expect(fieldOf(observation, 'plan')).toBeDefined()
})

test('what is refunded of recent charges is told with the customer', async () => {
  const refunded = async () => {
    const { records } = await customer()
    const charge = records.find(({ name }) => name.id === ACME.charge)
    return charge?.fields.map(({ field, content }) => [field, content])
  }
  expect(await refunded()).toMatchObject([['refunds_90d', { money: { minor: 0 } }]])
  Object.assign(sim.state.charges.get(ACME.charge) ?? {}, { amount_refunded: 900 })
  expect(await refunded()).toEqual([
    ['refunds_90d', { kind: 'money', money: { minor: 900, currency: 'usd' } }],
  ])
})

test('a dispute is read with its charge and its customer', async () => {
  sim.openInquiry(ACME.duplicateCharge)
  const observation = await read(DISPUTED)
  expect(observation.subject).toEqual({ source: 'stripe', ...DISPUTED })
  expect(ofType(observation, 'dispute')).toMatchObject({
    role: 'part',
    belongsTo: { type: 'customer', id: ACME.customer },
    label: '$49.00 inquiry',
    state: 'open',
    happenedAt: clock.now(),
    url: 'https://dashboard.stripe.com/test/disputes/du_1SVmeshDisp0001',
  })
  expect(ofType(observation, 'charge')).toMatchObject({ label: '$49.00 payment', state: 'paid' })
  expect(observation.facts.map(({ kind }) => kind)).toEqual(['dispute', 'charges'])
})

test('asked about a charge, the answer is about the charge and carries its dispute', async () => {
  sim.openInquiry(ACME.duplicateCharge)
  const observation = await read({ type: 'charge', id: ACME.duplicateCharge })
  expect(observation.subject).toEqual({ source: 'stripe', type: 'charge', id: ACME.duplicateCharge })
  expect(ofType(observation, 'dispute').state).toBe('open')
})

test.each([
  ['won', 'won'],
  ['lost', 'lost'],
  ['warning_closed', 'closed'],
] as const)('a dispute that ended as %s is %s', async (to, state) => {
  sim.openInquiry(ACME.duplicateCharge)
  sim.closeDispute(DISPUTED.id, to)
  expect(ofType(await read(DISPUTED), 'dispute').state).toBe(state)
})

test('whoever paid without being a customer is a person of their own, known by their address', async () => {
  const seed = { id: 'ch_guest', customer: '', amount: 4900, created: sim.clock.seconds() }
  const charge = makeCharge({ ...seed, email: 'Pat@Globex.example', name: 'Pat' })
  sim.state.charges.set('ch_guest', Object.assign(charge, { customer: null }))
  sim.openInquiry('ch_guest')
  const observation = await read(DISPUTED)
  expect(ofType(observation, 'guest')).toMatchObject({
    name: { id: 'ch_guest' },
    role: 'person',
    belongsTo: null,
    label: 'Pat',
    keys: [
      { kind: 'email', value: 'pat@globex.example' },
      { kind: 'domain', value: 'globex.example' },
    ],
  })
  const guest = { source: 'stripe', type: 'guest', id: 'ch_guest' }
  expect(ofType(observation, 'dispute').belongsTo).toEqual(guest)
  expect(ofType(observation, 'charge').belongsTo).toEqual(guest)
})

test('a record changed when Stripe or an event says so, however often it is read', async () => {
  const subscription = sim.state.subscriptions.get(ACME.subscription)
  const periodStart = (subscription?.items.data[0]?.current_period_start ?? 0) * 1000
  expect(ofType(await customer(), 'customer').changedAt).toBe(periodStart)
  clock.advance(3_600_000)
  expect(ofType(await customer(), 'customer').changedAt).toBe(periodStart)
  const announcedAt = clock.now() - 60_000
  const told = await read({ type: 'customer', id: ACME.customer }, announcedAt)
  expect(ofType(told, 'customer').changedAt).toBe(announcedAt)
  expect(ofType(told, 'subscription').changedAt).toBe(periodStart)
})

test('an event on a dispute does not make its customer look changed', async () => {
  sim.openInquiry(ACME.duplicateCharge)
  const announcedAt = clock.now() + 5000
  const observation = await read(DISPUTED, announcedAt)
  expect(ofType(observation, 'dispute').changedAt).toBe(announcedAt)
  expect(ofType(observation, 'customer').changedAt).toBeLessThan(clock.now())
})

test('a deleted customer is gone, one that never was is nothing', async () => {
  sim.deleteCustomer(ACME.customer)
  const observation = await read({ type: 'customer', id: ACME.customer }, 1000)
  expect(observation.records).toMatchObject([
    { name: { id: ACME.customer }, gone: true, fields: [], keys: [] },
  ])
  expect(observation.records[0]?.changedAt).toBe(1000)
  expect(await connected().reader.read({ type: 'customer', id: 'cus_never' })).toBeNull()
})

test('an invoice that was tried in vain is past due', async () => {
  const now = sim.clock.seconds()
  const invoice = makeInvoice({
    id: 'in_open',
    number: 'ACME-0099',
    customer: { id: ACME.customer, email: 'billing@acme.example', name: 'Acme Corp' },
    subscription: ACME.subscription,
    description: 'Scale',
    amount: 420_000,
    created: now - DAY,
    periodEnd: now,
    status: 'open',
  })
  sim.state.invoices.set('in_open', invoice)
  const invoices = connected().reader.streams.find(({ name }) => name === 'invoices')
  const before = (await invoices?.readPage(null))?.records.find(({ name }) => name.id === 'in_open')
  sim.failInvoice('in_open')
  const after = (await invoices?.readPage(null))?.records.find(({ name }) => name.id === 'in_open')
  expect(before).toMatchObject({ label: 'ACME-0099 $4,200.00', state: 'open' })
  expect(after?.state).toBe('past_due')
})
