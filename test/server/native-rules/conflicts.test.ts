import { afterEach, beforeEach, expect, test } from 'vitest'
import { setPolicy } from '../../../server/policies/set-policy.ts'
import { NativeConflicts } from '../../../shared/native-conflict.ts'
import { FIRST_ROUTING_POLICY, RoutingPolicy } from '../../../shared/routing-policy.ts'
import { SlaPolicy } from '../../../shared/sla-policy.ts'
import { ACME } from '../../simulators/acme.ts'
import { DATABASES } from '../../support/database.ts'
import { startMeshline, type TestMember } from '../../support/meshline.ts'
import { startWorld, type World } from '../../support/world.ts'

const { ana } = ACME.agents
const { billing, support } = ACME.groups
const urgent = { field: 'ticket.priority', operator: 'is', value: 'urgent' } as const
const vip = { field: 'ticket.tags', operator: 'includes', value: ['vip'] } as const

/** Urgent tickets go to a team whose group is Support; everything else to a role alone. */
const ROUTING = RoutingPolicy.parse({
  teams: [{ name: 'support', role: 'support-manager', groups: { zendesk: 'support' } }],
  rules: [
    {
      name: 'urgent',
      title: 'Urgent',
      owner: null,
      when: { all: [urgent] },
      assign: { role: 'support-manager', team: 'support' },
    },
    { ...FIRST_ROUTING_POLICY.rules[1] },
  ],
})

const SLA = SlaPolicy.parse({
  rules: [
    {
      name: 'vip',
      title: 'VIP',
      owner: 'rita@acme.test',
      when: { all: [vip] },
      targets: {
        'first-response': { unit: 'calendar', within: { default: '4h' }, pausedIn: ['pending'] },
        resolution: { unit: 'calendar', within: { default: '3d' } },
      },
    },
  ],
})

const [DATABASE] = DATABASES
let world: World
let vera: TestMember

beforeEach(async () => {
  world = await startWorld(DATABASE ?? 'sqlite')
  vera = await world.meshline.signIn('Vera Viewer', ['viewer'])
  const rita = await world.meshline.signIn('Rita Rules', ['rev-ops-lead'])
  const author = {
    id: rita.id,
    email: 'rita@acme.test',
    name: 'Rita',
    roles: ['rev-ops-lead' as const],
    active: true,
  }
  for (const change of [
    { kind: 'routing' as const, policy: ROUTING },
    { kind: 'sla' as const, policy: SLA },
  ]) {
    await world.meshline.server.store.write({ kind: 'command', user: 'test' }, tx =>
      setPolicy(tx, { ...change, author, reason: 'test', basedOn: null }),
    )
  }
})
afterEach(() => world.close())

async function conflicts(url = world.meshline.url, member = vera) {
  const response = await fetch(`${url}/v1/policies/routing/conflicts`, {
    headers: { authorization: `Bearer ${member.token}` },
  })
  expect(response.status).toBe(200)
  return NativeConflicts.parse(await response.json())
}

const group = (id: number) => ({ field: 'group_id', value: String(id) })
const found = async () =>
  (await conflicts()).conflicts.map(({ title, sets, collisions }) => ({
    title,
    sets: sets.en,
    collisions: collisions.map(({ policy, rule, certainty }) => `${certainty} ${policy} ${rule}`),
  }))

test('a viewer sees each rule that leads elsewhere, with what it sets, when, where to edit it and why', async () => {
  const all = [{ field: 'priority', operator: 'is', value: 'urgent' }]
  world.zendesk.addTrigger({ title: 'Urgent to billing', all, actions: [group(billing)] })
  const { tools, conflicts: listed } = await conflicts()
  expect(tools).toEqual([{ kind: 'read', source: 'zendesk', rules: 1 }])
  expect(listed).toMatchObject([
    {
      source: 'zendesk',
      title: 'Urgent to billing',
      sets: { en: 'Group: Billing', de: 'Gruppe: Billing' },
      when: 'priority is urgent',
      unlisted: { routing: 0, sla: 0 },
    },
  ])
  expect(listed[0]?.url).toContain('/admin/objects-rules/rules/triggers/')
  expect(listed[0]?.collisions).toEqual([
    {
      policy: 'routing',
      rule: 'urgent',
      title: 'Urgent',
      certainty: 'always',
      why: {
        en: 'Leads to the group Billing, ours to support',
        de: 'Führt zur Gruppe Billing, unsere zu support',
      },
    },
    {
      policy: 'routing',
      rule: 'everything-else',
      title: 'Everything else',
      certainty: 'may',
      why: {
        en: 'Leads to Billing; ours leads to support-manager and names no group there, so nobody can tell whether they agree',
        de: 'Führt zu Billing; unsere führt zu support-manager und nennt dort keine Gruppe, daher ist nicht zu sagen, ob beide dasselbe meinen',
      },
    },
  ])
})

test('a rule that leads to the same group, however it is written, is in nobody’s way', async () => {
  const all = [{ field: 'priority', operator: 'is', value: 'urgent' }]
  world.zendesk.addTrigger({ title: 'Same', all, actions: [group(support)] })
  expect((await found()).flatMap(({ collisions }) => collisions)).toEqual(['may routing everything-else'])
})

test('a rule for other tickets is in nobody’s way; one that names a person always is', async () => {
  const low = [{ field: 'priority', operator: 'is', value: 'low' }]
  world.zendesk.addTrigger({ title: 'Low', all: low, actions: [group(billing)] })
  world.zendesk.addTrigger({
    title: 'Ana',
    actions: [group(support), { field: 'assignee_id', value: String(ana) }],
  })
  world.zendesk.addTrigger({ title: 'Nobody', actions: [{ field: 'assignee_id', value: '' }] })
  expect(await found()).toEqual([
    { title: 'Low', sets: 'Group: Billing', collisions: ['may routing everything-else'] },
    {
      title: 'Ana',
      sets: 'Group: Support, assignee: Ana Ruiz',
      collisions: ['always routing urgent', 'always routing everything-else'],
    },
    {
      title: 'Nobody',
      sets: 'Assignee: nobody',
      collisions: ['always routing urgent', 'always routing everything-else'],
    },
  ])
})

test('a status that stops or ends a clock collides with the rule that set it; one that does neither does not', async () => {
  world.zendesk.addTrigger({ title: 'Waits', actions: [{ field: 'status', value: 'pending' }] })
  world.zendesk.addTrigger({
    title: 'Ends',
    all: [{ field: 'current_tags', operator: 'includes', value: 'vip' }],
    actions: [{ field: 'status', value: 'solved' }],
  })
  world.zendesk.addTrigger({
    title: 'Not VIP',
    all: [{ field: 'current_tags', operator: 'not_includes', value: 'vip' }],
    actions: [{ field: 'status', value: 'solved' }],
  })
  world.zendesk.addTrigger({ title: 'Opens', actions: [{ field: 'status', value: 'open' }] })
  const { tools, conflicts: listed } = await conflicts()
  expect(tools).toEqual([{ kind: 'read', source: 'zendesk', rules: 4 }])
  expect(listed.map(({ title, collisions }) => [title, collisions.map(({ why }) => why.en)])).toEqual([
    [
      'Waits',
      ['While the ticket is pending, these stand still: first response. So their rule decides how long'],
    ],
    ['Ends', ['It ends or stops without an answer of a person: resolution']],
  ])
  expect(listed.flatMap(({ collisions }) => collisions.map(({ certainty }) => certainty))).toEqual([
    'always',
    'always',
  ])
})

test('a tool that is away is told of in its own words, and is no error', async () => {
  world.zendesk.faults.failNext({ path: '/api/v2/triggers', status: 403 })
  const { tools, conflicts: listed } = await conflicts()
  expect(listed).toEqual([])
  expect(tools).toMatchObject([
    { kind: 'away', source: 'zendesk', why: { en: expect.stringContaining('make the user of') } },
  ])
})

test('without a tool that assigns there is nothing to compare', async () => {
  const alone = await startMeshline({ database: 'sqlite' })
  const member = await alone.signIn('Vera Viewer', ['viewer'])
  expect(await conflicts(alone.url, member)).toEqual({ tools: [], conflicts: [] })
  await alone.close()
})
