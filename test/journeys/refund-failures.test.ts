import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { publishAutomation } from '../../server/gates/publish-automation.ts'
import { DATABASES } from '../support/database.ts'
import { HOUR, MINUTE, SECOND } from '../support/held-clock.ts'
import { startMeshline, type TestMember } from '../support/meshline.ts'
import {
  DISPUTE,
  DUPLICATE_CHARGE,
  internalNotes,
  proposalOf,
  runOf,
  startWorld,
  TICKET_ID,
  vendorVariables,
  type World,
} from '../support/world.ts'

describe.each(DATABASES)('how a refund must not go, on %s', database => {
  let world: World
  let ana: TestMember

  beforeEach(async () => {
    world = await startWorld(database)
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    await world.meshline.signIn('Ben Okafor', ['billing-resolver'])
  })
  afterEach(() => world.close())

  const refunds = () => [...world.stripe.state.refunds.values()]
  const refundCalls = () => world.stripe.requests.of('POST', '/v1/refunds')
  const effectStates = async () => runOf(await world.panel(ana)).effects.map(({ state }) => state)
  const auditOf = async (action: string) =>
    world.meshline.server.store.db
      .selectFrom('audit_entries')
      .selectAll()
      .where('action', '=', action)
      .execute()

  async function approve(): Promise<void> {
    expect((await world.decide(ana, proposalOf(await world.panel(ana)))).status).toBe(200)
  }

  /** Lets the clock run in small steps, working on what falls due. */
  async function letTimePass(ms: number, step = 5 * SECOND): Promise<void> {
    for (let passed = 0; passed < ms; passed += step) {
      world.clock.advance(step)
      await world.settle()
    }
  }

  test('the author of the automation may not approve it, and the attempt is audited', async () => {
    const eli = await world.meshline.signIn('Eli Novak', ['automation-engineer', 'billing-resolver'])
    const publication = { name: 'billing-inquiry-refund', authorId: eli.id, parameters: {} }
    await world.meshline.server.store.write({ kind: 'command', user: 'eli' }, tx =>
      publishAutomation(tx, publication),
    )
    await world.inquiryArrives()
    const preview = proposalOf(await world.panel(ana))
    expect(preview).toMatchObject({ version: 2, author: { name: 'Eli Novak' } })

    const response = await world.decide(eli, preview)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({
      type: 'urn:meshline:problem:not-allowed',
      title: 'You built billing-inquiry-refund',
    })
    expect(await auditOf('preview.decision-refused')).toMatchObject([
      { outcome: 'refused', summary: 'four-eyes' },
    ])
    expect(refunds()).toEqual([])
  })

  test('turned into a formal dispute before approval: blocked, says why, offers the evidence route', async () => {
    await world.inquiryArrives()
    const seen = proposalOf(await world.panel(ana))
    world.stripe.escalateToDispute(DISPUTE)
    await world.settle()
    const blocked = proposalOf(await world.panel(ana))
    expect(blocked).toMatchObject({ state: 'blocked', verdict: { kind: 'blocked' } })
    expect(blocked.verdict.reasons.find(({ outcome }) => outcome === 'failed')?.seen.en).toBe(
      `Dispute ${DISPUTE} is a formal dispute now (needs-response)`,
    )
    expect(blocked.offers).toMatchObject([{ kind: 'evidence', url: expect.stringContaining(DISPUTE) }])
    expect((await world.decide(ana, seen)).status).toBe(409)
    expect((await world.decide(ana, blocked)).status).toBe(409)
    expect(refundCalls()).toEqual([])
  })

  test('turned into a formal dispute whose webhook is lost: caught by reading Stripe again before the call', async () => {
    await world.inquiryArrives()
    world.stripe.webhooks.faults.drop({ times: 9 })
    world.stripe.escalateToDispute(DISPUTE)
    await approve()
    await world.settle()
    const panel = await world.panel(ana)
    expect(runOf(panel)).toMatchObject({ state: 'failed' })
    expect(panel.exceptions).toMatchObject([{ kind: 'blocked-at-execution', owner: { name: 'Ana Ruiz' } }])
    expect(refundCalls()).toEqual([])
  })

  test('Stripe acted but its answer was lost: unknown, then found by reading, once', async () => {
    await world.inquiryArrives()
    world.stripe.faults.answerLost({ method: 'POST', path: '/v1/refunds' })
    await approve()
    await world.settle()
    expect(await effectStates()).toEqual(['unknown', 'planned', 'planned'])
    const panel = await world.panel(ana)
    expect(panel.exceptions).toMatchObject([{ kind: 'outcome-unknown', closedAt: null }])
    expect(panel.exceptions[0]?.summary.en).toContain('may or may not have happened')

    await letTimePass(10 * SECOND)
    expect(await effectStates()).toEqual(['done', 'done', 'done'])
    expect(refunds()).toHaveLength(1)
    expect(refundCalls()).toHaveLength(1)
    expect((await world.panel(ana)).exceptions).toMatchObject([
      { kind: 'outcome-unknown', closedAt: expect.any(Number) },
    ])
    expect(await auditOf('effect.reconciled')).toHaveLength(1)
  })

  test('Stripe broke before it acted: read first, then sent again under the same key', async () => {
    await world.inquiryArrives()
    world.stripe.faults.failNext({ method: 'POST', path: '/v1/refunds', status: 500 })
    await approve()
    await letTimePass(10 * SECOND)
    expect(refunds()).toHaveLength(1)
    expect(new Set(refundCalls().map(({ idempotencyKey }) => idempotencyKey))).toEqual(
      new Set([`meshline:refund:${DUPLICATE_CHARGE}:duplicate`]),
    )
    expect(await auditOf('effect.absent')).toHaveLength(1)
  })

  test('Stripe is down: an exception with an owner, tried again, done once when it is back', async () => {
    await world.inquiryArrives()
    const preview = proposalOf(await world.panel(ana))
    await world.stripe.refuse()
    expect((await world.decide(ana, preview)).status).toBe(200)
    await world.meshline.server.drain()
    const waiting = await world.panel(ana)
    expect(waiting.exceptions).toMatchObject([
      { kind: 'vendor-unavailable', owner: { name: 'Ana Ruiz' }, closedAt: null },
    ])
    expect(runOf(waiting).state).toBe('running')

    await world.stripe.accept()
    await letTimePass(30 * SECOND)
    expect(refunds()).toHaveLength(1)
    const panel = await world.panel(ana)
    expect(runOf(panel).state).toBe('done')
    expect(panel.exceptions.filter(({ closedAt }) => closedAt === null)).toEqual([])
  })

  test('down for longer than an approval holds: the run expires and asks for a new approval', async () => {
    await world.inquiryArrives()
    const preview = proposalOf(await world.panel(ana))
    await world.stripe.refuse()
    await world.decide(ana, preview)
    for (let minute = 0; minute < 17; minute += 1) {
      world.clock.advance(MINUTE)
      await world.meshline.server.drain()
    }
    await world.stripe.accept()
    await letTimePass(HOUR / 6, MINUTE)
    const panel = await world.panel(ana)
    expect(runOf(panel)).toMatchObject({ state: 'expired' })
    expect(panel.exceptions.map(({ kind }) => kind)).toContain('run-expired')
    expect(refundCalls()).toEqual([])
  })

  test('Stripe refuses: nothing after it is done, somebody is told', async () => {
    await world.inquiryArrives()
    world.stripe.faults.failNext({ method: 'POST', path: '/v1/refunds', status: 400 })
    await approve()
    await world.settle()
    expect(await effectStates()).toEqual(['refused', 'skipped', 'skipped'])
    expect(internalNotes(world)).toEqual([])
    expect((await world.panel(ana)).exceptions).toMatchObject([
      { kind: 'effect-refused', owner: { name: 'Ana Ruiz' } },
    ])
  })

  test('a crash between the call and its record: the next server reads Stripe instead of paying twice', async () => {
    await world.inquiryArrives()
    const store = world.meshline.server.store
    world.stripe.faults.answerLost({ method: 'POST', path: '/v1/refunds' })
    await approve()
    await world.settle()
    // As a crash leaves it: the call was written down, its outcome was not, and the lease has run out.
    await store.lease(db =>
      db.updateTable('effects').set({ state: 'calling' }).where('state', '=', 'unknown').execute(),
    )
    const second = await startMeshline({
      database,
      clock: world.clock,
      on: world.meshline.database,
      variables: vendorVariables(world.stripe, world.zendesk),
    })
    world.clock.advance(2 * MINUTE)
    await second.server.drain()
    await second.close()
    await world.settle()
    expect(refunds()).toHaveLength(1)
    expect(refundCalls()).toHaveLength(1)
    expect(runOf(await world.panel(ana)).state).toBe('done')
  })

  test('a colleague saves the ticket between our read and our write: nothing is overwritten, it is tried again', async () => {
    await world.inquiryArrives()
    world.zendesk.faults.failNext({ method: 'PUT', path: `/api/v2/tickets/${TICKET_ID}`, status: 409 })
    await approve()
    await letTimePass(20 * SECOND)
    expect(await effectStates()).toEqual(['done', 'done', 'done'])
    expect(internalNotes(world)).toHaveLength(1)
  })

  test('the note’s answer was lost: found in the ticket’s audits, written once', async () => {
    await world.inquiryArrives()
    world.zendesk.faults.answerLost({ method: 'PUT', path: `/api/v2/tickets/${TICKET_ID}`, times: 2 })
    await approve()
    await letTimePass(30 * SECOND)
    expect(await effectStates()).toEqual(['done', 'done', 'done'])
    expect(internalNotes(world)).toHaveLength(1)
    expect(world.zendesk.state.ticket(TICKET_ID).status).toBe('pending')
  })
})
