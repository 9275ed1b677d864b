import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ACME_SALESFORCE } from '../../simulators/salesforce/acme.ts'
import { rowLocked } from '../../simulators/salesforce/error.ts'
import { MINUTE } from '../../support/held-clock.ts'
import { type CaseDesk, startCaseDesk } from './salesforce-desk.ts'

const { ana, ben, supportQueue } = ACME_SALESFORCE
const TO_ANA = { groupName: null, email: 'ana.ruiz@acme-support.test' }

let desk: CaseDesk
let path: string
beforeEach(async () => {
  desk = await startCaseDesk()
  path = `/services/data/v66.0/sobjects/Case/${desk.caseId}`
})
afterEach(() => desk.sim.close())

const patches = () => desk.sim.requests.of('PATCH', path)

describe('trouble', () => {
  /** Waits until our write is under way, which then meets what happened meanwhile. */
  const during = async (happens: () => void) => {
    const spec = await desk.plan(TO_ANA)
    desk.sim.faults.latency(200)
    const outcome = desk.perform(spec)
    await expect.poll(() => patches().length, { interval: 2 }).toBe(1)
    desk.sim.faults.latency(0)
    desk.clock.advance(MINUTE)
    happens()
    return outcome
  }

  test('saved between our read and our write, it is tried again, and says who saved', async () => {
    expect(await during(() => desk.change({ Priority: 'Low' }))).toMatchObject({
      kind: 'unavailable',
      why: { en: expect.stringMatching(/changed meanwhile by Ben Okafor.*tried again/) },
    })
    expect(patches().map(({ status }) => status)).toEqual([412])
    expect(desk.owner()).toBe(supportQueue)
    expect(await desk.perform(await desk.plan(TO_ANA))).toMatchObject({ kind: 'done' })
  })

  test('moved between our read and our write, it stays where it was put', async () => {
    expect(await during(() => desk.change({ OwnerId: ben }))).toMatchObject({
      kind: 'refused',
      why: { en: expect.stringContaining('changed meanwhile by Ben Okafor') },
    })
    expect(desk.owner()).toBe(ben)
  })

  test('moved within the second of the last change, only the comparison tells', async () => {
    const spec = await desk.plan(TO_ANA)
    desk.change({ OwnerId: ben })
    expect(desk.sim.state.get('Case', desk.caseId).LastModifiedDate).toContain('09:00:00')
    expect(await desk.perform(spec)).toMatchObject({ kind: 'refused' })
  })

  test('deleted since the plan, it is nobody’s', async () => {
    const spec = await desk.plan(TO_ANA)
    desk.sim.remove('Case', desk.caseId)
    expect(await desk.perform(spec)).toMatchObject({ kind: 'refused' })
    expect(await desk.reconcile(spec)).toMatchObject({ kind: 'refused' })
  })

  test.each([
    [
      'in an approval',
      () => desk.sim.lock(desk.caseId),
      'refused',
      'locked in Salesforce while it waits for an approval',
    ],
    [
      'to somebody who left',
      () => desk.sim.update('User', ana, { IsActive: false }),
      'refused',
      'inactive user',
    ],
    [
      'saved at the same moment',
      () => desk.sim.faults.failNext({ method: 'PATCH', status: 400, body: rowLocked('500') }),
      'unavailable',
      'saving the same Salesforce record',
    ],
    [
      'out of calls',
      () => desk.sim.faults.failNext({ method: 'PATCH', status: 403 }),
      'unavailable',
      'API calls',
    ],
    ['and broken', () => desk.sim.faults.failNext({ method: 'PATCH', status: 500 }), 'unknown', '500'],
  ])('%s: says so', async (_when, happens, kind, words) => {
    const spec = await desk.plan(TO_ANA)
    happens()
    const outcome = await desk.perform(spec)
    expect(outcome).toMatchObject({ kind })
    if (kind !== 'unknown') expect(outcome).toMatchObject({ why: { en: expect.stringContaining(words) } })
  })

  test('without the right to change it, says which permission is missing', async () => {
    const spec = await desk.plan(TO_ANA)
    const errorCode = 'INSUFFICIENT_ACCESS_OR_READONLY'
    desk.sim.faults.failNext({ method: 'PATCH', status: 403, body: [{ errorCode, message: 'no rights' }] })
    expect(await desk.perform(spec)).toMatchObject({
      kind: 'refused',
      why: { en: expect.stringContaining('Transfer Cases') },
    })
  })

  test('a token that ran out is replaced, and the write made once', async () => {
    const spec = await desk.plan(TO_ANA)
    desk.sim.faults.failNext({ method: 'PATCH', status: 401 })
    expect(await desk.perform(spec)).toMatchObject({ kind: 'done' })
    expect(patches().map(({ status }) => status)).toEqual([401, 204])
  })
})
