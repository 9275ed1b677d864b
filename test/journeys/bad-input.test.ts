import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { replaySignal } from '../../server/signals/replay-signal.ts'
import { makeCharge } from '../simulators/stripe/charge.ts'
import { makeCustomer } from '../simulators/stripe/customer.ts'
import { makeUser } from '../simulators/zendesk/people.ts'
import { DATABASES } from '../support/database.ts'
import { MINUTE, SECOND } from '../support/held-clock.ts'
import type { TestMember } from '../support/meshline.ts'
import { customerWrites, proposalOf, startWorld, TICKET, TICKET_ID, type World } from '../support/world.ts'

describe.each(DATABASES)('input as it comes, on %s', database => {
  let world: World
  let ana: TestMember

  beforeEach(async () => {
    world = await startWorld(database)
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
  })
  afterEach(() => world.close())

  const seconds = () => Math.floor(world.clock.now() / 1000)

  /** Acme pays twice in some currency, and the bank asks. */
  async function chargedTwiceIn(currency: string, amount: number): Promise<void> {
    for (const [index, id] of ['ch_odd_first', 'ch_odd_again'].entries()) {
      const created = seconds() - 600 + index * 60
      world.stripe.state.charges.set(
        id,
        makeCharge({ id, customer: 'cus_QXg1o8vcGmoR32', amount, currency, created }),
      )
    }
    customerWrites(world.zendesk)
    world.stripe.openInquiry('ch_odd_again')
    await world.settle()
  }

  test('a currency without decimals is refunded to the yen', async () => {
    await chargedTwiceIn('jpy', 4900)
    const preview = proposalOf(await world.panel(ana))
    expect(preview.effects[0]?.request.params).toMatchObject({ amount: 4900 })
    expect(preview.effects[0]?.title.en).toContain('¥4,900')
    expect((await world.decide(ana, preview)).status).toBe(200)
    await world.settle()
    expect([...world.stripe.state.refunds.values()]).toMatchObject([{ amount: 4900, currency: 'jpy' }])
  })

  test('a currency nobody knows is blocked, not guessed', async () => {
    await chargedTwiceIn('zzz', 4900)
    const preview = proposalOf(await world.panel(ana))
    expect(preview.state).toBe('blocked')
    const failed = preview.verdict.reasons.filter(({ outcome }) => outcome === 'failed')
    expect(failed.map(({ predicate }) => predicate)).toEqual(['amount-limit', 'known-currency'])
  })

  test('what is no currency code at all becomes an exception; the signal is kept', async () => {
    await chargedTwiceIn('dollars', 4900)
    const db = world.meshline.server.store.db
    const exceptions = await db
      .selectFrom('exceptions')
      .selectAll()
      .where('kind', '=', 'unreadable-answer')
      .execute()
    expect(exceptions[0]?.summary).toContain('in dollars')
    const kept = await db
      .selectFrom('signals')
      .selectAll()
      .where('type', '=', 'charge.dispute.created')
      .execute()
    expect(kept).toMatchObject([{ state: 'unreadable' }])
  })

  test('HTML and emoji in a subject stay text', async () => {
    const subject = '<img src=x onerror=alert(1)> 💸 "quoted" & more'
    world.zendesk.customerWrites({
      ticketId: TICKET_ID,
      requesterId: 900555,
      subject,
      body: 'refund',
      tags: ['billing'],
    })
    await world.settle()
    expect((await world.panel(ana)).item.title).toBe(subject)
  })

  test('a ticket nobody knows is said to be unknown, and can be looked up', async () => {
    const { api } = ana
    const unknown = await api.v1.panel.$get({ query: { ...TICKET, id: '35437' } })
    expect(await unknown.json()).toMatchObject({ kind: 'unknown' })
    const found = await api.v1.records.sync.$post({ json: { record: { ...TICKET, id: '35437' } } })
    expect(await found.json()).toMatchObject({ kind: 'known', item: { title: 'Change invoice address' } })
    const nowhere = await api.v1.records.sync.$post({ json: { record: { ...TICKET, id: '99999999' } } })
    expect(await nowhere.json()).toMatchObject({ kind: 'unknown' })
  })

  test('a ticket deleted before it was read is ignored, with a note', async () => {
    world.zendesk.webhooks.faults.pause()
    customerWrites(world.zendesk)
    world.zendesk.deleteTicket(TICKET_ID)
    world.zendesk.webhooks.faults.resume()
    await world.settle()
    const signals = await world.meshline.server.store.db
      .selectFrom('signals')
      .select(['state', 'note'])
      .execute()
    expect(signals.length).toBeGreaterThan(0)
    expect(signals.every(({ state, note }) => state === 'ignored' && note !== null)).toBe(true)
  })

  test('two accounts that match: asked, never guessed, no money', async () => {
    const { stripe, zendesk } = world
    stripe.state.customers.set(
      'cus_globex',
      makeCustomer({ id: 'cus_globex', name: 'Globex', email: 'pay@globex.example', created: 1 }),
    )
    world.stripe.openInquiry('ch_3SVmeshCharge02')
    await world.settle()
    stripe.changeSubscription('sub_1SVmeshSub00001', 'past_due')
    // Globex is known by its own customer; then somebody of Acme writes whose Stripe id is Globex's.
    zendesk.state.users.set(
      900777,
      makeUser({ id: 900777, name: 'Sam Both', email: 'pay@globex.example', organization_id: 509975 }),
    )
    zendesk.customerWrites({ ticketId: 40001, requesterId: 900777, subject: 'Hello', body: 'a question' })
    await world.settle()
    zendesk.state.users.set(
      900778,
      makeUser({
        id: 900778,
        name: 'Kim Mixed',
        email: 'kim@acme.example',
        organization_id: 509975,
        external_id: 'cus_QXg1o8vcGmoR32',
      }),
    )
    zendesk.customerWrites({
      ticketId: 40002,
      requesterId: 900778,
      subject: 'Refund',
      body: 'x',
      tags: ['billing'],
    })
    await world.settle()
    const answer = await ana.api.v1.panel.$get({ query: { ...TICKET, id: '40002' } })
    expect(await answer.json()).toMatchObject({
      identityQuestions: [{ sharedKind: 'stripe-customer', choices: [{ label: 'Acme Corp' }] }],
      exceptions: [
        { kind: 'ambiguous-identity', summary: { en: expect.stringContaining('Several accounts match') } },
      ],
    })
  })

  test('a vendor’s Retry-After is kept to', async () => {
    const headers = { 'retry-after': '90' }
    world.zendesk.faults.failNext({ method: 'GET', path: '/api/v2/tickets', status: 429, headers })
    customerWrites(world.zendesk)
    await world.settle()
    const reads = () => world.zendesk.requests.of('GET', `/api/v2/tickets/${TICKET_ID}.json`).length
    expect(reads()).toBe(1)
    world.clock.advance(89 * SECOND)
    await world.settle()
    expect(reads()).toBe(1)
    world.clock.advance(2 * SECOND)
    await world.settle()
    expect(reads()).toBe(2)
    expect((await world.panel(ana)).item.title).toBe('Charged twice in October')
  })

  test('both vendors away for an hour: nothing is lost, everything is worked on afterwards', async () => {
    world.zendesk.faults.down(true)
    world.stripe.faults.down(true)
    customerWrites(world.zendesk)
    world.stripe.openInquiry('ch_3SVmeshCharge02')
    await world.settle()
    for (let minute = 0; minute < 60; minute += 5) {
      world.clock.advance(5 * MINUTE)
      await world.meshline.server.drain()
    }
    world.zendesk.faults.down(false)
    world.stripe.faults.down(false)
    world.clock.advance(6 * MINUTE)
    await world.settle()
    expect(proposalOf(await world.panel(ana)).state).toBe('proposed')
    const open = await world.meshline.server.store.db
      .selectFrom('exceptions')
      .selectAll()
      .where('closed_at', 'is', null)
      .execute()
    expect(open).toEqual([])
  })

  test('a signal worked on again changes nothing', async () => {
    await world.inquiryArrives()
    const before = await world.panel(ana)
    const db = world.meshline.server.store.db
    const { id } = await db
      .selectFrom('signals')
      .select('id')
      .where('state', '=', 'processed')
      .limit(1)
      .executeTakeFirstOrThrow()
    const replay = (signal: string) =>
      world.meshline.server.store.write({ kind: 'command', user: 'test' }, tx =>
        replaySignal(tx, { id: signal, member: null }),
      )
    expect(await replay(id)).toBe('replayed')
    await world.settle()
    expect(await world.panel(ana)).toEqual(before)
    expect(await replay('sig_none')).toBe('not-found')
  })
})
