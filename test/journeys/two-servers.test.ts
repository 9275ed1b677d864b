import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { HOUR } from '../support/held-clock.ts'
import { startMeshline, type TestMember, type TestMeshline } from '../support/meshline.ts'
import { BERLIN, letHold, SLA } from '../support/policies.ts'
import { internalNotes, proposalOf, startWorld, vendorVariables, type World } from '../support/world.ts'

// PostgreSQL only: several servers on one SQLite file is what a team leaves SQLite for.
let world: World
let second: TestMeshline
let ana: TestMember

beforeEach(async () => {
  world = await startWorld('postgres')
  const variables = vendorVariables(world.stripe, world.zendesk)
  second = await startMeshline({
    database: 'postgres',
    clock: world.clock,
    on: world.meshline.database,
    variables,
  })
  ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
})
afterEach(async () => {
  await second.close()
  await world.close()
})

const drainBoth = () => Promise.all([world.meshline.server.drain(), second.server.drain()])

test('two servers work on the same signals: one item, one proposal', async () => {
  world.stripe.webhooks.faults.duplicate({ times: 9 })
  await world.inquiryArrives()
  await drainBoth()
  expect((await world.panel(ana)).previews).toHaveLength(1)
})

test('two servers carry out one approval: one refund, one note', async () => {
  await world.inquiryArrives()
  expect((await world.decide(ana, proposalOf(await world.panel(ana)))).status).toBe(200)
  await drainBoth()
  await world.settle()
  expect(world.stripe.requests.of('POST', '/v1/refunds')).toHaveLength(1)
  expect(internalNotes(world)).toHaveLength(1)
})

test('approved on both servers at once: one decision counts', async () => {
  const ben = await world.meshline.signIn('Ben Okafor', ['billing-resolver'])
  await world.inquiryArrives()
  const preview = proposalOf(await world.panel(ana))
  const answers = await Promise.all([
    world.decide(ana, preview),
    fetch(`${second.url}/v1/previews/${preview.id}/decisions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ben.token}` },
      body: JSON.stringify({
        decision: 'approve',
        previewHash: preview.hash,
        record: { host: 'zendesk', type: 'ticket', id: '35436' },
        reason: { code: 'duplicate-charge', text: '' },
      }),
    }),
  ])
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
})

test('connections cut by the database are made anew, the one that listens as a single one', async () => {
  const client = new pg.Client({ connectionString: world.meshline.database.databaseUrl ?? '' })
  await client.connect()
  const listeners = async () => {
    const text =
      "select count(*)::int as n from pg_stat_activity where datname = current_database() and query like 'listen %'"
    const { rows } = await client.query<{ n: number }>(text)
    return rows[0]?.n
  }
  expect(await listeners()).toBe(2)
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await expect.poll(listeners, { timeout: 15_000 }).toBe(2)
  await client.end()
  const told = new Promise<readonly string[]>(resolve => second.server.store.onChange(resolve))
  await world.inquiryArrives()
  expect((await told).length).toBeGreaterThan(0)
})

test('what one server changes, the watchers of the other are told', async () => {
  const told = new Promise<readonly string[]>(resolve => second.server.store.onChange(resolve))
  await world.inquiryArrives()
  expect((await told).length).toBeGreaterThan(0)
})

test('one window missed while two servers watch: one miss, one bump, one handoff', async () => {
  await world.meshline.signIn('Sam Support', ['support-manager'])
  await letHold(world.meshline, 'calendars', { calendars: [BERLIN] })
  await letHold(world.meshline, 'sla', SLA)
  await world.inquiryArrives()
  world.clock.advance(5 * HOUR)
  await drainBoth()
  await drainBoth()
  const { db } = world.meshline.server.store
  const missed = db.selectFrom('audit_entries').select('seq').where('action', '=', 'clock.missed')
  expect(await missed.execute()).toHaveLength(1)
  expect(await db.selectFrom('bumps').selectAll().execute()).toMatchObject([{ step: 0, outcome: 'bumped' }])
  expect(await db.selectFrom('handoffs').selectAll().execute()).toHaveLength(1)
})
