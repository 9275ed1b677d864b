import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Observation } from '../../../server/connectors/connector.ts'
import { zendeskClient } from '../../../server/connectors/zendesk/client.ts'
import { zendeskReader } from '../../../server/connectors/zendesk/reader.ts'
import { zendesk } from '../../../server/connectors/zendesk/vendor.ts'
import { ACME, seedAcme } from '../../simulators/acme.ts'
import { makeOrganization, makeUser } from '../../simulators/zendesk/people.ts'
import { startZendeskSimulator, type ZendeskSimulator } from '../../simulators/zendesk/simulator.ts'
import { HeldClock, MINUTE } from '../../support/held-clock.ts'

let clock: HeldClock
let sim: ZendeskSimulator

beforeEach(async () => {
  clock = new HeldClock()
  sim = await startZendeskSimulator({ now: clock.now })
  seedAcme({ zendesk: sim })
})

afterEach(() => sim.close())

function connected(change: Record<string, string> = {}) {
  const variables = {
    MESHLINE_ZENDESK_URL: sim.apiUrl,
    MESHLINE_ZENDESK_EMAIL: sim.email,
    MESHLINE_ZENDESK_API_TOKEN: sim.apiToken,
    ...change,
  }
  const { api } = zendesk.connect(variables, clock.now)
  return api ?? expect.fail('it has credentials')
}

async function readTicket(id: string = String(ACME.ticket)): Promise<Observation> {
  return (await connected().reader.read({ type: 'ticket', id })) ?? expect.fail('Zendesk knows it')
}

const ofType = ({ records }: Pick<Observation, 'records'>, type: string) =>
  records.find(({ name }) => name.type === type) ?? expect.fail(`there is no ${type}`)

const organization = { source: 'zendesk', type: 'organization', id: String(ACME.organization) }

test('a ticket comes with its requester and their organization, in one call', async () => {
  const observation = await readTicket()
  expect(sim.requests.of('GET', '/api/v2/tickets/35436.json')).toHaveLength(1)
  expect(observation.subject).toEqual({ source: 'zendesk', type: 'ticket', id: '35436' })
  expect(observation.records).toHaveLength(3)
  expect(ofType(observation, 'ticket')).toMatchObject({
    role: 'part',
    belongsTo: organization,
    label: 'Charged twice in October',
    state: 'open',
    fields: [{ field: 'contact', content: { kind: 'text', text: 'Dana Reyes <dana@acme.example>' } }],
    url: `${sim.apiUrl}/agent/tickets/35436`,
    happenedAt: Date.parse(sim.state.ticket(ACME.ticket).created_at),
  })
  expect(ofType(observation, 'organization')).toMatchObject({
    role: 'account',
    label: 'Acme Corp',
    keys: [
      { kind: 'salesforce-account', value: '0015g00000AbCdEAAV' },
      { kind: 'domain', value: 'acme.example' },
    ],
    fields: [
      { field: 'name', content: { kind: 'text', text: 'Acme Corp' } },
      { field: 'tier', content: { kind: 'text', text: 'enterprise' } },
      { field: 'account_manager', content: { kind: 'text', text: 'eli@acme-support.example' } },
    ],
  })
  expect(ofType(observation, 'user')).toMatchObject({
    role: 'person',
    belongsTo: organization,
    keys: [
      { kind: 'stripe-customer', value: ACME.customer },
      { kind: 'email', value: 'dana@acme.example' },
      { kind: 'domain', value: 'acme.example' },
    ],
    fields: [{ field: 'language', content: { kind: 'text', text: 'en' } }],
  })
})

test('only the requester is the contact, not the agent who has the ticket', async () => {
  sim.agentUpdates(ACME.ticket, { assignee_id: ACME.agents.eli })
  const { records } = await readTicket()
  expect(records.flatMap(({ fields }) => fields.filter(({ field }) => field === 'contact'))).toEqual([
    { field: 'contact', content: { kind: 'text', text: 'Dana Reyes <dana@acme.example>' } },
  ])
  expect(records.filter(({ name }) => name.type === 'user')).toHaveLength(1)
})

test('somebody without an organization stands on their own, and so do their tickets', async () => {
  const observation = await readTicket('35438')
  expect(ofType(observation, 'user')).toMatchObject({ belongsTo: null, label: 'Lukas Brandt' })
  expect(ofType(observation, 'ticket').belongsTo).toEqual(ofType(observation, 'user').name)
})

test.each(['solved', 'pending'] as const)('a ticket that is %s', async status => {
  sim.agentUpdates(ACME.ticket, { status })
  expect(ofType(await readTicket(), 'ticket').state).toBe(status === 'solved' ? 'closed' : 'open')
})

test('a ticket that turns out to be an incident is an incident, and gone as a ticket', async () => {
  clock.advance(MINUTE)
  sim.agentUpdates(ACME.ticket, { type: 'incident' })
  const observation = await readTicket()
  const incident = { source: 'zendesk', type: 'incident', id: '35436' }
  expect(observation.subject).toEqual(incident)
  expect(ofType(observation, 'incident')).toMatchObject({ belongsTo: organization, state: 'open' })
  expect(ofType(observation, 'ticket')).toMatchObject({ gone: true, mergedInto: incident })
})

test('a record changed when Zendesk says so, not when it was read', async () => {
  const changedAt = Date.parse(sim.state.ticket(ACME.ticket).updated_at)
  clock.advance(60 * MINUTE)
  const observation = await readTicket()
  expect(ofType(observation, 'ticket')).toMatchObject({ changedAt, readAt: clock.now() })
  expect(ofType(observation, 'user').changedAt).toBe(Date.parse('2026-11-01T10:00:00Z'))
})

test('a deleted ticket is gone, one that never was is nothing', async () => {
  clock.advance(MINUTE)
  sim.deleteTicket(ACME.ticket)
  const observation = await readTicket()
  expect(observation).toMatchObject({ subject: { id: '35436' }, facts: [] })
  expect(observation.records).toMatchObject([
    { gone: true, label: 'Charged twice in October', changedAt: clock.now() },
  ])
  expect(await connected().reader.read({ type: 'ticket', id: '99999999' })).toBeNull()
})

test('a user who was deleted says nothing any more', async () => {
  sim.changeUser(ACME.requester, { active: false })
  expect(ofType(await readTicket(), 'user')).toMatchObject({ gone: true, keys: [], fields: [] })
})

test('ids past what a number can hold stay exact', async () => {
  const id = '9007199254740993'
  const text = JSON.stringify({
    ticket: { ...sim.state.ticket(ACME.ticket), organization_id: 2 },
    organizations: [{ ...sim.state.organizations.get(ACME.organization), id: 2 }],
  }).replaceAll(/"(id|organization_id)":2\b/g, `"$1":${id}`)
  const server = createServer((_request, response) => response.end(text)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : expect.fail('it listens on a port')
  const client = zendeskClient({ url: `http://127.0.0.1:${port}`, email: 'a@b.example', apiToken: 'token' })
  const observation = await zendeskReader(client, sim.apiUrl, clock.now).read({ type: 'ticket', id: '35436' })
  server.close()
  const [ticket, organizationRecord] = observation?.records ?? []
  expect(ticket?.belongsTo?.id).toBe(id)
  expect(organizationRecord?.name.id).toBe(id)
})

test('what nobody can read is said to be that', async () => {
  sim.faults.failNext({ path: '/api/v2/tickets', status: 200, body: { ticket: { id: ACME.ticket } } })
  await expect(readTicket()).rejects.toThrow(/described ticket 35436 in a way nobody can read/)
})

test('organizations are found by their own id, and by ids of other systems, short or long', async () => {
  const { reader } = connected()
  const found = async (kind: string, value: string) =>
    (await reader.readByIdentifiers([{ kind, value }])).flatMap(({ records }) => records)
  expect(await found('zendesk-organization', '509974')).toMatchObject([{ name: organization }])
  expect(await found('salesforce-account', '0015g00000AbCdEAAV')).toMatchObject([{ name: organization }])
  sim.changeOrganization(ACME.organization, { external_id: '0015g00000AbCdE' })
  expect(await found('salesforce-account', '0015g00000AbCdEAAV')).toMatchObject([{ name: organization }])
  sim.changeOrganization(ACME.organization, { external_id: 'cus_org' })
  expect(await found('stripe-customer', 'cus_org')).toMatchObject([
    { name: organization, keys: [{ kind: 'stripe-customer', value: 'cus_org' }, { kind: 'domain' }] },
  ])
})

test('people are found by address and by customer id, with their organization', async () => {
  const { reader } = connected()
  for (const identifier of [
    { kind: 'email', value: 'dana@acme.example' },
    { kind: 'stripe-customer', value: ACME.customer },
  ]) {
    const [observation] = await reader.readByIdentifiers([identifier])
    expect(observation?.subject).toBeNull()
    expect(observation?.records.map(({ name }) => name.type).toSorted()).toEqual(['organization', 'user'])
  }
})

test('nobody, an agent, or an address that is only alike, is no match', async () => {
  const { reader } = connected()
  const byEmail = (value: string) => reader.readByIdentifiers([{ kind: 'email', value }])
  expect(await byEmail('nobody@acme.example')).toEqual([])
  expect(await byEmail('ana@acme-support.example')).toEqual([])
  const before = sim.requests.entries.length
  expect(await byEmail('a"b@acme.example')).toEqual([])
  expect(await reader.readByIdentifiers([{ kind: 'domain', value: 'acme.example' }])).toEqual([])
  expect(sim.requests.entries).toHaveLength(before)
})

test('one call for each kind of name, however many there are', async () => {
  for (let id = 1; id <= 5; id += 1) {
    const seed = { id, name: `Company ${id}`, domain_names: [], external_id: `cus_${id}` }
    sim.state.organizations.set(id, makeOrganization(seed))
    sim.state.users.set(id, makeUser({ id, name: 'A', email: `a@${id}.example`, external_id: `cus_${id}` }))
  }
  const names = [1, 2, 3, 4, 5].flatMap(id => [
    { kind: 'stripe-customer', value: `cus_${id}` },
    { kind: 'zendesk-organization', value: String(id) },
  ])
  const [observation] = await connected().reader.readByIdentifiers(names)
  expect(observation?.records).toHaveLength(10)
  expect(sim.requests.entries).toHaveLength(3)
})

test('a token says whose it is; an agent cannot find lost changes, an end user cannot read at all', async () => {
  expect(await connected().check()).toEqual({ name: `Meshline <${sim.email}>`, warnings: [] })
  sim.changeUser(ACME.integration, { role: 'agent' })
  expect((await connected().check()).warnings).toEqual([expect.stringContaining('make them an admin')])
  sim.changeUser(ACME.integration, { role: 'end-user' })
  expect((await connected().check()).warnings).toEqual([
    expect.stringContaining('make them an agent or an admin'),
  ])
})

test('a wrong token, a forbidden read and an outage are told apart', async () => {
  const wrong = connected({ MESHLINE_ZENDESK_API_TOKEN: 'wrong' })
  await expect(wrong.check()).rejects.toThrow(/check MESHLINE_ZENDESK_EMAIL and MESHLINE_ZENDESK_API_TOKEN/)
  sim.faults.failNext({ path: '/api/v2/tickets', status: 403 })
  await expect(readTicket()).rejects.toThrow(/make the user of MESHLINE_ZENDESK_EMAIL an admin/)
  sim.faults.failNext({ path: '/api/v2/tickets', status: 503 })
  await expect(readTicket()).rejects.toThrow('Zendesk answered 503')
})
