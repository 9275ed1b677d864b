import { afterEach, beforeEach, expect, test } from 'vitest'
import { ACME } from '../acme.ts'
import { NOW, PATH, startDesk } from './test-desk.ts'

let desk: Awaited<ReturnType<typeof startDesk>>

beforeEach(async () => {
  desk = await startDesk()
})

afterEach(() => desk.close())

test('a wrong token is refused in the words of Zendesk', async () => {
  expect(await desk.call('GET', PATH, undefined, 'wrong')).toMatchObject({
    status: 401,
    body: { error: "Couldn't authenticate you" },
  })
})

test('an unknown ticket is RecordNotFound', async () => {
  expect(await desk.call('GET', '/api/v2/tickets/1.json')).toMatchObject({
    status: 404,
    body: { error: 'RecordNotFound', description: 'Not found' },
  })
})

test('a ticket comes with its people, organization and service levels', async () => {
  const { body } = await desk.call('GET', `${PATH}.json?include=users,organizations,slas`)
  expect(body).toMatchObject({
    ticket: {
      id: 35_436,
      status: 'new',
      tags: ['billing', 'vip'],
      requester_id: ACME.requester,
      slas: { policy_metrics: [{ stage: 'active' }] },
    },
    users: [{ email: 'dana@acme.example', external_id: ACME.customer }],
    organizations: [
      { name: 'Acme Corp', organization_fields: { arr: '50400' }, external_id: '0015g00000AbCdEAAV' },
    ],
  })
})

test('a note by the API is audited with its own metadata', async () => {
  const { body } = await desk.update({
    comment: { body: 'Checked <b>', public: false },
    additional_tags: ['routed'],
    metadata: { meshline: { key: 'k' } },
  })
  expect(body.ticket.tags).toEqual(['billing', 'vip', 'routed'])
  expect(body.audit).toMatchObject({
    author_id: ACME.integration,
    metadata: { custom: { meshline: { key: 'k' } } },
  })
  expect(body.audit.events.map(({ type }: { type: string }) => type)).toEqual(['Comment', 'Change'])
  const { body: list } = await desk.call('GET', `${PATH}/comments.json`)
  expect(list.comments.at(-1)).toMatchObject({
    public: false,
    body: 'Checked <b>',
    html_body: expect.stringContaining('&lt;b&gt;'),
  })
  expect((await desk.call('GET', `${PATH}/audits.json`)).body).toMatchObject({ count: 2, next_page: null })
})

test('every write is at least a second later than the one before', async () => {
  const first = (await desk.update({ priority: 'urgent' })).body.ticket.updated_at
  const second = (await desk.update({ priority: 'low' })).body.ticket.updated_at
  expect([first, second]).toEqual(['2026-11-20T09:02:11Z', '2026-11-20T09:02:12Z'])
})

test('a safe update of a ticket that changed meanwhile is a conflict', async () => {
  const stamp = (await desk.call('GET', PATH)).body.ticket.updated_at
  expect((await desk.update({ safe_update: true, updated_stamp: stamp, status: 'open' })).status).toBe(200)
  const stale = await desk.update({ safe_update: true, updated_stamp: stamp, status: 'pending' })
  expect(stale).toMatchObject({ status: 409, body: { error: 'UpdateConflict' } })
  expect((await desk.call('GET', PATH)).body.ticket.status).toBe('open')
})

test('without safe_update the last write wins', async () => {
  expect((await desk.update({ updated_stamp: '2020-01-01T00:00:00Z', status: 'open' })).status).toBe(200)
})

test('an assignee outside the group is refused and nothing is written', async () => {
  const { status, body } = await desk.update({ assignee_id: ACME.agents.ben, status: 'pending' })
  expect(status).toBe(422)
  expect(body.details.assignee[1].description).toBe('Assignee: is not a member of the group')
  expect((await desk.call('GET', PATH)).body.ticket.status).toBe('new')
})

test('a new ticket opens when it gets an assignee', async () => {
  expect((await desk.update({ assignee_id: ACME.agents.ana })).body.ticket).toMatchObject({
    status: 'open',
    assignee_id: ACME.agents.ana,
  })
})

test('a closed ticket refuses every update', async () => {
  await desk.update({ status: 'closed' })
  expect(await desk.update({ priority: 'low' })).toMatchObject({
    status: 422,
    body: { error: 'RecordInvalid' },
  })
})

test('custom fields must be a list', async () => {
  expect((await desk.update({ custom_fields: { 360011223344: 'scale' } })).status).toBe(400)
  const { body } = await desk.update({ custom_fields: [{ id: 360011223344, value: 'scale' }] })
  expect(body.ticket.custom_fields).toEqual([{ id: 360011223344, value: 'scale' }])
})

test('tags: PUT adds, POST sets, DELETE removes', async () => {
  const path = `${PATH}/tags.json`
  expect((await desk.call('PUT', path, { tags: ['churn_risk'] })).body.tags).toEqual([
    'billing',
    'vip',
    'churn_risk',
  ])
  expect((await desk.call('DELETE', path, { tags: ['vip'] })).body.tags).toEqual(['billing', 'churn_risk'])
  expect((await desk.call('POST', path, { tags: ['one', 'Two words'] })).body.tags).toEqual([
    'one',
    'two_words',
  ])
  const stale = { tags: ['x'], safe_update: 'true', updated_stamp: '2020-01-01T00:00:00Z' }
  expect((await desk.call('PUT', path, stale)).status).toBe(409)
})

test('users are found by email, and the token says who it acts for', async () => {
  const { body } = await desk.call('GET', '/api/v2/users/search.json?query=email:dana@acme.example')
  expect(body.users.map(({ id }: { id: number }) => id)).toEqual([ACME.requester])
  expect((await desk.call('GET', '/api/v2/users/me.json')).body.user.id).toBe(ACME.integration)
  expect((await desk.call('GET', '/api/v2/groups/360000701.json')).body.group.name).toBe('Billing')
  expect((await desk.call('GET', '/api/v2/organizations/509974.json')).body.organization.name).toBe(
    'Acme Corp',
  )
})

test('the incremental export goes on where its cursor stopped', async () => {
  const start = NOW / 1000 - 30 * 86_400
  const first = (
    await desk.call('GET', `/api/v2/incremental/tickets/cursor.json?start_time=${start}&per_page=6`)
  ).body
  expect(first).toMatchObject({ end_of_stream: false, tickets: { length: 6 } })
  const rest = (
    await desk.call('GET', `/api/v2/incremental/tickets/cursor.json?cursor=${first.after_cursor}`)
  ).body
  expect(rest).toMatchObject({ end_of_stream: true, tickets: { length: 2 } })
  await desk.update({ status: 'open' })
  const later = (
    await desk.call('GET', `/api/v2/incremental/tickets/cursor.json?cursor=${rest.after_cursor}`)
  ).body
  expect(later.tickets.map(({ id }: { id: number }) => id)).toEqual([35_436])
})

test('an empty bucket is 429 with Retry-After, and refills with the clock', async () => {
  desk.sim.rateLimit.set(2)
  expect((await desk.call('GET', PATH)).headers.get('x-rate-limit-remaining')).toBe('1')
  await desk.call('GET', PATH)
  const refused = await desk.call('GET', PATH)
  expect(refused).toMatchObject({ status: 429, body: { error: 'TooManyRequests' } })
  expect(Number(refused.headers.get('retry-after'))).toBe(30)
  desk.sim.clock.advance(30_000)
  expect((await desk.call('GET', PATH)).status).toBe(200)
})

test('a deleted ticket is gone from the API', async () => {
  desk.sim.deleteTicket(ACME.ticket)
  expect((await desk.call('GET', PATH)).status).toBe(404)
})
