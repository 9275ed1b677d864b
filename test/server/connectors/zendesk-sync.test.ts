import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SyncPage } from '../../../server/connectors/connector.ts'
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
})

afterEach(() => sim.close())

function stream(name: string) {
  const variables = {
    MESHLINE_ZENDESK_URL: sim.apiUrl,
    MESHLINE_ZENDESK_EMAIL: sim.email,
    MESHLINE_ZENDESK_API_TOKEN: sim.apiToken,
  }
  const { api } = zendesk.connect(variables, clock.now)
  return api?.reader.streams.find(each => each.name === name) ?? expect.fail(`there is no stream ${name}`)
}

/** Reads on until the end, waiting as long as each page asks. */
async function readAll(name: string, cursor: string | null = null) {
  const pages: SyncPage[] = []
  let at = cursor
  do {
    const page = await stream(name).readPage(at)
    pages.push(page)
    at = page.cursor
    clock.advance(page.pauseMs)
  } while (!pages.at(-1)?.end && pages.length < 100)
  return {
    pages,
    cursor: at,
    records: pages.flatMap(({ records }) => records),
    subjects: pages.flatMap(({ subjects }) => subjects),
    unreadable: pages.flatMap(({ unreadable }) => unreadable ?? []),
  }
}

const idsOf = ({ records }: { records: SyncPage['records'] }) => records.map(({ name }) => name.id)

function seedUsers(count: number): void {
  const admin = { id: 900_111, name: 'Meshline', email: sim.email, role: 'admin' as const }
  sim.state.users.set(admin.id, makeUser(admin))
  for (let id = 1; id <= count; id += 1) {
    sim.state.users.set(id, makeUser({ id, name: `User ${id}`, email: `user${id}@acme.example` }))
  }
}

test('organizations, people and tickets are read, our own agents are not', async () => {
  seedAcme({ zendesk: sim })
  expect(idsOf(await readAll('organizations'))).toEqual(['509974', '509975', '509976'])
  const users = await readAll('users')
  expect(idsOf(users)).toEqual(['900555', '900556', '900557', '900558', '900559'])
  const tickets = await readAll('tickets')
  expect(tickets.records).toHaveLength(sim.state.tickets.size)
  expect(tickets.records.find(({ name }) => name.id === '35436')?.fields).toEqual([
    { field: 'contact', content: { kind: 'text', text: 'Dana Reyes <dana@acme.example>' } },
  ])
})

test('of the past, only tickets that are not over are anybody’s work; later every change is', async () => {
  seedAcme({ zendesk: sim })
  sim.agentUpdates(ACME.ticket, { status: 'solved' })
  const first = await readAll('tickets')
  expect(idsOf(first)).toContain('35436')
  expect(first.subjects.map(({ subject }) => subject.id)).not.toContain('35436')
  expect(first.subjects.map(({ subject }) => subject.id)).toContain('35437')
  clock.advance(MINUTE)
  sim.agentUpdates(35_437, { status: 'solved' })
  const { subjects } = await readAll('tickets', first.cursor)
  expect(subjects).toEqual([
    {
      subject: { type: 'ticket', id: '35437' },
      record: { source: 'zendesk', type: 'ticket', id: '35437' },
      changedAt: Date.parse(sim.state.ticket(35_437).updated_at),
    },
  ])
})

test('a change is found although its webhook was lost', async () => {
  seedAcme({ zendesk: sim })
  sim.webhooks.faults.drop({})
  const { cursor } = await readAll('tickets')
  clock.advance(MINUTE)
  sim.agentUpdates(ACME.ticket, { priority: 'urgent' })
  const later = await readAll('tickets', cursor)
  expect(idsOf(later)).toEqual(['35436'])
  expect(await readAll('tickets', later.cursor)).toMatchObject({ records: [], subjects: [] })
})

test('a large export comes in pages at half the pace Zendesk allows', async () => {
  seedUsers(2500)
  const { pages, records } = await readAll('users')
  expect(pages.map(page => page.records.length)).toEqual([1000, 1000, 500])
  expect(new Set(idsOf({ records })).size).toBe(2500)
  expect(pages.map(({ pauseMs }) => pauseMs)).toEqual([12_000, 12_000, 12_000])
})

test('who changes while the pages are read comes again, nobody is left out', async () => {
  seedUsers(1500)
  const first = await stream('users').readPage(null)
  clock.advance(first.pauseMs)
  sim.changeUser(1, { name: 'changed' })
  sim.state.users.delete(1200)
  const rest = await readAll('users', first.cursor)
  expect(rest.records.find(({ name }) => name.id === '1')?.label).toBe('changed')
  expect(new Set([...idsOf(first), ...idsOf(rest)]).size).toBe(1499)
})

test('an export by time goes on past a second that fills a page', async () => {
  seedUsers(0)
  for (let id = 1; id <= 1500; id += 1) {
    sim.state.organizations.set(id, makeOrganization({ id, name: `Company ${id}`, domain_names: [] }))
  }
  clock.advance(MINUTE)
  sim.changeOrganization(7, { name: 'changed' })
  clock.advance(5 * MINUTE)
  const { records, pages } = await readAll('organizations')
  expect(new Set(idsOf({ records })).size).toBe(1500)
  expect(records.find(({ label }) => label === 'changed')?.name.id).toBe('7')
  expect(pages.length).toBeLessThan(5)
})

test('what is deleted is gone, and a merged organization says into which', async () => {
  seedAcme({ zendesk: sim })
  const organizations = await readAll('organizations')
  const users = await readAll('users')
  const tickets = await readAll('tickets')
  clock.advance(5 * MINUTE)
  sim.mergeOrganizations(509_975, ACME.organization)
  sim.changeUser(900_558, { active: false })
  sim.deleteTicket(ACME.ticket)
  clock.advance(5 * MINUTE)
  const merged = await readAll('organizations', organizations.cursor)
  expect(merged.records.find(({ name }) => name.id === '509975')).toMatchObject({
    gone: true,
    mergedInto: { source: 'zendesk', type: 'organization', id: '509974' },
  })
  expect(merged.records.find(({ name }) => name.id === '509974')?.keys).toContainEqual({
    kind: 'domain',
    value: 'globex.example',
  })
  const people = await readAll('users', users.cursor)
  expect(people.records.find(({ name }) => name.id === '900558')?.gone).toBe(true)
  expect(people.records.find(({ name }) => name.id === '900556')?.belongsTo?.id).toBe('509974')
  const later = await readAll('tickets', tickets.cursor)
  expect(later.records.find(({ name }) => name.id === '35436')).toMatchObject({ gone: true, state: null })
  expect(later.subjects.map(({ subject }) => subject.id)).toContain('35436')
})

test('a row nobody can read is named and does not hold up the others', async () => {
  seedUsers(3)
  const broken = sim.state.users.get(2)
  Object.assign(broken ?? {}, { updated_at: '2026-11-01 half', email: 5 })
  const { records, unreadable } = await readAll('users')
  expect(idsOf({ records })).toEqual(['1', '3'])
  expect(unreadable).toEqual(['user 2'])
})

test('a page without its rows is an error, not an end', async () => {
  seedUsers(1)
  sim.faults.failNext({ path: '/api/v2/incremental', status: 200, body: { end_of_stream: true } })
  await expect(stream('users').readPage(null)).rejects.toThrow(/described users in a way nobody can read/)
})

test('when the minute’s calls are nearly used up, people come first', async () => {
  seedUsers(1)
  sim.rateLimit.set(10)
  for (let call = 0; call < 3; call += 1) {
    await stream('users').readPage(null)
  }
  expect((await stream('users').readPage(null)).pauseMs).toBe(12_000)
  await stream('users').readPage(null)
  await stream('users').readPage(null)
  expect((await stream('users').readPage(null)).pauseMs).toBe(60_000)
})

test('told to wait, it says for how long, and the cursor is still good', async () => {
  seedUsers(1500)
  const first = await stream('users').readPage(null)
  sim.faults.failNext({ path: '/api/v2/incremental', status: 429, headers: { 'retry-after': '9' } })
  await expect(stream('users').readPage(first.cursor)).rejects.toMatchObject({ retryAfterMs: 9000 })
  expect((await stream('users').readPage(first.cursor)).records).toHaveLength(500)
})

test('eleven exports in a minute are one too many', async () => {
  seedUsers(1)
  for (let call = 0; call < 10; call += 1) await stream('users').readPage(null)
  const error = await stream('users')
    .readPage(null)
    .catch((reason: unknown) => reason)
  expect(error).toMatchObject({ name: 'VendorUnavailable', retryAfterMs: 6000 })
})

test('an agent’s token may not export, and is told so', async () => {
  seedUsers(1)
  sim.faults.failNext({ path: '/api/v2/incremental', status: 403 })
  await expect(stream('users').readPage(null)).rejects.toThrow(
    /make the user of MESHLINE_ZENDESK_EMAIL an admin/,
  )
})
