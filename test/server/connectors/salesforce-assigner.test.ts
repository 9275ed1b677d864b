import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ACME_SALESFORCE } from '../../simulators/salesforce/acme.ts'
import { type CaseDesk, startCaseDesk } from './salesforce-desk.ts'

const { ana, ben, billingQueue, supportQueue } = ACME_SALESFORCE
const TO_ANA = { groupName: null, email: 'ana.ruiz@acme-support.test' }

let desk: CaseDesk
beforeEach(async () => {
  desk = await startCaseDesk()
})
afterEach(() => desk.sim.close())

describe('who can own cases', () => {
  test('an active user is found by address, however it is written', async () => {
    expect(await desk.assigner.findAgent('Ana.Ruiz@Acme-Support.test')).toEqual({
      id: ana,
      name: 'Ana Ruiz',
      email: 'ana.ruiz@acme-support.test',
    })
  })

  test.each([
    ['who left', { IsActive: false }],
    ['of a portal', { UserType: 'CspLitePortal' }],
    ['with another address', { Email: 'ana@elsewhere.test' }],
  ])('one %s is not', async (_who, fields) => {
    desk.sim.update('User', ana, fields)
    expect(await desk.assigner.findAgent('ana.ruiz@acme-support.test')).toBeNull()
  })

  test('of two with one address nobody can say who is meant', async () => {
    desk.sim.update('User', ben, { Email: 'ana.ruiz@acme-support.test' })
    expect(await desk.assigner.findAgent('ana.ruiz@acme-support.test')).toBeNull()
  })

  test('an address that is none finds nobody, and breaks no query', async () => {
    expect(await desk.assigner.findAgent("x' OR Name != '")).toBeNull()
  })

  test('a queue for cases is found by name, other groups and queues are not', async () => {
    const group = desk.sim.create('Group', { Name: 'Everybody', Type: 'Regular' })
    const leads = desk.sim.create('Group', { Name: 'Leads', Type: 'Queue' })
    desk.sim.create('QueueSobject', { QueueId: leads.Id, SobjectType: 'Lead' })
    expect(group.Type).toBe('Regular')
    expect(await desk.assigner.findGroup('billing')).toEqual({ id: billingQueue, name: 'Billing' })
    expect(await desk.assigner.findGroup('Everybody')).toBeNull()
    expect(await desk.assigner.findGroup('Leads')).toBeNull()
  })
})

describe('a plan', () => {
  test('gives the case from its queue to a person', async () => {
    expect(await desk.plan(TO_ANA)).toEqual({
      kind: 'case-owner',
      vendor: 'salesforce',
      caseId: desk.caseId,
      before: { group: { id: supportQueue, name: 'Support' }, assignee: null },
      after: { group: null, assignee: { id: ana, name: 'Ana Ruiz' } },
    })
  })

  test('to a person in a queue goes to the person, as a case has one owner', async () => {
    const spec = await desk.plan({ ...TO_ANA, groupName: 'Billing' })
    expect(spec).toMatchObject({ after: { group: null, assignee: { id: ana } } })
  })

  test('where it lies there already there is nothing to do', async () => {
    const plan = await desk.assigner.plan(desk.caseId, { groupName: 'Support', email: null })
    expect(plan).toEqual({ kind: 'nothing-to-do' })
  })

  test.each([
    [{ groupName: 'Nowhere', email: null }, 'no queue for cases named Nowhere'],
    [{ groupName: 'Billing', email: 'x@y.test' }, 'No active user of Salesforce has the address x@y.test'],
    [{ groupName: null, email: null }, 'Neither a queue nor a person'],
  ])('for %j says why there is none', async (to, why) => {
    expect(await desk.assigner.plan(desk.caseId, to)).toMatchObject({
      kind: 'impossible',
      why: { en: expect.stringContaining(why) },
    })
  })

  test('for a case that is gone says so', async () => {
    desk.sim.remove('Case', desk.caseId)
    const plan = await desk.assigner.plan(desk.caseId, TO_ANA)
    expect(plan).toMatchObject({ kind: 'impossible', why: { en: expect.stringContaining('has no case') } })
  })
})

describe('Salesforce’s own rules', () => {
  test('the active assignment rule is named, and that its entries are not told', async () => {
    desk.sim.activateAssignmentRule('Standard', billingQueue)
    desk.sim.create('AssignmentRule', { Name: 'Old', SobjectType: 'Case', Active: false })
    expect(await desk.assigner.nativeRules()).toMatchObject([
      {
        title: 'Standard',
        url: 'https://acme.lightning.force.com/lightning/setup/CaseRules/home',
        assigns: {},
        when: expect.stringContaining('does not tell the entries'),
        conditions: { all: [], any: [] },
      },
    ])
  })

  test('that may not be seen are none', async () => {
    desk.sim.state.schema.hideObject('AssignmentRule')
    expect(await desk.assigner.nativeRules()).toEqual([])
  })
})
