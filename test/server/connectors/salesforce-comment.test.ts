import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EffectSpec } from '../../../shared/action.ts'
import { INTEGRATION_USER } from '../../simulators/salesforce/state.ts'
import { type CaseDesk, startCaseDesk } from './salesforce-desk.ts'

const PATH = '/services/data/v66.0/sobjects/CaseComment'

let desk: CaseDesk
let spec: Extract<EffectSpec, { kind: 'case-comment' }>
beforeEach(async () => {
  desk = await startCaseDesk()
  spec = {
    kind: 'case-comment',
    vendor: 'salesforce',
    caseId: desk.caseId,
    body: 'Refunded. Approved by Ana.',
  }
})
afterEach(() => desk.sim.close())

const comments = () =>
  [...desk.sim.state.all('CaseComment').values()].filter(({ ParentId }) => ParentId === desk.caseId)

test('is added for colleagues only, in our name, and ends with a line it is known by', async () => {
  const outcome = await desk.perform(spec)
  expect(comments()).toMatchObject([
    {
      IsPublished: false,
      CreatedById: INTEGRATION_USER,
      CommentBody: expect.stringMatching(/^Refunded. Approved by Ana.\n\n\[Meshline [0-9a-f]{12}\]$/),
    },
  ])
  expect(outcome).toEqual({ kind: 'done', externalId: comments()[0]?.Id })
})

test('says before what it is, and that it stays', () => {
  const { executor } = desk.api.executors.find(({ kind }) => kind === spec.kind) ?? expect.fail()
  expect(executor.describe(spec, 'key')).toMatchObject({
    request: { method: 'POST', path: PATH, params: { ParentId: desk.caseId, IsPublished: false } },
    title: { en: 'Add an internal comment', de: 'Internen Kommentar hinzufügen' },
    reversibility: 'irreversible',
    reversibilityReason: { en: expect.stringContaining('Meshline deletes nothing in Salesforce') },
  })
  expect(executor.reverse(spec)).toBeNull()
})

test('twice with the same key is one comment, with another key another one', async () => {
  const first = await desk.perform(spec)
  expect(await desk.perform(spec)).toEqual(first)
  expect(comments()).toHaveLength(1)
  await desk.perform(spec, 'another')
  expect(comments()).toHaveLength(2)
})

test('an answer that never came is found again by its line', async () => {
  desk.sim.faults.answerLost({ method: 'POST', path: PATH })
  expect(await desk.perform(spec)).toMatchObject({ kind: 'unknown' })
  expect(await desk.reconcile(spec)).toEqual({ kind: 'done', externalId: comments()[0]?.Id })
  expect(await desk.reconcile(spec, 'another')).toBeNull()
})

test('where the case cannot be read nothing is written', async () => {
  desk.sim.faults.failNext({ path: '/services/data/v66.0/query', status: 503 })
  expect(await desk.perform(spec)).toMatchObject({
    kind: 'unavailable',
    why: { en: expect.stringContaining('nothing was changed') },
  })
  expect(await desk.reconcile(spec)).toBeNull()
})

test('on a case that is not there is refused', async () => {
  const elsewhere = { ...spec, caseId: '5005g00000NeVeRAAV' }
  expect(await desk.perform(elsewhere)).toMatchObject({
    kind: 'refused',
    why: { en: expect.stringContaining('INVALID_CROSS_REFERENCE_KEY') },
  })
})

test('that is too long is refused in Salesforce’s words', async () => {
  expect(await desk.perform({ ...spec, body: 'x'.repeat(4000) })).toMatchObject({
    kind: 'refused',
    why: { en: expect.stringContaining('max length=4000') },
  })
})
