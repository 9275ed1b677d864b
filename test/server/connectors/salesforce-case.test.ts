import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ACME_SALESFORCE } from '../../simulators/salesforce/acme.ts'
import { HOUR } from '../../support/held-clock.ts'
import { type CaseDesk, startCaseDesk } from './salesforce-desk.ts'
import { queriesTo } from './salesforce-org.ts'

const { ana, dana, supportQueue, pastCase } = ACME_SALESFORCE

let desk: CaseDesk
beforeEach(async () => {
  desk = await startCaseDesk()
})
afterEach(() => desk.sim.close())

const queries = () => queriesTo(desk.sim)

test('a case is what decisions rest on, as a ticket is', async () => {
  const now = desk.clock.now()
  expect(await desk.ticket()).toEqual({
    id: desk.caseId,
    record: { vendor: 'salesforce', type: 'case' },
    subject: 'Printer on fire',
    description: 'It burns.',
    status: 'New',
    tags: [],
    createdAt: now,
    updatedAt: now,
    url: `https://acme.lightning.force.com/lightning/r/Case/${desk.caseId}/view`,
    priority: 'normal',
    group: { id: supportQueue, name: 'Support' },
    assignee: null,
    requesterId: dana,
    nativeSla: [],
  })
})

test('whoever owns it has it, with the address', async () => {
  desk.change({ OwnerId: ana })
  expect(await desk.ticket()).toMatchObject({
    group: null,
    assignee: { id: ana, name: 'Ana Ruiz', email: 'ana.ruiz@acme-support.test' },
  })
})

test.each([
  ['Low', 'low'],
  ['Medium', 'normal'],
  ['High', 'high'],
  ['Critical', 'urgent'],
  ['Urgent', 'urgent'],
  ['P3 - whenever', null],
  [null, null],
])('priority %s is %s', async (Priority, priority) => {
  desk.change({ Priority })
  expect((await desk.ticket()).priority).toBe(priority)
})

test('every status an admin called closed is closed, and the others keep their own words', async () => {
  desk.sim.create('CaseStatus', { MasterLabel: 'Settled', ApiName: 'Settled', IsClosed: true })
  desk.change({ Status: 'On Hold' })
  expect((await desk.ticket()).status).toBe('On Hold')
  desk.change({ Status: 'Settled' })
  expect((await desk.ticket()).status).toBe('closed')
})

test('where the picklist may not be seen, the case says itself whether it is closed', async () => {
  desk.sim.state.schema.hideObject('CaseStatus')
  expect((await desk.ticket(pastCase)).status).toBe('closed')
})

test('one that was deleted is gone, and no ticket', async () => {
  desk.sim.remove('Case', desk.caseId)
  const { facts, records } = await desk.observe()
  expect(facts).toEqual([])
  expect(records).toMatchObject([{ gone: true }])
})

test('one that never was costs one query', async () => {
  expect(await desk.api.reader.read({ type: 'case', id: '5005g00000NeVeRAAV' })).toBeNull()
  expect(queries()).toHaveLength(1)
})

test('all that happened to it comes in the one call that reads it', async () => {
  await desk.observe()
  const [story, statuses, ...surroundings] = queries()
  expect(story).toMatch(/FROM Histories .*FROM CaseComments .*FROM EmailMessages .*FROM Case WHERE/)
  expect(statuses).toContain('FROM CaseStatus')
  expect(surroundings).toHaveLength(2)
  const calls = desk.sim.requests.entries.length
  await desk.observe()
  // The case, and its account and contact; what the organization looks like is remembered for an hour.
  expect(desk.sim.requests.entries.length - calls).toBe(3)
})

describe('an organization without e-mail on cases', () => {
  test('has no e-mails, and nothing fails', async () => {
    desk.sim.state.schema.hideObject('EmailMessage')
    expect((await desk.timeline()).complete).toBe(true)
    expect(queries()[0]).not.toContain('EmailMessages')
  })

  test('that switched it off a moment ago is asked again', async () => {
    await desk.observe()
    desk.sim.state.schema.hideObject('EmailMessage')
    expect((await desk.timeline()).complete).toBe(true)
  })
})

describe('milestones', () => {
  const enable = () => {
    desk.sim.state.schema.enableEntitlements()
    const { Id } = desk.sim.create('Entitlement', { Name: 'Gold support' })
    desk.change({ EntitlementId: Id })
  }
  const milestone = (name: string, fields: object = {}) => {
    const { Id } = desk.sim.create('MilestoneType', { Name: name })
    const TargetDate = new Date(desk.clock.now() + HOUR).toISOString()
    return desk.sim.create('CaseMilestone', {
      CaseId: desk.caseId,
      MilestoneTypeId: Id,
      TargetDate,
      ...fields,
    })
  }
  const native = async () => (await desk.ticket()).nativeSla

  test('are what Salesforce promises, with due time and the entitlement they come of', async () => {
    enable()
    milestone('First Response')
    expect(await native()).toEqual([
      {
        metric: 'First Response',
        kind: 'first-response',
        stage: 'active',
        breachAt: desk.clock.now() + HOUR,
        policy: 'Gold support',
      },
    ])
  })

  test('completed, they are achieved and nothing is due', async () => {
    enable()
    const { Id } = milestone('Resolution Time')
    desk.sim.update('CaseMilestone', Id, { CompletionDate: new Date(desk.clock.now()).toISOString() })
    expect(await native()).toMatchObject([{ kind: 'resolution', stage: 'achieved', breachAt: null }])
  })

  test('of a stopped case stand still', async () => {
    enable()
    milestone('First Response')
    desk.change({ IsStopped: true })
    expect(await native()).toMatchObject([{ stage: 'paused', breachAt: null }])
  })

  test.each([
    ['Initial response', 'first-response'],
    ['Next Response Time', 'next-response'],
    ['Resolve case', 'resolution'],
    ['Close within 5 days', 'resolution'],
    ['Call the bank', null],
  ])('%s measures %s', async (name, kind) => {
    enable()
    milestone(name)
    expect(await native()).toMatchObject([{ metric: name, kind }])
  })

  test('without entitlement management there are none, which is found out once an hour', async () => {
    expect(await native()).toEqual([])
    await native()
    const path = '/services/data/v66.0/sobjects/CaseMilestone/describe'
    expect(desk.sim.requests.of('GET', path)).toHaveLength(1)
    enable()
    milestone('First Response')
    expect(await native()).toEqual([])
    desk.clock.advance(HOUR)
    expect(await native()).toHaveLength(1)
  })

  test('come without the entitlement’s name where that may not be seen', async () => {
    enable()
    desk.sim.state.schema.hideObject('Entitlement')
    milestone('First Response')
    expect(await native()).toMatchObject([{ policy: null }])
  })
})
