import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RoutingPolicy } from '../../shared/routing-policy.ts'
import { DATABASES } from '../support/database.ts'
import { SECOND } from '../support/held-clock.ts'
import type { TestMember } from '../support/meshline.ts'
import { letHold } from '../support/policies.ts'
import { customerWrites, runOf, startWorld, TICKET, TICKET_ID, type World } from '../support/world.ts'

describe.each(DATABASES)('the suggested owner, set in Zendesk by one press, on %s', database => {
  let world: World
  let ana: TestMember
  let itemId: string

  beforeEach(async () => {
    world = await startWorld(database)
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    await letHold(
      world.meshline,
      'routing',
      RoutingPolicy.parse({
        teams: [{ name: 'billing', role: 'billing-resolver', groups: { zendesk: 'Billing' } }],
        rules: [
          {
            name: 'all',
            title: 'All',
            owner: null,
            when: {},
            assign: { role: 'billing-resolver', team: 'billing' },
          },
        ],
      }),
    )
    for (const user of world.zendesk.state.users.values()) {
      if (user.name === 'Ana Ruiz') Object.assign(user, { email: 'ana.ruiz@acme-support.test' })
    }
    customerWrites(world.zendesk)
    await world.settle()
    itemId = (await world.panel(ana)).item.id
  })
  afterEach(() => world.close())

  const assign = (member: TestMember, record = TICKET) =>
    member.api.v1.items[':id'].assignment.$post({ param: { id: itemId }, json: { record } })
  const correct = (member: TestMember, memberId: string, reason = { code: 'wrong-person', text: '' }) =>
    member.api.v1.items[':id'].owner.$post({
      param: { id: itemId },
      json: { record: TICKET, memberId, reason },
    })
  const ticket = () => world.zendesk.state.ticket(TICKET_ID)
  const place = () => {
    const { group_id, assignee_id } = ticket()
    const group = [...world.zendesk.state.groups.values()].find(({ id }) => id === group_id)?.name
    return { group, assignee: world.zendesk.state.users.get(assignee_id ?? 0)?.email }
  }

  test('group and person are set, once however often it is pressed, as a run that can be taken back', async () => {
    const before = place()
    const answers = await Promise.all([assign(ana), assign(ana)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409])
    await world.settle()
    expect(place()).toEqual({ group: 'Billing', assignee: 'ana.ruiz@acme-support.test' })
    const run = runOf(await world.panel(ana))
    expect(run).toMatchObject({ automation: 'routing-suggestion', state: 'done' })
    const undo = await ana.api.v1.effects[':id'].undo.$post({
      param: { id: run.effects[0]?.id ?? '' },
      json: { record: TICKET, reason: { code: 'wrong-change', text: '' } },
    })
    expect(undo.status).toBe(200)
    await world.settle()
    expect(place()).toEqual(before)
    world.clock.advance(SECOND)
    expect((await assign(ana)).status).toBe(202)
    await world.settle()
    expect(place().group).toBe('Billing')
  })

  test('where it lies there already nothing is done', async () => {
    await assign(ana)
    await world.settle()
    const again = await assign(ana)
    expect(await again.json()).toEqual({ runId: null })
  })

  test('changed by somebody between the press and the call: left alone, and said', async () => {
    world.zendesk.faults.down(true)
    const down = await assign(ana)
    expect(down.status).toBe(502)
    world.zendesk.faults.down(false)
    const response = await assign(ana)
    expect(response.status).toBe(202)
    world.zendesk.agentUpdates(TICKET_ID, {
      assignee_id:
        [...world.zendesk.state.users.values()].find(({ email }) => email?.startsWith('ben'))?.id ?? 0,
    })
    await world.settle()
    expect(place().assignee).not.toBe('ana.ruiz@acme-support.test')
    expect(runOf(await world.panel(ana)).state).toBe('failed')
  })

  test('a viewer and the wrong ticket are refused, and audited', async () => {
    const vera = await world.meshline.signIn('Vera Viewer', ['viewer'])
    expect((await assign(vera)).status).toBe(403)
    expect((await assign(ana, { ...TICKET, id: '35437' })).status).toBe(409)
    expect((await correct(vera, ana.id)).status).toBe(403)
    await world.settle()
    expect(world.zendesk.requests.of('PUT', `/api/v2/tickets/${TICKET_ID}.json`)).toEqual([])
  })

  test('“wrong owner” gives it to the right one, holds against the rules, and counts against the rule', async () => {
    const ben = await world.meshline.signIn('Ben Okafor', ['billing-resolver'])
    expect((await correct(ana, ben.id)).status).toBe(200)
    await world.settle()
    customerWrites(world.zendesk)
    await world.settle()
    const { ownership } = await world.panel(ana)
    expect(ownership).toMatchObject({ person: { name: 'Ben Okafor' }, setBy: 'correction' })
    const handoffs = await world.meshline.server.store.db.selectFrom('handoffs').selectAll().execute()
    expect(handoffs).toMatchObject([
      { cause: 'correction', rule: 'all', rule_version: 1, reason: 'wrong-person' },
    ])
  })

  test('a correction needs a reason of the list and somebody who is there', async () => {
    expect((await correct(ana, ana.id)).status).toBe(409)
    expect((await correct(ana, 'mem_none')).status).toBe(409)
    const ben = await world.meshline.signIn('Ben Okafor', ['billing-resolver'])
    expect((await correct(ana, ben.id, { code: 'other', text: '' })).status).toBe(422)
  })
})
