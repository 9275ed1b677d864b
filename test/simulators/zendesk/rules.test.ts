import { afterEach, beforeEach, expect, test } from 'vitest'
import { ACME } from '../acme.ts'
import { startDesk } from './test-desk.ts'

const { ana, ben, eli } = ACME.agents
const { billing, support } = ACME.groups
const AUDITS = '/api/v2/tickets/35436/audits.json'

let desk: Awaited<ReturnType<typeof startDesk>>

beforeEach(async () => {
  desk = await startDesk()
})
afterEach(() => desk.close())

const ticket = () => desk.sim.state.ticket(ACME.ticket)
const condition = (field: string, operator: string, value: string | null = null) => ({
  field,
  operator,
  value,
})

test('a trigger acts within the update that set it off, and its changes bear its name', async () => {
  desk.sim.addEventSubscription(desk.sink.url, 'secret')
  const { id } = desk.sim.addTrigger({
    title: 'Open to Eli',
    all: [condition('status', 'value', 'open')],
    actions: [
      { field: 'assignee_id', value: String(eli) },
      { field: 'current_tags', value: 'routed' },
      { field: 'notification_user', value: 'assignee_id' },
    ],
  })
  const { body } = await desk.update({ status: 'open' })
  expect(body.ticket).toMatchObject({ assignee_id: eli, tags: ['billing', 'vip', 'routed'] })
  const via = { channel: 'rule', source: { from: { id, title: 'Open to Eli' }, rel: 'trigger' } }
  expect(body.audit.events).toMatchObject([
    { field_name: 'status', value: 'open' },
    { field_name: 'assignee_id', value: String(eli), previous_value: null, via },
    { field_name: 'tags', via },
    { type: 'Notification', via },
  ])
  expect(body.audit.events[0]).not.toHaveProperty('via')
  await desk.sim.settled()
  expect(desk.events().map(({ type }) => type)).toEqual([
    'zen:event-type:ticket.status_changed',
    'zen:event-type:ticket.agent_assignment_changed',
    'zen:event-type:ticket.tags_changed',
  ])
})

test('a trigger acts on a new ticket before anybody hears of it', () => {
  desk.sim.addTrigger({
    title: 'New to support',
    all: [condition('update_type', 'is', 'Create'), condition('subject_includes_word', 'includes', 'login')],
    actions: [{ field: 'group_id', value: String(support) }],
  })
  const subject = 'Cannot login'
  expect(desk.sim.customerWrites({ requesterId: ACME.requester, subject, body: 'Help' }).group_id).toBe(
    support,
  )
  expect(desk.sim.customerWrites({ requesterId: ACME.requester, body: 'Help' }).group_id).toBeNull()
})

test('after one that changed something the others are asked again, each acts at most once', async () => {
  desk.sim.addTrigger({
    title: 'Urgent to support',
    all: [condition('priority', 'changed'), condition('priority', 'is', 'urgent')],
    actions: [{ field: 'group_id', value: String(support) }],
  })
  desk.sim.addTrigger({
    title: 'VIPs are urgent',
    any: [condition('current_tags', 'includes', 'vip'), condition('role', 'is', 'end_user')],
    actions: [{ field: 'priority', value: 'urgent' }],
  })
  const { body } = await desk.update({ status: 'open' })
  expect(body.ticket).toMatchObject({ priority: 'urgent', group_id: support })
})

test.each([
  condition('priority', 'less_than', 'high'),
  condition('status', 'is_not', 'open'),
  condition('priority', 'changed'),
  condition('status', 'value_previous', 'hold'),
  condition('current_tags', 'not_includes', 'vip'),
  condition('comment_is_public', 'is', 'true'),
  condition('role', 'is', 'end_user'),
  condition('a_field_of_the_future', 'is', 'x'),
  condition('status', 'an_operator_of_the_future', 'open'),
])('a trigger for %j does not act on an agent’s opening', async all => {
  desk.sim.addTrigger({
    title: 'Never',
    all: [all],
    actions: [{ field: 'group_id', value: String(support) }],
  })
  await desk.update({ status: 'open' })
  expect(ticket().group_id).toBe(billing)
})

test('who is not in the group a ticket goes to loses it', async () => {
  await desk.update({ assignee_id: eli })
  await desk.update({ group_id: support })
  expect(ticket()).toMatchObject({ group_id: support, assignee_id: null })
  await desk.update({ assignee_id: ana })
  await desk.update({ group_id: billing })
  expect(ticket()).toMatchObject({ group_id: billing, assignee_id: ana })
})

test('a ticket goes to no customer, nobody deleted, and no group there is not', async () => {
  desk.sim.changeUser(eli, { active: false })
  expect((await desk.update({ assignee_id: ACME.requester })).status).toBe(422)
  expect((await desk.update({ assignee_id: eli })).status).toBe(422)
  expect((await desk.update({ assignee_id: 1 })).status).toBe(422)
  expect((await desk.update({ group_id: 1 })).status).toBe(422)
})

test('audits come by cursor, with the people and groups they name', async () => {
  await desk.update({ group_id: support, assignee_id: ben })
  const first = await desk.call('GET', `${AUDITS}?page[size]=1&include=users,groups`)
  expect(first.body).toMatchObject({ audits: [{ author_id: ACME.requester }], meta: { has_more: true } })
  expect(first.body.users.map(({ id }: { id: number }) => id)).toContain(ben)
  expect(first.body.groups.map(({ name }: { name: string }) => name)).toEqual(['Billing', 'Support'])
  const cursor = encodeURIComponent(first.body.meta.after_cursor)
  const second = await desk.call('GET', `${AUDITS}?page[size]=1&page[after]=${cursor}`)
  expect(second.body).toMatchObject({ audits: [{ author_id: ACME.integration }], meta: { has_more: false } })
  expect((await desk.call('GET', `${AUDITS}?page=2&per_page=1`)).body.audits).toEqual(second.body.audits)
})

test('groups and memberships are listed, without deleted ones', async () => {
  desk.sim.changeUser(ben, { active: false })
  const names = (await desk.call('GET', '/api/v2/groups.json')).body.groups
  expect(names.map(({ name }: { name: string }) => name)).toEqual(['Billing', 'Support'])
  const of = async (path: string) => (await desk.call('GET', `/api/v2/${path}.json`)).body.group_memberships
  expect(await of(`users/${ana}/group_memberships`)).toMatchObject([
    { group_id: billing, default: true },
    { group_id: support, default: false },
  ])
  expect(await of(`groups/${support}/memberships`)).toMatchObject([
    { user_id: ana },
    { user_id: ACME.integration },
  ])
  expect(await of('group_memberships')).toHaveLength(5)
})

test('triggers are listed in their order, active ones alone where asked', async () => {
  desk.sim.addTrigger({ title: 'One', actions: [], active: false })
  desk.sim.addTrigger({ title: 'Two', actions: [] })
  const titles = async (query: string) =>
    (await desk.call('GET', `/api/v2/triggers.json${query}`)).body.triggers.map(
      ({ title }: { title: string }) => title,
    )
  expect(await titles('')).toEqual(['One', 'Two'])
  expect(await titles('?active=true')).toEqual(['Two'])
})

test('a promise shows beside the ticket, and the audit names its policy', async () => {
  desk.sim.applySla(ACME.ticket, { metric: 'first_reply_time', minutes: 30, policy: 'VIP' })
  const { body } = await desk.call('GET', `/api/v2/tickets/35436.json?include=slas`)
  expect(body.ticket.slas.policy_metrics).toContainEqual({
    metric: 'first_reply_time',
    stage: 'active',
    breach_at: '2026-11-20T08:42:11Z',
    minutes: 30,
  })
  const { audits } = (await desk.call('GET', AUDITS)).body
  expect(audits[0].events.at(-1)).toMatchObject({
    field_name: 'first_reply_time',
    via: { current_sla_policy: 'VIP', source: { rel: 'sla_target_change' } },
  })
})

test('a trigger can be added over HTTP', async () => {
  const trigger = { title: 'By hand', actions: [{ field: 'status', value: 'hold' }] }
  expect((await desk.call('POST', '/__sim/triggers', trigger)).status).toBe(200)
  await desk.update({ priority: 'low' })
  expect(ticket().status).toBe('hold')
})
