import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ACME_SALESFORCE } from './acme.ts'
import { BROWSER_USER, INTEGRATION_USER } from './state.ts'
import { DATA, startTestOrg } from './test-org.ts'

let org: Awaited<ReturnType<typeof startTestOrg>>
beforeEach(async () => {
  org = await startTestOrg()
})
afterEach(() => org.close())

const { ana, billingQueue, pastCase: CASE, openCase } = ACME_SALESFORCE
const PATH = `${DATA}/sobjects/Case/${CASE}`
const codeOf = async (answer: Promise<{ status: number; body: { errorCode: string }[] }>) => {
  const { status, body } = await answer
  return `${status} ${body[0]?.errorCode}`
}
const patch = (body: object, headers: object = { 'sforce-auto-assign': 'FALSE' }) =>
  org.call('PATCH', PATH, { body, headers })
const history = async () => {
  const soql = `SELECT (SELECT Field, OldValue, NewValue, CreatedById FROM Histories ORDER BY Id) FROM Case WHERE Id = '${CASE}'`
  const { body } = await org.query(soql)
  return body.records[0].Histories.records.map((row: Record<string, unknown>) =>
    [row.Field, row.OldValue, row.NewValue, row.CreatedById].join(' '),
  )
}

describe('the history of a case', () => {
  test('has a row for each field that changed, and two for the owner: names and ids', async () => {
    await patch({ Status: 'Working', Priority: 'Medium', OwnerId: ana })
    expect(await history()).toEqual([
      `created   ${BROWSER_USER}`,
      `Status Closed Working ${INTEGRATION_USER}`,
      `Owner Olga Owner Ana Ruiz ${INTEGRATION_USER}`,
      `Owner ${BROWSER_USER} ${ana} ${INTEGRATION_USER}`,
    ])
  })

  test('is not asked for by its values, and not written', async () => {
    const soql = "SELECT Id FROM CaseHistory WHERE NewValue = 'Working'"
    expect(await codeOf(org.query(soql))).toBe('400 INVALID_FIELD')
    const body = { CaseId: CASE, Field: 'Status' }
    expect((await org.call('POST', `${DATA}/sobjects/CaseHistory`, { body })).status).toBe(400)
  })

  test('of what nobody tracks has no row', async () => {
    org.sim.state.untracked.add('Status')
    await patch({ Status: 'Working' })
    expect(await history()).toHaveLength(1)
  })
})

describe('an owner', () => {
  test('is a user or a queue, and is named as what it is', async () => {
    await patch({ OwnerId: billingQueue })
    const { body } = await org.query(`SELECT Owner.Name FROM Case WHERE Id = '${CASE}'`)
    expect(body.records[0].Owner).toMatchObject({ attributes: { type: 'Group' }, Name: 'Billing' })
  })

  test('who left, or never was, is refused', async () => {
    org.sim.update('User', ana, { IsActive: false })
    expect(await codeOf(patch({ OwnerId: ana }))).toBe('400 INACTIVE_OWNER_OR_USER')
    expect(await codeOf(patch({ OwnerId: '0055g00000NoBoDAAV' }))).toBe('400 INVALID_CROSS_REFERENCE_KEY')
  })

  test('is the active assignment rule’s, unless the caller asks for none', async () => {
    org.sim.activateAssignmentRule('Standard', billingQueue)
    await patch({ OwnerId: ana })
    expect(org.sim.state.get('Case', CASE).OwnerId).toBe(ana)
    await patch({ OwnerId: ana }, {})
    expect(org.sim.state.get('Case', CASE).OwnerId).toBe(billingQueue)
    expect((await history()).at(-1)).toContain('ownerAssignment')
  })
})

test('closed is what the picklist calls closed, and since when the case knows', async () => {
  await patch({ Status: 'Working' })
  expect(org.sim.state.get('Case', CASE)).toMatchObject({ IsClosed: false, ClosedDate: null })
  org.sim.create('CaseStatus', { MasterLabel: 'Settled', ApiName: 'Settled', IsClosed: true })
  await patch({ Status: 'Settled' })
  expect(org.sim.state.get('Case', CASE)).toMatchObject({
    IsClosed: true,
    ClosedDate: '2026-11-20T09:02:11.000+0000',
  })
})

describe('a comment', () => {
  const comment = (body: object) => org.call('POST', `${DATA}/sobjects/CaseComment`, { body })

  test('leaves its case as it was, and a trigger tells of the case', async () => {
    const before = { ...org.sim.state.get('Case', CASE) }
    org.sim.addSender('callout', org.sink.url, { secrets: ['secret'] })
    org.sim.addSender('change-events', org.sink.url, { secrets: ['secret'] })
    expect((await comment({ ParentId: CASE, CommentBody: 'Hello' })).status).toBe(201)
    await org.sim.settled()
    expect(org.sim.state.get('Case', CASE)).toEqual(before)
    expect(org.sink.calls.map(({ body }) => JSON.parse(body))).toMatchObject([
      { object: 'Case', record_id: CASE, modified_by: INTEGRATION_USER },
    ])
  })

  test('on no case, or of more than 4,000 bytes, is refused', async () => {
    expect(await codeOf(comment({ ParentId: '500000000000000AAA', CommentBody: 'x' }))).toBe(
      '400 INVALID_CROSS_REFERENCE_KEY',
    )
    expect(await codeOf(comment({ ParentId: CASE, CommentBody: 'é'.repeat(2001) }))).toBe(
      '400 STRING_TOO_LONG',
    )
  })
})

test('milestones are there once somebody has switched entitlements on', async () => {
  const soql = 'SELECT Id, (SELECT TargetDate FROM CaseMilestones) FROM Case'
  expect(await codeOf(org.query(soql))).toBe('400 INVALID_TYPE')
  org.sim.state.schema.enableEntitlements()
  expect((await org.query(soql)).status).toBe(200)
})

test('a long list of a record comes in part, and says so', async () => {
  org.sim.childRows(2)
  const soql = `SELECT (SELECT Field FROM Histories) FROM Case WHERE Id = '${openCase}'`
  const { body } = await org.query(soql)
  expect(body.records[0].Histories).toMatchObject({ totalSize: 8, done: false })
  expect(body.records[0].Histories.records).toHaveLength(2)
})
