import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ACME_SALESFORCE } from '../../simulators/salesforce/acme.ts'
import { MINUTE, SECOND } from '../../support/held-clock.ts'
import { type CaseDesk, startCaseDesk } from './salesforce-desk.ts'

const { ana, ben, billingQueue, supportQueue } = ACME_SALESFORCE
const TO_ANA = { groupName: null, email: 'ana.ruiz@acme-support.test' }
const TO_BILLING = { groupName: 'Billing', email: null }
const BEN = { group: null, assignee: { id: ben, name: 'Ben Okafor' } }

let desk: CaseDesk
let path: string
beforeEach(async () => {
  desk = await startCaseDesk()
  path = `/services/data/v66.0/sobjects/Case/${desk.caseId}`
})
afterEach(() => desk.sim.close())

const patches = () => desk.sim.requests.of('PATCH', path)

describe('carrying it out', () => {
  test('the owner is set in one guarded call that calls itself ours', async () => {
    expect(await desk.perform(await desk.plan(TO_ANA))).toEqual({ kind: 'done', externalId: null })
    expect(desk.owner()).toBe(ana)
    expect(patches().map(({ body }) => JSON.parse(body))).toEqual([{ OwnerId: ana }])
    expect(desk.sim.callers).toEqual(new Set(['meshline']))
  })

  test('no assignment rule runs over it', async () => {
    desk.sim.activateAssignmentRule('Standard', billingQueue)
    await desk.perform(await desk.plan(TO_ANA))
    expect(desk.owner()).toBe(ana)
  })

  test('the approver reads who had it and who is to have it, in both languages', async () => {
    const spec = await desk.plan(TO_ANA)
    const { executor } = desk.api.executors.find(({ kind }) => kind === spec.kind) ?? expect.fail()
    expect(executor.describe(spec, 'key')).toMatchObject({
      request: { method: 'PATCH', path, params: { OwnerId: ana } },
      title: { en: 'Assign the case to Ana Ruiz', de: 'Kundenvorgang zuweisen: Ana Ruiz' },
      changes: [{ field: { de: 'Inhaber' }, before: { en: 'the queue Support' }, after: { en: 'Ana Ruiz' } }],
      reversibility: 'reversible',
      reversibilityReason: { en: expect.stringContaining('the queue Support') },
    })
  })

  test('whoever moved the case meanwhile is named, and nothing is overwritten', async () => {
    const spec = await desk.plan(TO_ANA)
    desk.change({ OwnerId: ben })
    desk.change({ Priority: 'Low' }, ana)
    expect(await desk.perform(spec)).toMatchObject({
      kind: 'refused',
      why: {
        en: 'The case was changed meanwhile by Ben Okafor; it lies with Ben Okafor. Nothing was overwritten.',
        de: expect.stringContaining('von Ben Okafor geändert'),
      },
    })
    expect(patches()).toEqual([])
  })

  test('where owners are not tracked nobody is accused', async () => {
    const spec = await desk.plan(TO_ANA)
    desk.sim.state.untracked.add('OwnerId')
    desk.change({ OwnerId: ben }, ana)
    expect(await desk.perform(spec)).toMatchObject({
      why: { en: expect.stringContaining('meanwhile by somebody; it lies with Ben Okafor') },
    })
  })

  test('put where it was to go by somebody else, it is done', async () => {
    const spec = await desk.plan(TO_ANA)
    desk.change({ OwnerId: ana }, ben)
    expect(await desk.perform(spec)).toEqual({ kind: 'done', externalId: null })
    expect(patches()).toEqual([])
  })

  test('a change of something else does not stop it', async () => {
    const spec = await desk.plan(TO_ANA)
    desk.change({ Priority: 'Low' })
    expect(await desk.perform(spec)).toMatchObject({ kind: 'done' })
  })

  test('a flow that moves it on at once is told of, and the assignment counts as refused', async () => {
    desk.sim.state.passedOn.set(ana, billingQueue)
    expect(await desk.perform(await desk.plan(TO_ANA))).toMatchObject({
      kind: 'refused',
      why: { en: expect.stringMatching(/rule or flow of Salesforce moved the case on.*the queue Billing/) },
    })
  })

  test('that it cannot be looked at again makes no other outcome', async () => {
    const spec = await desk.plan(TO_ANA)
    desk.sim.faults.latency(60)
    const outcome = desk.perform(spec)
    await expect.poll(() => patches().length, { interval: 2 }).toBe(1)
    desk.sim.faults.failNext({ path: '/services/data/v66.0/query', status: 503 })
    expect(await outcome).toEqual({ kind: 'done', externalId: null })
  })
})

describe('an answer that never came', () => {
  const lost = async () => {
    const spec = await desk.plan(TO_ANA)
    desk.sim.faults.answerLost({ method: 'PATCH' })
    expect(await desk.perform(spec)).toMatchObject({ kind: 'unknown' })
    return spec
  }

  test('is found again by where the case lies', async () => {
    expect(await desk.reconcile(await lost())).toEqual({ kind: 'done', externalId: null })
  })

  test('is found again though a colleague has passed it on since', async () => {
    const spec = await lost()
    desk.clock.advance(SECOND)
    desk.change({ OwnerId: billingQueue })
    expect(await desk.reconcile(spec)).toEqual({ kind: 'done', externalId: null })
  })

  test('is found again though a flow had moved it on within our write', async () => {
    desk.sim.state.passedOn.set(ana, billingQueue)
    expect(await desk.reconcile(await lost())).toMatchObject({
      kind: 'refused',
      why: { en: expect.stringContaining('moved the case on at once') },
    })
  })

  test('of a call that did not arrive: it lies where it did, and is tried again', async () => {
    expect(await desk.reconcile(await desk.plan(TO_ANA))).toBeNull()
  })

  test('an earlier assignment of ours to the same person is not this one', async () => {
    await desk.perform(await desk.plan(TO_ANA))
    desk.clock.advance(MINUTE)
    desk.change({ OwnerId: supportQueue })
    expect(await desk.reconcile(await desk.plan(TO_ANA))).toBeNull()
  })
})

describe('taking it back', () => {
  test('gives the case back to the queue it came from', async () => {
    const spec = await desk.plan(TO_ANA)
    await desk.perform(spec)
    const back = desk.reverse(spec) ?? expect.fail('it can be taken back')
    expect(await desk.perform(back, 'undo')).toMatchObject({ kind: 'done' })
    expect(desk.owner()).toBe(supportQueue)
  })

  test('gives it back to whoever had it', async () => {
    desk.change({ OwnerId: ben })
    const spec = await desk.plan(TO_BILLING)
    expect(spec).toMatchObject({ before: BEN })
    await desk.perform(spec)
    await desk.perform(desk.reverse(spec) ?? expect.fail('it can be taken back'), 'undo')
    expect(desk.owner()).toBe(ben)
  })

  test('is refused once somebody else has passed it on', async () => {
    const spec = await desk.plan(TO_ANA)
    await desk.perform(spec)
    desk.clock.advance(SECOND)
    desk.change({ OwnerId: billingQueue })
    const back = desk.reverse(spec) ?? expect.fail('it can be taken back')
    expect(await desk.perform(back, 'undo')).toMatchObject({
      kind: 'refused',
      why: { en: expect.stringContaining('by Ben Okafor; it lies with the queue Billing') },
    })
  })
})
