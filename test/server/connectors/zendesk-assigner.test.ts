import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AssignTo } from '../../../server/connectors/assigner.ts'
import type { EffectSpec } from '../../../shared/action.ts'
import { ACME } from '../../simulators/acme.ts'
import { makeGroup } from '../../simulators/zendesk/people.ts'
import { MINUTE } from '../../support/held-clock.ts'
import { startZendeskAccount, TICKET, type ZendeskAccount } from './zendesk-account.ts'

const { ana, ben } = ACME.agents
const { billing, support } = ACME.groups

let zendesk: ZendeskAccount

beforeEach(async () => {
  zendesk = await startZendeskAccount()
})
afterEach(() => zendesk.sim.close())

const ofSupport: AssignTo = { groupName: 'Support', email: 'ben@acme-support.example' }

async function planned(to: AssignTo = ofSupport): Promise<EffectSpec> {
  const plan = await zendesk.assigner.plan(TICKET, to)
  return plan.kind === 'planned' ? plan.spec : expect.fail(`it is ${JSON.stringify(plan)}`)
}

async function whyNot(to: AssignTo, ticketId = TICKET): Promise<string> {
  const plan = await zendesk.assigner.plan(ticketId, to)
  return plan.kind === 'impossible' ? plan.why.en : expect.fail(`it is ${plan.kind}`)
}

describe('who there is', () => {
  test('an agent and an admin are found by their address, however it is written', async () => {
    const { assigner, sim } = zendesk
    const found = { id: String(ana), name: 'Ana Ruiz', email: 'ana@acme-support.example' }
    expect(await assigner.findAgent(' Ana@Acme-Support.example')).toEqual(found)
    expect(await assigner.findAgent(sim.email)).toMatchObject({ id: String(ACME.integration) })
  })

  test('customers, the deleted, and what is no address are nobody', async () => {
    const { assigner, sim } = zendesk
    sim.changeUser(ben, { active: false })
    expect(await assigner.findAgent('dana@acme.example')).toBeNull()
    expect(await assigner.findAgent('ben@acme-support.example')).toBeNull()
    const before = sim.requests.entries.length
    expect(await assigner.findAgent('ana"@acme-support.example')).toBeNull()
    expect(await assigner.findAgent('Ana Ruiz')).toBeNull()
    expect(sim.requests.entries).toHaveLength(before)
  })

  test('an agent whose address differs by a tag is another agent', async () => {
    zendesk.sim.changeUser(ana, { email: 'desk+billing@acme.example' })
    zendesk.sim.changeUser(ben, { email: 'desk+support@acme.example' })
    expect(await zendesk.assigner.findAgent('desk+support@acme.example')).toMatchObject({ id: String(ben) })
    expect(await zendesk.assigner.findAgent('desk@acme.example')).toBeNull()
  })

  test('a group is found by its name on any page, but not one of two', async () => {
    const { assigner, sim } = zendesk
    for (let id = 1; id <= 150; id += 1) {
      sim.state.groups.set(id, makeGroup({ id, name: id > 148 ? 'Twice' : `Team ${id}`, memberIds: [] }))
    }
    expect(await assigner.findGroup('team 148')).toEqual({ id: '148', name: 'Team 148' })
    expect(await assigner.findGroup('Twice')).toBeNull()
    expect(await assigner.findGroup('Nobody')).toBeNull()
    expect(sim.requests.of('GET', '/api/v2/groups.json')).toHaveLength(2)
  })

  test('a group that is renamed is known by its new name a minute later', async () => {
    const { assigner, sim, clock } = zendesk
    expect(await assigner.findGroup('Support')).not.toBeNull()
    sim.state.groups.set(support, makeGroup({ id: support, name: 'Care', memberIds: [ben] }))
    clock.advance(MINUTE)
    expect(await assigner.findGroup('Care')).toEqual({ id: String(support), name: 'Care' })
  })

  test('an outage is no answer, and is not remembered as one', async () => {
    zendesk.sim.faults.failNext({ path: '/api/v2/groups', status: 503 })
    await expect(zendesk.assigner.findGroup('Support')).rejects.toMatchObject({ name: 'VendorUnavailable' })
    expect(await zendesk.assigner.findGroup('Support')).not.toBeNull()
  })
})

describe('a plan', () => {
  test('says where the ticket lies and where it is to go', async () => {
    expect(await planned()).toEqual({
      kind: 'ticket-assignment',
      vendor: 'zendesk',
      ticketId: TICKET,
      before: { group: { id: String(billing), name: 'Billing' }, assignee: null },
      after: {
        group: { id: String(support), name: 'Support' },
        assignee: { id: String(ben), name: 'Ben Okafor' },
      },
    })
  })

  test('for a group alone leaves nobody in particular', async () => {
    zendesk.sim.agentUpdates(ACME.ticket, { assignee_id: ana })
    expect(await planned({ groupName: 'Support', email: null })).toMatchObject({ after: { assignee: null } })
  })

  test('for a person alone stays in the ticket’s group, else goes to their own', async () => {
    const inGroupOf = async (email: string) => {
      const spec = await planned({ groupName: null, email })
      return spec.kind === 'ticket-assignment' ? spec.after.group?.name : null
    }
    expect(await inGroupOf('ana@acme-support.example')).toBe('Billing')
    expect(await inGroupOf('ben@acme-support.example')).toBe('Support')
  })

  test('is none where the ticket lies there already', async () => {
    zendesk.sim.agentUpdates(ACME.ticket, { group_id: support, assignee_id: ben })
    expect(await zendesk.assigner.plan(TICKET, ofSupport)).toEqual({ kind: 'nothing-to-do' })
  })

  test('says why there is none', async () => {
    const inBilling = { groupName: 'Billing', email: 'ben@acme-support.example' }
    expect(await whyNot(inBilling)).toMatch(/^Ben Okafor is not in the group Billing in Zendesk/)
    expect(await whyNot({ groupName: 'Sales', email: null })).toMatch(/no group named Sales/)
    expect(await whyNot({ groupName: null, email: 'x@acme.example' })).toMatch(
      /has the address x@acme.example/,
    )
    expect(await whyNot({ groupName: null, email: null })).toMatch(/Neither a group nor a person/)
    expect(await whyNot(ofSupport, '99')).toBe('Zendesk has no ticket #99')
    zendesk.sim.state.groups.clear()
    expect(await whyNot({ groupName: null, email: 'eli@acme-support.example' })).toMatch(/is in no group/)
    zendesk.sim.agentUpdates(ACME.ticket, { status: 'closed' })
    expect(await whyNot(ofSupport)).toMatch(/is closed/)
  })
})
