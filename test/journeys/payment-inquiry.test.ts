import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DATABASES } from '../support/database.ts'
import { DAY } from '../support/held-clock.ts'
import type { TestMember } from '../support/meshline.ts'
import {
  customerWrites,
  DISPUTE,
  DUPLICATE_CHARGE,
  internalNotes,
  proposalOf,
  runOf,
  startWorld,
  TICKET_ID,
  type World,
} from '../support/world.ts'

describe.each(DATABASES)('a payment inquiry, on %s', database => {
  let world: World
  let ana: TestMember

  beforeEach(async () => {
    world = await startWorld(database)
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    await world.meshline.signIn('Ben Okafor', ['billing-resolver'])
  })
  afterEach(() => world.close())

  const refunds = () => [...world.stripe.state.refunds.values()]
  const ticket = () => world.zendesk.state.ticket(TICKET_ID)
  const notes = () => internalNotes(world)
  const actions = async () => {
    const { item } = await world.panel(ana)
    const response = await ana.api.v1.audit.$get({ query: { itemId: item.id } })
    if (response.status !== 200) throw new Error('The audit log did not answer')
    return (await response.json()).entries.map(({ action }) => action)
  }

  test('ticket and inquiry become one item with an account, an owner, a clock and a proposal', async () => {
    await world.inquiryArrives()
    const panel = await world.panel(ana)
    expect(panel.item).toMatchObject({
      kind: 'billing-dispute',
      status: 'open',
      title: 'Charged twice in October',
    })
    expect(panel.item.links.map(({ type, id }) => [type, id])).toEqual([
      ['dispute', DISPUTE],
      ['ticket', String(TICKET_ID)],
    ])
    expect(panel.ownership).toMatchObject({
      role: 'billing-resolver',
      person: { name: 'Ana Ruiz' },
      fallback: { name: 'Ben Okafor' },
      gap: null,
    })
    const evidence = panel.clocks.find(({ kind }) => kind === 'dispute-evidence')
    expect(evidence).toMatchObject({
      unit: 'calendar',
      dueAt: world.clock.now() + 6 * DAY,
      stoppedAt: null,
      pauses: [],
    })
    const field = (name: string) => panel.account?.fields.find(entry => entry.field === name)?.value
    expect(field('mrr')).toMatchObject({
      content: { money: { minor: 420_000, currency: 'usd' } },
      source: 'stripe',
    })
    expect(field('tier')).toMatchObject({ content: { text: 'enterprise' }, source: 'zendesk' })
    expect(field('contact')?.content).toMatchObject({ text: expect.stringContaining('Dana Reyes') })
  })

  test('the proposal shows the exact request, the worked amount, what changes and what can be taken back', async () => {
    await world.inquiryArrives()
    const preview = proposalOf(await world.panel(ana))
    expect(preview).toMatchObject({
      automation: 'billing-inquiry-refund',
      mode: 'soft-auto',
      state: 'proposed',
    })
    const [refund, fields, note] = preview.effects
    expect(refund?.request).toEqual({
      method: 'POST',
      path: '/v1/refunds',
      params: {
        charge: DUPLICATE_CHARGE,
        amount: 4900,
        reason: 'duplicate',
        metadata: { meshline_key: `meshline:refund:${DUPLICATE_CHARGE}:duplicate` },
      },
      key: `meshline:refund:${DUPLICATE_CHARGE}:duplicate`,
    })
    expect(preview.worked?.lines.map(({ sign, amount }) => [sign, amount.minor])).toEqual([
      ['+', 4900],
      ['-', 0],
      ['=', 4900],
    ])
    expect(fields?.changes).toEqual([
      expect.objectContaining({ before: { en: 'new', de: 'neu' }, after: { en: 'pending', de: 'wartend' } }),
      expect.objectContaining({
        after: { en: 'billing, refund_approved, vip', de: 'billing, refund_approved, vip' },
      }),
    ])
    expect([refund, fields, note].map(effect => effect?.reversibility)).toEqual([
      'irreversible',
      'reversible',
      'compensable',
    ])
    expect(preview.verdict.kind).toBe('suggest')
    expect(preview.used.map(({ field }) => field)).toContain('charge.refundable')
  })

  test('nothing moves before somebody approves', async () => {
    await world.inquiryArrives()
    expect(refunds()).toEqual([])
    expect(notes()).toEqual([])
  })

  test('approved with a reason: refunded once under its business key, noted on the ticket, audited', async () => {
    await world.inquiryArrives()
    const response = await world.decide(ana, proposalOf(await world.panel(ana)))
    expect(response.status).toBe(200)
    await world.settle()

    expect(refunds()).toMatchObject([{ charge: DUPLICATE_CHARGE, amount: 4900, status: 'succeeded' }])
    const [call] = world.stripe.requests.of('POST', '/v1/refunds')
    expect(call?.idempotencyKey).toBe(`meshline:refund:${DUPLICATE_CHARGE}:duplicate`)
    expect(ticket()).toMatchObject({ status: 'pending', tags: ['billing', 'refund_approved', 'vip'] })
    expect(notes()).toHaveLength(1)
    expect(notes()[0]).toContain(`$49.00 refunded on charge ${DUPLICATE_CHARGE} (${refunds()[0]?.id})`)
    expect(notes()[0]).toContain('Approved by Ana Ruiz: duplicate charge.')
    expect(notes()[0]).toContain('automation billing-inquiry-refund v1 (Meshline), not typed by a person')

    const panel = await world.panel(ana)
    expect(runOf(panel)).toMatchObject({ state: 'done', authority: { person: { name: 'Ana Ruiz' } } })
    expect(panel.item.status).toBe('done')
    expect(panel.clocks.every(({ stoppedAt }) => stoppedAt !== null)).toBe(true)
    expect(await actions()).toEqual(
      expect.arrayContaining([
        'item.opened',
        'item.joined',
        'clock.started',
        'preview.proposed',
        'preview.viewed',
        'preview.approved',
        'run.started',
        'effect.calling',
        'effect.done',
        'run.done',
        'clock.stopped',
      ]),
    )
  })

  test.each([
    ['ticket first', ['ticket', 'dispute']],
    ['dispute first', ['dispute', 'ticket']],
  ])('%s: the same one item', async (_name, order) => {
    for (const what of order) {
      if (what === 'ticket') customerWrites(world.zendesk)
      else world.stripe.openInquiry(DUPLICATE_CHARGE, { id: DISPUTE })
      await world.settle()
    }
    const items = await world.meshline.server.store.db.selectFrom('items').selectAll().execute()
    const accounts = await world.meshline.server.store.db.selectFrom('accounts').selectAll().execute()
    expect(items).toMatchObject([{ kind: 'billing-dispute', title: 'Charged twice in October' }])
    expect(accounts).toHaveLength(1)
    expect(proposalOf(await world.panel(ana)).effects).toHaveLength(3)
  })

  test('every webhook twice and shuffled: one item, one proposal, one refund', async () => {
    world.stripe.webhooks.faults.duplicate({ times: 99 })
    world.zendesk.webhooks.faults.duplicate({ times: 99 })
    world.stripe.webhooks.faults.reorder(2)
    world.zendesk.webhooks.faults.reorder(2)
    await world.inquiryArrives()
    expect((await world.panel(ana)).previews).toHaveLength(1)
    await world.decide(ana, proposalOf(await world.panel(ana)))
    await world.settle()
    expect(refunds()).toHaveLength(1)
    expect(notes()).toHaveLength(1)
  })

  test('our own writes come back as webhooks and lead to nothing new', async () => {
    await world.inquiryArrives()
    await world.decide(ana, proposalOf(await world.panel(ana)))
    await world.settle()
    const ours = await world.meshline.server.store.db
      .selectFrom('signals')
      .select('type')
      .where('from_us', '=', 1)
      .execute()
    expect(ours.length).toBeGreaterThan(0)
    expect((await world.panel(ana)).previews.map(({ preview }) => preview.state)).toEqual(['approved'])
  })
})
