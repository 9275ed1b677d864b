import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DATABASES } from '../support/database.ts'
import { HOUR, MINUTE } from '../support/held-clock.ts'
import type { TestMember } from '../support/meshline.ts'
import {
  customerWrites,
  internalNotes,
  proposalOf,
  startWorld,
  TICKET_ID,
  type World,
} from '../support/world.ts'

describe.each(DATABASES)('deciding on a proposal, on %s', database => {
  let world: World
  let ana: TestMember
  let ben: TestMember

  beforeEach(async () => {
    world = await startWorld(database)
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    ben = await world.meshline.signIn('Ben Okafor', ['billing-resolver'])
  })
  afterEach(() => world.close())

  const refunds = () => [...world.stripe.state.refunds.values()]
  const notes = () => internalNotes(world)

  test('declined with a reason: nothing moves, and the same is not proposed again', async () => {
    await world.inquiryArrives()
    const preview = proposalOf(await world.panel(ana))
    const reason = { code: 'not-a-duplicate', text: 'Two seats, two charges' }
    expect((await world.decide(ana, preview, { decision: 'decline', reason })).status).toBe(200)
    customerWrites(world.zendesk)
    await world.settle()
    const panel = await world.panel(ben)
    expect(refunds()).toEqual([])
    expect(proposalOf(panel)).toMatchObject({
      state: 'declined',
      decision: { person: { name: 'Ana Ruiz' }, reason },
    })
  })

  test('two at once: one wins, the other is told who', async () => {
    await world.inquiryArrives()
    const preview = proposalOf(await world.panel(ana))
    const answers = await Promise.all([world.decide(ana, preview), world.decide(ben, preview)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const loser = answers.find(({ status }) => status === 409)
    const problem = await loser?.json()
    expect(problem).toMatchObject({
      type: 'urn:meshline:problem:already-decided',
      decidedBy: { decision: 'approve' },
    })
    expect(['Ana Ruiz', 'Ben Okafor']).toContain(problem.decidedBy.name)
    await world.settle()
    expect(refunds()).toHaveLength(1)
  })

  test('ten clicks of one person are one approval and one refund', async () => {
    await world.inquiryArrives()
    const preview = proposalOf(await world.panel(ana))
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.decide(ana, preview)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    await world.settle()
    expect(refunds()).toHaveLength(1)
    expect(notes()).toHaveLength(1)
  })

  test('the preview changed under the approver: refused, and the new one is shown', async () => {
    await world.inquiryArrives()
    const seen = proposalOf(await world.panel(ana))
    world.zendesk.agentUpdates(TICKET_ID, { status: 'open' })
    await world.settle()
    const response = await world.decide(ana, seen)
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ type: 'urn:meshline:problem:preview-changed' })
    const shown = proposalOf(await world.panel(ana))
    expect(shown.hash).not.toBe(seen.hash)
    expect(shown.effects[1]?.changes[0]).toMatchObject({ before: { en: 'open' }, after: { en: 'pending' } })
    expect(refunds()).toEqual([])
  })

  test('nobody decides in time: it expires, never approves, and the fallback has an exception', async () => {
    await world.inquiryArrives()
    const preview = proposalOf(await world.panel(ana))
    world.clock.advance(24 * HOUR + MINUTE)
    await world.settle()
    const panel = await world.panel(ana)
    expect(refunds()).toEqual([])
    expect(panel.exceptions.filter(({ closedAt }) => closedAt === null)).toMatchObject([
      { kind: 'approval-expired', summary: { en: expect.stringContaining('Ben Okafor') } },
    ])
    expect((await world.decide(ana, preview)).status).toBe(409)
  })

  test('what is older than it should be must be ticked, by name', async () => {
    await world.inquiryArrives()
    world.clock.advance(6 * MINUTE)
    const preview = proposalOf(await world.panel(ana))
    const unticked = await world.decide(ana, preview)
    expect(await unticked.json()).toMatchObject({ type: 'urn:meshline:problem:stale-context', status: 409 })
    const acceptedStale = ['dispute.status', 'charge.refundable']
    expect((await world.decide(ana, preview, { acceptedStale })).status).toBe(200)
  })

  test('what was read too long ago is refused on the server, and a sync makes it possible again', async () => {
    await world.inquiryArrives()
    world.clock.advance(61 * MINUTE)
    const response = await world.decide(ana, proposalOf(await world.panel(ana)))
    expect(await response.json()).toMatchObject({ type: 'urn:meshline:problem:stale-context', status: 409 })
    const stale = await world.panel(ana)
    expect(stale.item).toMatchObject({ status: 'pending', pendingReason: 'stale-context' })
    expect(stale.exceptions).toMatchObject([{ kind: 'stale-context', owner: { name: 'Ana Ruiz' } }])

    const record = { host: 'zendesk' as const, type: 'ticket' as const, id: String(TICKET_ID) }
    expect((await ana.api.v1.records.sync.$post({ json: { record } })).status).toBe(200)
    expect((await world.decide(ana, proposalOf(await world.panel(ana)))).status).toBe(200)
    await world.settle()
    expect(refunds()).toHaveLength(1)
  })
})
