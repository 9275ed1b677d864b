import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AssignTo } from '../../../server/connectors/assigner.ts'
import type { EffectSpec } from '../../../shared/action.ts'
import { ACME } from '../../simulators/acme.ts'
import { makeGroup } from '../../simulators/zendesk/people.ts'
import { MINUTE } from '../../support/held-clock.ts'
import { AUDITS, startZendeskAccount, TICKET, type ZendeskAccount } from './zendesk-account.ts'

const { ana, ben, eli } = ACME.agents
const { billing, support } = ACME.groups
const PATH = `/api/v2/tickets/${TICKET}.json`

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

const place = () => {
  const { group_id, assignee_id } = zendesk.sim.state.ticket(ACME.ticket)
  return { group_id, assignee_id }
}

describe('carrying it out', () => {
  test('group and assignee are set in one guarded call that bears our mark', async () => {
    const outcome = await zendesk.perform(await planned(), 'meshline:assign:item_1')
    expect(place()).toEqual({ group_id: support, assignee_id: ben })
    const audit = zendesk.sim.state.audits.get(ACME.ticket)?.at(-1)
    expect(outcome).toEqual({ kind: 'done', externalId: String(audit?.id) })
    expect(audit?.metadata.custom).toEqual({ meshline: { key: 'meshline:assign:item_1' } })
    const [put] = zendesk.sim.requests.of('PUT', PATH)
    expect(JSON.parse(put?.body ?? '').ticket).toMatchObject({
      safe_update: true,
      updated_stamp: expect.stringMatching(/Z$/),
    })
  })

  test('the approver reads who had it and who is to have it, in both languages', async () => {
    const spec = await planned()
    const { executor } = zendesk.api.executors.find(({ kind }) => kind === spec.kind) ?? expect.fail()
    expect(executor.describe(spec, 'key')).toMatchObject({
      title: { en: 'Assign ticket #35436 to Ben Okafor (Support)' },
      changes: [
        { field: { de: 'Gruppe' }, before: { en: 'Billing' }, after: { en: 'Support' } },
        { before: { en: 'nobody', de: 'niemand' }, after: { en: 'Ben Okafor' } },
      ],
      reversibility: 'reversible',
      reversibilityReason: { en: expect.stringContaining('the group Billing') },
    })
  })

  test('who moved the ticket meanwhile is named, and nothing is overwritten', async () => {
    const spec = await planned()
    zendesk.sim.agentUpdates(ACME.ticket, { assignee_id: eli }, ana)
    expect(await zendesk.perform(spec)).toMatchObject({
      kind: 'refused',
      why: { en: expect.stringMatching(/changed meanwhile by Ana Ruiz; it lies with Eli Novak \(Billing\)/) },
    })
    expect(place()).toEqual({ group_id: billing, assignee_id: eli })
  })

  test('a rule of Zendesk that moved it meanwhile is named like anybody', async () => {
    const spec = await planned()
    zendesk.sim.addTrigger({
      title: 'Urgent to Eli',
      all: [{ field: 'priority', operator: 'is', value: 'urgent' }],
      actions: [{ field: 'assignee_id', value: String(eli) }],
    })
    zendesk.sim.agentUpdates(ACME.ticket, { priority: 'urgent' }, ana)
    const outcome = await zendesk.perform(spec)
    expect(outcome).toMatchObject({ why: { en: expect.stringContaining('by Urgent to Eli') } })
  })

  test('a name that cannot be read makes no other outcome', async () => {
    const spec = await planned()
    zendesk.sim.agentUpdates(ACME.ticket, { assignee_id: eli }, ana)
    zendesk.sim.faults.failNext({ path: AUDITS, status: 500 })
    expect(await zendesk.perform(spec)).toMatchObject({
      kind: 'refused',
      why: { en: expect.stringContaining('changed meanwhile by somebody') },
    })
  })

  test('put where it was to go by somebody else, it is done', async () => {
    const spec = await planned()
    zendesk.sim.agentUpdates(ACME.ticket, { group_id: support, assignee_id: ben }, ana)
    expect(await zendesk.perform(spec)).toEqual({ kind: 'done', externalId: null })
  })

  test('a change of something else does not stop it', async () => {
    const spec = await planned()
    zendesk.sim.agentUpdates(ACME.ticket, { priority: 'urgent' }, ana)
    expect(await zendesk.perform(spec)).toMatchObject({ kind: 'done' })
  })
})

describe('trouble', () => {
  test('saved between our read and our write, it is tried again, and says who saved', async () => {
    const spec = await planned()
    zendesk.sim.agentUpdates(ACME.ticket, { priority: 'urgent' }, ana)
    zendesk.sim.faults.failNext({ method: 'PUT', path: '/api/v2/tickets', status: 409 })
    expect(await zendesk.perform(spec)).toMatchObject({
      kind: 'unavailable',
      why: { en: expect.stringMatching(/changed meanwhile by Ana Ruiz.*tried again/) },
    })
    expect(await zendesk.perform(spec)).toMatchObject({ kind: 'done' })
  })

  test('moved between our read and our write, it stays where it was put', async () => {
    const spec = await planned()
    zendesk.sim.faults.latency(400)
    const outcome = zendesk.perform(spec)
    await expect.poll(() => zendesk.sim.requests.of('PUT', PATH).length, { interval: 2 }).toBe(1)
    zendesk.sim.faults.latency(0)
    zendesk.clock.advance(MINUTE)
    zendesk.sim.agentUpdates(ACME.ticket, { assignee_id: eli }, ana)
    expect(await outcome).toMatchObject({
      kind: 'refused',
      why: { en: expect.stringContaining('changed meanwhile by Ana Ruiz') },
    })
    expect(place()).toEqual({ group_id: billing, assignee_id: eli })
  })

  test('somebody taken out of the group since the plan is refused in plain words', async () => {
    const spec = await planned()
    zendesk.sim.state.groups.set(support, makeGroup({ id: support, name: 'Support', memberIds: [ana] }))
    expect(await zendesk.perform(spec)).toMatchObject({
      kind: 'refused',
      why: { en: expect.stringMatching(/^Ben Okafor is not in the group Support.*Add them to the group/) },
    })
  })

  test('deleted since the plan, it is nobody’s', async () => {
    const spec = await planned()
    zendesk.sim.deleteTicket(ACME.ticket)
    expect(await zendesk.perform(spec)).toMatchObject({
      kind: 'refused',
      why: { en: /has no ticket #35436/ },
    })
  })

  test('closed since the plan, nobody can change it', async () => {
    const spec = await planned()
    zendesk.sim.agentUpdates(ACME.ticket, { status: 'closed' })
    expect(await zendesk.perform(spec)).toMatchObject({ kind: 'refused', why: { en: /is closed/ } })
  })

  test('another refusal is told in Zendesk’s words', async () => {
    const spec = await planned()
    zendesk.sim.changeUser(ben, { role: 'end-user' })
    expect(await zendesk.perform(spec)).toMatchObject({
      kind: 'refused',
      why: { en: 'Zendesk 422: Record validation errors; Assignee: is not an agent' },
    })
  })

  test('told to wait, it waits', async () => {
    const spec = await planned()
    zendesk.sim.faults.failNext({ method: 'PUT', status: 429, headers: { 'retry-after': '9' } })
    expect(await zendesk.perform(spec)).toMatchObject({ kind: 'unavailable', retryAfterMs: 9000 })
  })

  test('an answer that never came is found again by its mark', async () => {
    const spec = await planned()
    zendesk.sim.faults.answerLost({ method: 'PUT', path: '/api/v2/tickets' })
    expect(await zendesk.perform(spec)).toMatchObject({ kind: 'unknown' })
    const audit = zendesk.sim.state.audits.get(ACME.ticket)?.at(-1)
    expect(await zendesk.reconcile(spec)).toEqual({ kind: 'done', externalId: String(audit?.id) })
    expect(await zendesk.reconcile(spec, 'another')).toBeNull()
  })

  test('audits nobody can read are no proof that nothing happened', async () => {
    const spec = await planned()
    zendesk.sim.faults.failNext({ path: AUDITS, status: 200, body: { audits: 'none' } })
    await expect(zendesk.reconcile(spec)).rejects.toMatchObject({ name: 'UnreadableAnswer' })
  })
})

describe('a rule of Zendesk that moves the ticket on at once', () => {
  beforeEach(() => {
    zendesk.sim.addTrigger({
      title: 'Billing stays in billing',
      all: [{ field: 'group_id', operator: 'value', value: String(support) }],
      actions: [{ field: 'group_id', value: String(billing) }],
    })
  })

  test('is named, and the assignment counts as refused', async () => {
    expect(await zendesk.perform(await planned())).toMatchObject({
      kind: 'refused',
      why: {
        en: expect.stringContaining('own rule “Billing stays in billing” moved ticket #35436 on at once'),
      },
    })
    expect(place().group_id).toBe(billing)
  })

  test('is found out too where the answer was lost', async () => {
    const spec = await planned()
    zendesk.sim.faults.answerLost({ method: 'PUT', path: '/api/v2/tickets' })
    await zendesk.perform(spec)
    expect(await zendesk.reconcile(spec)).toMatchObject({ kind: 'refused' })
  })
})

describe('taking it back', () => {
  test('gives the ticket back to whoever had it', async () => {
    zendesk.sim.agentUpdates(ACME.ticket, { assignee_id: eli }, ana)
    const spec = await planned()
    await zendesk.perform(spec)
    expect(await zendesk.perform(zendesk.reverse(spec), 'undo')).toMatchObject({ kind: 'done' })
    expect(place()).toEqual({ group_id: billing, assignee_id: eli })
  })

  test('leaves it to its group where nobody had it', async () => {
    const spec = await planned()
    await zendesk.perform(spec)
    expect(await zendesk.perform(zendesk.reverse(spec), 'undo')).toMatchObject({ kind: 'done' })
    expect(place()).toEqual({ group_id: billing, assignee_id: null })
  })

  test('is refused once somebody else has passed it on', async () => {
    const spec = await planned()
    await zendesk.perform(spec)
    zendesk.sim.agentUpdates(ACME.ticket, { assignee_id: ana }, ben)
    expect(await zendesk.perform(zendesk.reverse(spec), 'undo')).toMatchObject({
      kind: 'refused',
      why: { en: expect.stringContaining('by Ben Okafor; it lies with Ana Ruiz (Support)') },
    })
  })
})
