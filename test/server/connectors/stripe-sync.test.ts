import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SyncPage } from '../../../server/connectors/connector.ts'
import { stripe } from '../../../server/connectors/stripe/vendor.ts'
import { ACME, seedAcme } from '../../simulators/acme.ts'
import { makeCharge } from '../../simulators/stripe/charge.ts'
import { makeCustomer } from '../../simulators/stripe/customer.ts'
import { type StripeSimulator, startStripeSimulator } from '../../simulators/stripe/simulator.ts'
import { DAY, HeldClock, MINUTE } from '../../support/held-clock.ts'

let clock: HeldClock
let sim: StripeSimulator

beforeEach(async () => {
  clock = new HeldClock()
  sim = await startStripeSimulator({ now: clock.now })
})

afterEach(() => sim.close())

function stream(name: string) {
  const variables = { MESHLINE_STRIPE_API_KEY: sim.apiKey, MESHLINE_STRIPE_API_URL: sim.url }
  const { api } = stripe.connect(variables, clock.now)
  return api?.reader.streams.find(each => each.name === name) ?? expect.fail(`there is no stream ${name}`)
}

/** Reads on until the end; `between` happens after each page. */
async function readAll(name: string, cursor: string | null = null, between = () => {}) {
  const pages: SyncPage[] = []
  let at = cursor
  do {
    const page = await stream(name).readPage(at)
    pages.push(page)
    at = page.cursor
    between()
  } while (!pages.at(-1)?.end && pages.length < 2000)
  return {
    pages,
    cursor: at,
    records: pages.flatMap(({ records }) => records),
    subjects: pages.flatMap(({ subjects }) => subjects),
    unreadable: pages.flatMap(({ unreadable }) => unreadable ?? []),
  }
}

function seedCustomers(count: number): void {
  for (let serial = 0; serial < count; serial += 1) {
    const id = `cus_${String(serial).padStart(6, '0')}`
    const email = `owner@company${serial}.example`
    sim.state.customers.set(
      id,
      makeCustomer({ id, name: `Company ${serial}`, email, created: 1000 + serial }),
    )
  }
}

const idsOf = (records: SyncPage['records'], type: string) =>
  records.filter(({ name }) => name.type === type).map(({ name }) => name.id)

test('everything is read once, page by page', async () => {
  seedCustomers(250)
  const { pages, records } = await readAll('customers')
  expect(pages.map(page => page.records.length)).toEqual([100, 100, 50])
  expect(new Set(idsOf(records, 'customer')).size).toBe(250)
  expect(pages.every(({ pauseMs }) => pauseMs > 0)).toBe(true)
})

test('each kind of record has its stream, and a listed customer knows its revenue', async () => {
  seedAcme({ stripe: sim })
  sim.openInquiry(ACME.duplicateCharge)
  const { records } = await readAll('customers')
  const acme = records.find(({ name }) => name.id === ACME.customer)
  expect(acme?.fields.find(({ field }) => field === 'mrr')?.content).toMatchObject({
    money: { minor: 420_000 },
  })
  expect(idsOf(records, 'subscription')).toEqual([ACME.subscription])
  expect(idsOf((await readAll('subscriptions')).records, 'subscription')).toEqual([ACME.subscription])
  expect((await readAll('invoices')).records).toHaveLength(3)
  expect((await readAll('charges')).records).toHaveLength(5)
  const disputes = await readAll('disputes')
  expect(disputes.records).toMatchObject([{ belongsTo: { type: 'customer', id: ACME.customer } }])
  expect(disputes.subjects).toMatchObject([{ subject: { type: 'dispute', id: 'du_1SVmeshDisp0001' } }])
})

test('of the past, only open disputes are anybody’s work', async () => {
  seedAcme({ stripe: sim })
  sim.openInquiry(ACME.duplicateCharge)
  sim.closeDispute('du_1SVmeshDisp0001', 'warning_closed')
  const { records, subjects } = await readAll('disputes')
  expect(records).toHaveLength(1)
  expect(subjects).toEqual([])
})

test('what is added or deleted while the pages are read neither repeats nor hides a record', async () => {
  seedCustomers(250)
  let serial = 0
  const { records } = await readAll('customers', null, () => {
    const id = `cus_new${serial}`
    serial += 1
    sim.state.customers.set(id, makeCustomer({ id, name: id, email: '', created: sim.clock.seconds() }))
    // The last of the page: the next one cannot start after it.
    if (sim.state.customers.has('cus_000150')) sim.deleteCustomer('cus_000150')
  })
  const ids = idsOf(records, 'customer')
  expect(new Set(ids).size).toBe(250)
  expect(ids.length).toBe(250)
})

test('a list that was read rests, until events could have been missed', async () => {
  seedCustomers(3)
  const { cursor } = await readAll('customers')
  const calls = sim.requests.entries.length
  expect(await stream('customers').readPage(cursor)).toMatchObject({ records: [], end: true })
  expect(sim.requests.entries).toHaveLength(calls)
  clock.advance(26 * DAY)
  expect((await stream('customers').readPage(cursor)).records).toHaveLength(3)
})

test('asked every day, it never starts over', async () => {
  seedCustomers(1)
  let { cursor } = await stream('customers').readPage(null)
  for (let day = 0; day < 60; day += 1) {
    clock.advance(DAY + MINUTE)
    const page = await stream('customers').readPage(cursor)
    expect(page.records).toEqual([])
    cursor = page.cursor
  }
})

test('every change is found although every webhook was lost', async () => {
  seedAcme({ stripe: sim })
  const start = await readAll('events')
  expect(start).toMatchObject({ records: [], subjects: [] })
  clock.advance(MINUTE)
  const changedAt = clock.now()
  sim.changeCustomer(ACME.customer, { name: 'Acme Incorporated' })
  sim.changeSubscription(ACME.subscription, 'past_due')
  sim.openInquiry(ACME.duplicateCharge)
  const { records, subjects, cursor } = await readAll('events', start.cursor)
  const acme = records.find(({ name }) => name.type === 'customer')
  expect(acme).toMatchObject({ label: 'Acme Incorporated', changedAt })
  expect(acme?.fields).toContainEqual({
    field: 'payment_status',
    content: { kind: 'text', text: 'past_due' },
  })
  expect(subjects).toEqual([
    {
      subject: { type: 'dispute', id: 'du_1SVmeshDisp0001' },
      record: { source: 'stripe', type: 'dispute', id: 'du_1SVmeshDisp0001' },
      changedAt,
    },
  ])
  expect(await readAll('events', cursor)).toMatchObject({ records: [], subjects: [] })
})

test('a refund is told of its charge, of itself and of the customer', async () => {
  seedAcme({ stripe: sim })
  const { cursor } = await readAll('events')
  const authorization = `Bearer ${sim.apiKey}`
  const body = new URLSearchParams({ charge: ACME.duplicateCharge, amount: '900' })
  await fetch(`${sim.url}/v1/refunds`, { method: 'POST', headers: { authorization }, body })
  const { records, subjects } = await readAll('events', cursor)
  expect(new Set(records.map(({ name }) => name.type))).toEqual(
    new Set(['refund', 'charge', 'customer', 'subscription']),
  )
  expect(subjects).toMatchObject([{ subject: { type: 'charge', id: ACME.duplicateCharge } }])
})

test('more events than a page holds are found in order, oldest first', async () => {
  seedCustomers(130)
  sim.changeCustomer('cus_000000', { name: 'before' })
  const start = await readAll('events')
  for (let serial = 0; serial < 130; serial += 1) {
    clock.advance(1000)
    sim.changeCustomer(`cus_${String(serial).padStart(6, '0')}`, { name: 'after' })
  }
  const { pages, records } = await readAll('events', start.cursor)
  expect(pages.map(page => page.records.length)).toEqual([100, 30])
  expect(new Set(idsOf(records, 'customer')).size).toBe(130)
})

test('an account without any event yet, or quiet for so long that Stripe forgot its last one, misses nothing', async () => {
  seedCustomers(2)
  const quiet = await readAll('events')
  clock.advance(MINUTE)
  sim.changeCustomer('cus_000000', { name: 'first' })
  let { cursor, records } = await readAll('events', quiet.cursor)
  expect(idsOf(records, 'customer')).toEqual(['cus_000000'])
  for (let day = 0; day < 31; day += 1) {
    clock.advance(DAY)
    cursor = (await readAll('events', cursor)).cursor
  }
  sim.changeCustomer('cus_000001', { name: 'second' })
  records = (await readAll('events', cursor)).records
  expect(idsOf(records, 'customer')).toEqual(['cus_000001'])
})

test('a customer that was deleted unannounced is gone', async () => {
  seedAcme({ stripe: sim })
  const { cursor } = await readAll('events')
  sim.deleteCustomer(ACME.customer)
  const { records } = await readAll('events', cursor)
  expect(records).toMatchObject([{ name: { type: 'customer', id: ACME.customer }, gone: true }])
})

test('a row nobody can read is named and does not hold up the others', async () => {
  for (const id of ['ch_1', 'ch_2', 'ch_3']) {
    sim.state.charges.set(id, makeCharge({ id, customer: 'cus_1', amount: 4900, created: 100 }))
  }
  Object.assign(sim.state.charges.get('ch_2') ?? {}, { currency: 'no currency' })
  const { records, unreadable, pages } = await readAll('charges')
  expect(idsOf(records, 'charge').toSorted()).toEqual(['ch_1', 'ch_3'])
  expect(unreadable).toEqual(['charge ch_2'])
  expect(pages.at(-1)?.end).toBe(true)
})

test('an outage in the middle leaves the cursor good for another try', async () => {
  seedCustomers(150)
  const first = await stream('customers').readPage(null)
  sim.faults.failNext({ path: '/v1/customers', status: 429, headers: { 'retry-after': '3' } })
  await expect(stream('customers').readPage(first.cursor)).rejects.toMatchObject({ retryAfterMs: 3000 })
  expect((await stream('customers').readPage(first.cursor)).records).toHaveLength(50)
})

test('a stream the key may not read says so', async () => {
  sim.faults.failNext({ path: '/v1/invoices', status: 403 })
  await expect(stream('invoices').readPage(null)).rejects.toThrow(/lacks a permission/)
})

test('a large account is read to its end', async () => {
  seedCustomers(5_000)
  const { records } = await readAll('customers')
  expect(records).toHaveLength(5_000)
})
