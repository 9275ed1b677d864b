import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { burnDown } from '../../shared/sla.ts'
import { ACME_SALESFORCE } from '../simulators/salesforce/acme.ts'
import { type CaseWorld, startCaseWorld } from '../support/case-world.ts'
import { DATABASES } from '../support/database.ts'
import { HOUR, MINUTE } from '../support/held-clock.ts'
import { DISPUTE, DUPLICATE_CHARGE, proposalOf, runOf } from '../support/world.ts'

// It is Friday 20 November 2026, 10:00 in Berlin.
describe.each(DATABASES)('a case in Salesforce, on %s', database => {
  let world: CaseWorld

  beforeEach(async () => {
    world = await startCaseWorld(database)
  })
  afterEach(() => world.close())

  const clock = async (kind: string) =>
    (await world.seen()).clocks.findLast(one => one.kind === kind) ?? expect.fail(`there is no ${kind} clock`)
  const state = async (kind: string) => burnDown(await clock(kind), world.clock.now()).state
  const due = async (kind: string) => (await clock(kind)).dueAt - world.clock.now()
  const items = () => world.meshline.server.store.db.selectFrom('items').selectAll().execute()
  const entries = (action: string) =>
    world.meshline.server.store.db
      .selectFrom('audit_entries')
      .select('summary')
      .where('action', '=', action)
      .execute()

  test('becomes an item of its account, with an owner by what it says and the clocks of its priority', async () => {
    const { item, account: behind, ownership, clocks, routing } = await world.seen()
    expect(item).toMatchObject({
      title: 'Wrong invoice',
      kind: 'billing-inquiry',
      status: 'open',
      links: [{ vendor: 'salesforce', type: 'case', id: world.record().id }],
    })
    expect(behind?.fields.find(({ field }) => field === 'name')?.value.content).toMatchObject({
      text: 'Acme Corp',
    })
    expect(ownership).toMatchObject({
      person: { name: 'Ana Ruiz' },
      rule: { name: 'urgent-invoices' },
      groups: { salesforce: 'Billing' },
    })
    expect(routing).toMatchObject({ place: { group: 'Support', assignee: null }, agrees: false })
    expect(routing.conditions).toMatchObject([
      { outcome: 'passed', source: 'salesforce' },
      { outcome: 'passed', source: 'salesforce' },
    ])
    expect(clocks.map(({ kind }) => kind).toSorted()).toEqual(['first-response', 'resolution'])
    expect(await due('first-response')).toBe(2 * HOUR)
  })

  test('of another kind goes to others', async () => {
    await world.opens({ Subject: 'How do I log in?', Priority: 'Medium' })
    expect((await world.seen()).ownership).toMatchObject({ person: { name: 'Sam Support' } })
    expect(await due('first-response')).toBe(8 * HOUR)
  })

  test('is among the alerts, with the way to it', async () => {
    const response = await world.ana.api.v1.alerts.$get({ query: { scope: 'mine' } })
    expect(response.status).toBe(200)
    expect(JSON.stringify(await response.json())).toContain(
      `https://acme.lightning.force.com/lightning/r/Case/${world.record().id}/view`,
    )
  })

  test('is named on the stream as what it is', async () => {
    const headers = { authorization: `Bearer ${world.ana.token}` }
    const response = await fetch(`${world.meshline.url}/v1/stream`, { headers })
    const frames =
      response.body?.pipeThrough(new TextDecoderStream()).getReader() ?? expect.fail('it streams')
    await frames.read()
    await world.comment(true)
    const { value } = await frames.read()
    expect(value).toContain(`"records":[{"host":"salesforce","type":"case","id":"${world.record().id}"}]`)
    await frames.cancel()
  })

  test('told of twice, and again by a sync, is one item', async () => {
    const [delivered] = world.crm.webhooks.deliveries
    world.crm.webhooks.replay(delivered?.eventId ?? expect.fail('it was told'))
    await world.settle()
    await world.ana.api.v1.records.sync.$post({ json: { record: world.record() } })
    expect(await items()).toHaveLength(1)
  })

  test('that was closed before anybody told of it is no work', async () => {
    world.crm.update('Case', ACME_SALESFORCE.pastCase, { Priority: 'Low' })
    await world.settle()
    expect(await items()).toHaveLength(1)
  })

  test('is answered by a comment the customer sees, not by one among colleagues', async () => {
    await world.later(MINUTE)
    await world.comment(false)
    expect(await state('first-response')).toBe('running')
    await world.comment(true)
    expect(await state('first-response')).toBe('met')
  })

  test('whose customer writes again waits for the next answer', async () => {
    await world.later(MINUTE)
    await world.comment(true)
    await world.later(MINUTE)
    world.crm.create('EmailMessage', {
      ParentId: world.record().id,
      Incoming: true,
      FromName: 'Dana Reyes',
      Status: '0',
    })
    await world.settle()
    expect(await due('next-response')).toBe(4 * HOUR)
    await world.later(MINUTE)
    await world.comment(true)
    expect(await state('next-response')).toBe('met')
  })

  test('stands still in the statuses the rule names, says since when and by whom, and goes on', async () => {
    await world.later(MINUTE)
    await world.change({ Status: 'On Hold' })
    expect(await state('resolution')).toBe('paused')
    expect((await clock('resolution')).pauses).toMatchObject([
      { until: null, cause: 'status On Hold', actor: 'Ben Okafor' },
    ])
    await world.later(3 * HOUR)
    await world.change({ Status: 'Working' })
    expect(await state('resolution')).toBe('running')
    expect(await due('resolution')).toBe(24 * HOUR - MINUTE)
  })

  test('closed in time is met and done; reopened, it goes on without the time it was closed', async () => {
    await world.later(HOUR)
    await world.change({ Status: 'Closed' })
    expect(await state('resolution')).toBe('met')
    expect((await world.seen()).item.status).toBe('done')
    await world.later(5 * HOUR)
    await world.change({ Status: 'Working' })
    expect((await world.seen()).item.status).toBe('open')
    expect(await state('resolution')).toBe('running')
    expect(await due('resolution')).toBe(23 * HOUR)
    expect((await entries('item.reopened'))[0]?.summary).toContain(`Case ${world.record().id} is Working`)
  })

  test('missed: the item goes up once', async () => {
    await world.later(2 * HOUR)
    expect(await state('first-response')).toBe('missed')
    expect((await world.seen()).ownership.person?.name).toBe('Sam Support')
    await world.settle()
    expect(await entries('item.assigned')).toHaveLength(1)
  })

  test('says who it went up to in a comment among colleagues, once', async () => {
    await world.later(2 * HOUR)
    await world.later(MINUTE)
    const comments = [...world.crm.state.all('CaseComment').values()].filter(
      each => each.ParentId === world.record().id,
    )
    expect(comments).toMatchObject([{ IsPublished: false }])
    expect(comments[0]?.CommentBody).toContain('it is now with Sam Support (support-manager)')
    expect(await state('first-response')).toBe('missed')
  })

  test('has Salesforce’s own figures beside ours', async () => {
    world.crm.state.schema.enableEntitlements()
    const { Id: EntitlementId } = world.crm.create('Entitlement', { Name: 'Gold support' })
    const { Id: MilestoneTypeId } = world.crm.create('MilestoneType', { Name: 'First Response' })
    const breachAt = world.clock.now() + 3 * HOUR
    const TargetDate = new Date(breachAt).toISOString()
    world.crm.create('CaseMilestone', { CaseId: world.record().id, MilestoneTypeId, TargetDate })
    // What the organization has is looked at once an hour.
    world.clock.advance(HOUR)
    await world.change({ EntitlementId })
    expect((await world.seen()).nativeSla).toEqual([
      {
        source: 'salesforce',
        metric: 'First Response',
        kind: 'first-response',
        stage: 'active',
        breachAt,
        policy: 'Gold support',
      },
    ])
  })

  test('about money and the bank’s inquiry of the same account are one matter, refunded with a comment', async () => {
    world.stripe.openInquiry(DUPLICATE_CHARGE, { id: DISPUTE })
    await world.settle()
    const before = await world.seen()
    expect(before.item).toMatchObject({ kind: 'billing-dispute', title: 'Wrong invoice' })
    expect(await items()).toHaveLength(1)
    const preview = proposalOf(before)
    expect(preview.effects.map(({ spec }) => spec.kind)).toEqual(['refund', 'case-comment'])
    expect((await world.decide(world.ana, preview, { record: world.record() })).status).toBe(200)
    await world.settle()
    const [said] = [...world.crm.state.all('CaseComment').values()].filter(
      each => each.ParentId === world.record().id,
    )
    expect(said).toMatchObject({
      IsPublished: false,
      CommentBody: expect.stringContaining('Approved by Ana Ruiz'),
    })
    expect(said?.CommentBody).not.toContain('{{')
    expect(runOf(await world.seen()).state).toBe('done')
  })

  test('of an account whose ticket and inquiry are one matter already stands beside them', async () => {
    await world.change({ Subject: 'Something else', Description: 'Nothing about money', Status: 'Closed' })
    await world.inquiryArrives()
    await world.opens({ Subject: 'Wrong invoice again', Priority: 'High' })
    const { item } = await world.seen()
    expect(item.links.map(({ type }) => type)).toEqual(['case'])
  })
})
