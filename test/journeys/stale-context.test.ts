import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findMember } from '../../server/access/store.ts'
import { setPolicy } from '../../server/policies/set-policy.ts'
import { FIRST_FRESHNESS_POLICY, FreshnessPolicyFile, policyFileOf } from '../../shared/freshness-policy.ts'
import { DATABASES } from '../support/database.ts'
import { HOUR, MINUTE } from '../support/held-clock.ts'
import { startMeshline, type TestMember } from '../support/meshline.ts'
import {
  customerWrites,
  proposalOf,
  startWorld,
  TICKET,
  vendorVariables,
  type World,
} from '../support/world.ts'

let world: World
let ana: TestMember

const start = async (database: (typeof DATABASES)[number]) => {
  world = await startWorld(database)
  ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
  await world.inquiryArrives()
}

const audited = async (action: string) =>
  world.meshline.server.store.db
    .selectFrom('audit_entries')
    .select(['outcome', 'summary', 'detail', 'actor'])
    .where('action', '=', action)
    .orderBy('seq')
    .execute()

const openExceptions = async () =>
  (await world.panel(ana)).exceptions.filter(({ closedAt }) => closedAt === null)

const syncNow = () => ana.api.v1.records.sync.$post({ json: { record: TICKET } })

describe.each(DATABASES)('what a proposal rests on grows old, on %s', database => {
  beforeEach(() => start(database))
  afterEach(() => world.close())

  test('recent: approved without a tick', async () => {
    world.clock.advance(5 * MINUTE)
    await world.settle()
    expect((await world.decide(ana, proposalOf(await world.panel(ana)))).status).toBe(200)
  })

  test('older than it should be: still open, and approved only with its ticks', async () => {
    world.clock.advance(HOUR)
    await world.settle()
    const preview = proposalOf(await world.panel(ana))
    expect(preview.state).toBe('proposed')
    const answer = await world.decide(ana, preview, { acceptedStale: ['dispute.status'] })
    expect(await answer.json()).toMatchObject({
      type: 'urn:meshline:problem:stale-context',
      title: 'Older than they should be: Refundable amount, Charges around it, Ticket fields',
    })
    const acceptedStale = ['dispute.status', 'charge.refundable', 'charge.duplicate', 'ticket.fields']
    expect((await world.decide(ana, preview, { acceptedStale })).status).toBe(200)
  })

  test('too old: the item waits and its owner is told, though nobody touched anything', async () => {
    world.clock.advance(HOUR + 1)
    await world.settle()
    const panel = await world.panel(ana)
    const preview = proposalOf(panel)
    expect(preview).toMatchObject({ state: 'pending', verdict: { kind: 'pending' } })
    expect(panel.item).toMatchObject({ status: 'pending', pendingReason: 'stale-context' })
    const [exception] = await openExceptions()
    expect(exception).toMatchObject({ kind: 'stale-context', owner: { name: 'Ana Ruiz' } })
    expect(exception?.summary.en).toContain(
      'Dispute status, read from stripe 60 min ago (at most 60 min old)',
    )
    expect(exception?.summary.en).toContain('press “Sync now” in the panel')
    // Nobody has met the wait for an approval that cannot be given.
    expect(panel.clocks.map(({ kind }) => kind)).not.toContain('approval-wait')
    expect(await audited('preview.pending')).toMatchObject([
      { detail: JSON.stringify({ fields: ['dispute.status', 'charge.refundable'] }) },
    ])
  })

  test('too old: an approval sent past the panel is refused on the server, and audited', async () => {
    const seen = proposalOf(await world.panel(ana))
    world.clock.advance(HOUR + 1)
    for (const when of ['before the timer fired', 'after the timer fired']) {
      if (when.startsWith('after')) await world.settle()
      const acceptedStale = seen.used.map(({ field }) => field)
      const answer = await world.decide(ana, seen, { acceptedStale })
      expect(answer.status, when).toBe(409)
      expect((await answer.json()).type, when).toBe('urn:meshline:problem:stale-context')
      expect((await world.panel(ana)).item.status, when).toBe('pending')
    }
    await world.settle()
    expect(world.stripe.state.refunds.size).toBe(0)
    const refusals = await audited('preview.decision-refused')
    expect(refusals.map(({ outcome }) => outcome)).toEqual(['refused', 'refused'])
    expect(refusals.every(({ summary }) => summary.includes('fresh-context'))).toBe(true)
    expect(await openExceptions()).toHaveLength(1)
  })

  test('synced: the item is open again, the exception settled, the proposal approved and carried out', async () => {
    const before = proposalOf(await world.panel(ana))
    world.clock.advance(2 * HOUR)
    await world.settle()
    expect((await syncNow()).status).toBe(200)
    const panel = await world.panel(ana)
    expect(panel.item).toMatchObject({ status: 'open', pendingReason: null })
    expect(await openExceptions()).toEqual([])
    expect(proposalOf(panel)).toMatchObject({ id: before.id, hash: before.hash, state: 'proposed' })
    expect((await world.decide(ana, proposalOf(panel))).status).toBe(200)
    await world.settle()
    expect(world.stripe.state.refunds.size).toBe(1)
  })

  test('synced, and left alone again: it grows too old again, an hour after the sync', async () => {
    world.clock.advance(HOUR + 1)
    await world.settle()
    await syncNow()
    world.clock.advance(HOUR)
    await world.settle()
    expect((await world.panel(ana)).item.status).toBe('open')
    world.clock.advance(1)
    await world.settle()
    expect((await world.panel(ana)).item.status).toBe('pending')
    expect(await audited('preview.pending')).toHaveLength(2)
  })

  test('Stripe is down while it is synced: it still waits, and the answer says why', async () => {
    world.clock.advance(HOUR + 1)
    await world.settle()
    world.stripe.faults.down(true)
    const answer = await syncNow()
    expect(answer.status).toBe(502)
    expect(await answer.json()).toMatchObject({
      type: 'urn:meshline:problem:vendor-unavailable',
      detail: expect.stringContaining('as it was last read'),
    })
    const panel = await world.panel(ana)
    expect(panel.item).toMatchObject({ status: 'pending', pendingReason: 'stale-context' })
    expect(proposalOf(panel).state).toBe('pending')
    expect(await openExceptions()).toMatchObject([{ kind: 'stale-context' }])
    world.stripe.faults.down(false)
    expect((await syncNow()).status).toBe(200)
    expect(proposalOf(await world.panel(ana)).state).toBe('proposed')
  })

  test('what called for it is settled meanwhile: nothing waits any more', async () => {
    world.clock.advance(HOUR + 1)
    await world.settle()
    world.stripe.closeDispute('du_1SVmeshDisp0001', 'warning_closed')
    await world.settle()
    expect(await openExceptions()).toEqual([])
    expect((await world.panel(ana)).item.pendingReason).toBeNull()
  })

  test('approved in time: no timer fires for it afterwards', async () => {
    expect((await world.decide(ana, proposalOf(await world.panel(ana)))).status).toBe(200)
    await world.settle()
    world.clock.advance(3 * HOUR)
    await world.settle()
    expect(await openExceptions()).toEqual([])
    expect(await audited('preview.pending')).toEqual([])
  })

  test('a stricter policy holds from the next judgement: an older proposal then waits', async () => {
    const author = await ruleMaker()
    world.clock.advance(20 * MINUTE)
    await world.settle()
    await setLimits(author, { money: { warnAfter: '1m', errorAfter: '10m' } })
    await world.settle()
    expect(proposalOf(await world.panel(ana)).state).toBe('proposed')

    customerWrites(world.zendesk)
    await world.settle()
    const panel = await world.panel(ana)
    expect(proposalOf(panel)).toMatchObject({ state: 'pending' })
    expect(proposalOf(panel).used[0]).toMatchObject({ field: 'dispute.status', errorAfterMs: 10 * MINUTE })
    expect(panel.item).toMatchObject({ status: 'pending', pendingReason: 'stale-context' })
    expect(await openExceptions()).toMatchObject([
      { kind: 'stale-context', summary: { en: expect.stringContaining('20 min ago (at most 10 min old)') } },
    ])

    expect((await syncNow()).status).toBe(200)
    expect(proposalOf(await world.panel(ana)).state).toBe('proposed')
    world.clock.advance(10 * MINUTE + 1)
    await world.settle()
    expect(proposalOf(await world.panel(ana)).state).toBe('pending')
  })
})

test('two servers hold one proposal back once', async () => {
  await start('postgres')
  const second = await startMeshline({
    database: 'postgres',
    clock: world.clock,
    on: world.meshline.database,
    variables: vendorVariables(world.stripe, world.zendesk),
  })
  world.clock.advance(HOUR + 1)
  await Promise.all([world.meshline.server.drain(), second.server.drain()])
  expect(await audited('preview.pending')).toHaveLength(1)
  expect(await openExceptions()).toHaveLength(1)
  await second.close()
  await world.close()
})

async function ruleMaker() {
  const { id } = await world.meshline.signIn('Rita Rules', ['rev-ops-lead'])
  const member = await findMember(world.meshline.server.store.db, { id })
  if (!member) throw new Error('Rita is not a member')
  return member
}

/** Sets other limits for the status of a dispute; everything else stays. */
async function setLimits(author: Awaited<ReturnType<typeof ruleMaker>>, limits: object) {
  const { default: byDefault, fields } = policyFileOf(FIRST_FRESHNESS_POLICY)
  const policy = FreshnessPolicyFile.parse({
    default: byDefault,
    fields: { ...fields, 'dispute.status': limits },
  })
  const reason = 'inquiries are answered within minutes'
  const change = { kind: 'freshness' as const, policy, author, reason, basedOn: null }
  await world.meshline.server.store.write({ kind: 'command', user: 'test' }, tx => setPolicy(tx, change))
}
