import { afterEach, beforeEach, expect, test } from 'vitest'
import { ACME } from '../../simulators/acme.ts'
import { startZendeskAccount, type ZendeskAccount } from './zendesk-account.ts'

const { ana } = ACME.agents
const { billing, support } = ACME.groups

let zendesk: ZendeskAccount

beforeEach(async () => {
  zendesk = await startZendeskAccount()
})
afterEach(() => zendesk.sim.close())

const rules = () => zendesk.assigner.nativeRules()

test('a trigger that gives tickets to somebody is told with names, words and where to edit it', async () => {
  const all = [
    { field: 'update_type', operator: 'is', value: 'Create' },
    { field: 'current_tags', operator: 'includes', value: 'refund chargeback' },
  ]
  const any = [
    { field: 'priority', operator: 'greater_than', value: 'normal' },
    { field: 'group_id', operator: 'is_not', value: String(support) },
  ]
  const actions = [
    { field: 'group_id', value: String(billing) },
    { field: 'assignee_id', value: String(ana) },
    { field: 'notification_user', value: ['assignee_id', 'Yours', 'It is yours'] },
  ]
  const { id } = zendesk.sim.addTrigger({ title: 'Refunds to Ana', all, any, actions })
  expect(await rules()).toEqual([
    {
      id: String(id),
      title: 'Refunds to Ana',
      url: `${zendesk.sim.apiUrl}/admin/objects-rules/rules/triggers/${id}`,
      assigns: { group: 'Billing', assignee: 'Ana Ruiz' },
      when: 'ticket is created and tags includes refund or chargeback and (priority is above normal or group is not Support)',
      conditions: { all, any },
      said: {
        all: [null, { field: 'ticket.tags', operator: 'includes', value: ['refund', 'chargeback'] }],
        any: [{ field: 'ticket.priority', operator: 'includes', value: ['high', 'urgent'] }, null],
      },
    },
  ])
})

test('only active triggers that decide on group, assignee or status are told, in their order', async () => {
  const { sim } = zendesk
  sim.addTrigger({
    title: 'Tells the requester',
    actions: [{ field: 'notification_user', value: 'requester_id' }],
  })
  sim.addTrigger({ title: 'Was once', actions: [{ field: 'group_id', value: '1' }], active: false })
  sim.addTrigger({ title: 'Reopens', actions: [{ field: 'status', value: 'open' }] })
  sim.addTrigger({ title: 'Empties', actions: [{ field: 'assignee_id', value: '' }] })
  sim.addTrigger({ title: 'First come', actions: [{ field: 'assignee_id', value: 'current_user' }] })
  expect((await rules()).map(({ title, assigns, when }) => ({ title, assigns, when }))).toEqual([
    { title: 'Reopens', assigns: { status: 'open' }, when: 'at every update' },
    { title: 'Empties', assigns: { assignee: null }, when: 'at every update' },
    { title: 'First come', assigns: { assignee: 'whoever updates it' }, when: 'at every update' },
  ])
})

test('groups and people who are gone are told by their ids', async () => {
  const actions = [
    { field: 'group_id', value: '7' },
    { field: 'assignee_id', value: '8' },
  ]
  zendesk.sim.addTrigger({ title: 'Old', actions })
  expect((await rules())[0]?.assigns).toEqual({ group: 'group 7', assignee: 'user 8' })
})

test('automations are told behind the triggers, with what they wait for', async () => {
  const all = [
    { field: 'status', operator: 'is', value: 'pending' },
    { field: 'PENDING', operator: 'greater_than', value: '96' },
  ]
  const { id } = zendesk.sim.addAutomation({
    title: 'Solves what nobody answered',
    all,
    actions: [{ field: 'status', value: 'solved' }],
  })
  zendesk.sim.addTrigger({ title: 'Reopens', actions: [{ field: 'status', value: 'open' }] })
  const [first, second] = await rules()
  expect(first?.title).toBe('Reopens')
  expect(second).toMatchObject({
    assigns: { status: 'solved' },
    when: 'status is pending and hours since pending is above 96',
    url: `${zendesk.sim.apiUrl}/admin/objects-rules/rules/automations/${id}`,
    said: { all: [{ field: 'ticket.status', operator: 'is', value: 'pending' }, null], any: [] },
  })
})

test('all pages are read', async () => {
  for (let rule = 1; rule <= 130; rule += 1) {
    zendesk.sim.addTrigger({ title: `Rule ${rule}`, actions: [{ field: 'status', value: 'open' }] })
  }
  expect(await rules()).toHaveLength(130)
  expect(zendesk.sim.requests.of('GET', '/api/v2/triggers.json')).toHaveLength(2)
})

test('nothing is asked beside, where there are no such rules', async () => {
  expect(await rules()).toEqual([])
  const asked = zendesk.sim.requests.entries.map(({ path }) => path.replace(/\?.*/, ''))
  expect(asked.toSorted()).toEqual(['/api/v2/automations.json', '/api/v2/triggers.json'])
})

test('a trigger nobody can read, or with odd conditions, does not hide the others', async () => {
  const status = { field: 'status', value: 'open' }
  const triggers = [
    { title: 'No id', actions: [status] },
    { id: 1, title: 7, actions: 'none' },
    {
      id: 2,
      title: 'Odd',
      actions: [status],
      conditions: { all: 'none', any: [{ field: 'custom_fields_1', operator: 'present', value: null }] },
    },
    { id: 3, title: 'Bare', actions: [status], conditions: null },
    {
      id: 4,
      title: 'Deep',
      actions: [status],
      conditions: { all: [{ field: 'x', operator: 'is', value: { a: 1 } }] },
    },
  ]
  zendesk.sim.faults.failNext({ path: '/api/v2/triggers', status: 200, body: { triggers } })
  expect((await rules()).map(({ title, when }) => `${title}: ${when}`)).toEqual([
    'Odd: custom fields 1 present',
    'Bare: at every update',
    'Deep: x is {"a":1}',
  ])
})

test('a list that is none is said to be unreadable, a refusal says what to do, a limit how long to wait', async () => {
  const { faults } = zendesk.sim
  faults.failNext({ path: '/api/v2/triggers', status: 200, body: { triggers: 'none' } })
  await expect(rules()).rejects.toMatchObject({ name: 'UnreadableAnswer' })
  faults.failNext({ path: '/api/v2/triggers', status: 403 })
  await expect(rules()).rejects.toThrow(/make the user of MESHLINE_ZENDESK_EMAIL an admin/)
  faults.failNext({ path: '/api/v2/triggers', status: 429, headers: { 'retry-after': '4' } })
  await expect(rules()).rejects.toMatchObject({ retryAfterMs: 4000 })
})
