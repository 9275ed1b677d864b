import { encodeTime } from 'ulid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findSignal } from '../../server/signals/signal-log.ts'
import { insertSignals } from '../../server/signals/store.ts'
import type { SignalEntry } from '../../shared/signal-entry.ts'
import { makeCharge } from '../simulators/stripe/charge.ts'
import { signStripe } from '../simulators/stripe/signature.ts'
import { DATABASES } from '../support/database.ts'
import { MINUTE, SECOND } from '../support/held-clock.ts'
import { STRIPE_SECRET, type TestMember } from '../support/meshline.ts'
import { customerWrites, startWorld, type World } from '../support/world.ts'

describe.each(DATABASES)('the log of signals, on %s', database => {
  let world: World
  let ana: TestMember
  let vera: TestMember

  beforeAll(async () => {
    world = await startWorld(database)
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    vera = await world.meshline.signIn('Vera Viewer', ['viewer'])
    await world.inquiryArrives()
  })
  afterAll(() => world.close())

  const list = async (query: { state?: SignalEntry['state']; limit?: string } = {}) => {
    const response = await ana.api.v1.signals.$get({ query })
    if (response.status !== 200) throw new Error(`Listing signals: ${response.status}`)
    return response.json()
  }
  const replay = (member: TestMember, id: string) =>
    member.api.v1.signals[':id'].replay.$post({ param: { id } })
  const bodyOf = async (id: string) => {
    const response = await vera.api.v1.signals[':id'].body.$get({ param: { id } })
    return response.status === 200 ? (await response.json()).body : null
  }
  const openExceptions = async () =>
    (
      await world.meshline.server.store.db
        .selectFrom('exceptions')
        .select('kind')
        .where('closed_at', 'is', null)
        .execute()
    ).map(({ kind }) => kind)
  const lastRefusal = async () =>
    world.meshline.server.store.db
      .selectFrom('audit_entries')
      .select(['summary', 'subject_id'])
      .where('action', '=', 'signal.replay-refused')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
  const first = async (state: SignalEntry['state']) => {
    const [signal] = (await list({ state })).signals
    if (!signal) throw new Error(`No signal is ${state}`)
    return signal
  }

  test('everybody sees what came, newest first, and what became of it', async () => {
    world.clock.advance(SECOND)
    customerWrites(world.zendesk)
    await world.settle()
    const { signals, counts } = await list()
    expect(signals.map(({ receivedAt }) => receivedAt)).toEqual(
      signals.map(({ receivedAt }) => receivedAt).toSorted((a, b) => b - a),
    )
    expect(signals[0]).toMatchObject({ source: 'zendesk', state: 'processed', attempts: 1, nextAt: null })
    expect(counts).toEqual({ stored: 0, unreadable: 0 })
    expect((await list({ limit: '1' })).signals).toEqual(signals.slice(0, 1))
    expect((await list({ state: 'processed' })).signals.every(({ state }) => state === 'processed')).toBe(
      true,
    )
  })

  test('what came can be read, exactly', async () => {
    const body = ' { "id":"evt_odd", "type":"radar.review", "object": "event",  "created": 1764000000 }'
    await postToStripe(body)
    const { id, noReplay } = await first('ignored')
    expect(await bodyOf(id)).toBe(body)
    expect(noReplay).toBe('without-subject')
    expect(await bodyOf('sig_none')).toBeNull()
  })

  const postToStripe = (body: string) =>
    fetch(`${world.meshline.url}/webhooks/stripe`, {
      method: 'POST',
      body,
      headers: {
        'stripe-signature': signStripe(body, [STRIPE_SECRET], Math.floor(world.clock.now() / 1000)),
      },
    })

  test('who only views may not replay; the attempt is audited', async () => {
    const { id } = await first('processed')
    const response = await replay(vera, id)
    expect(response.status).toBe(403)
    expect(await lastRefusal()).toMatchObject({
      subject_id: id,
      summary: expect.stringMatching(/^not-allowed /),
    })
    expect(await first('processed')).toMatchObject({ id })
  })

  test('a signal a vendor answered with nonsense is replayed once that is mended, and its exception closes', async () => {
    const odd = { id: 'ch_odd', customer: 'cus_QXg1o8vcGmoR32', amount: 4900, created: 1_764_000_000 }
    world.stripe.state.charges.set('ch_odd', makeCharge({ ...odd, currency: 'dollars' }))
    world.stripe.openInquiry('ch_odd', { id: 'du_odd' })
    await world.settle()
    expect((await list()).counts.unreadable).toBe(1)
    const stuck = await first('unreadable')
    expect(stuck.noReplay).toBeNull()
    expect(stuck.note?.de).toContain(`Es liegt unter ${stuck.id}`)
    expect(await openExceptions()).toEqual(['unreadable-answer'])

    const tooEarly = await replay(ana, stuck.id)
    expect(tooEarly.status).toBe(202)
    expect(await tooEarly.json()).toMatchObject({ signal: { id: stuck.id, state: 'stored', note: null } })
    await world.settle()
    expect(await openExceptions()).toEqual(['unreadable-answer'])

    world.stripe.state.charges.set('ch_odd', makeCharge({ ...odd, currency: 'usd' }))
    const dispute = world.stripe.state.disputes.get('du_odd')
    if (dispute) dispute.currency = 'usd'
    expect((await replay(ana, stuck.id)).status).toBe(202)
    await world.settle()
    expect((await list()).signals.find(({ id }) => id === stuck.id)).toMatchObject({ state: 'processed' })
    expect(await openExceptions()).toEqual([])
    expect((await list()).counts).toEqual({ stored: 0, unreadable: 0 })
  })

  test('a waiting signal says when it is tried next, and is tried at once when it is replayed', async () => {
    world.stripe.faults.down(true)
    world.stripe.openInquiry('ch_3SVmeshCharge01', { id: 'du_later' })
    await world.settle()
    const waiting = await first('stored')
    expect(waiting.nextAt).toBeGreaterThan(world.clock.now())
    expect((await list()).counts.stored).toBeGreaterThan(0)
    world.stripe.faults.down(false)
    for (const { id } of (await list({ state: 'stored' })).signals) await replay(ana, id)
    await world.meshline.server.drain()
    expect((await list()).counts.stored).toBe(0)
  })

  test('what is no JSON cannot be replayed, and says what to do instead', async () => {
    expect((await postToStripe('{"id": "evt_broken", ')).status).toBe(400)
    const { id, noReplay } = await first('unreadable')
    expect(noReplay).toBe('unreadable')
    const response = await replay(ana, id)
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({
      type: 'urn:meshline:problem:not-replayable',
      detail: expect.stringContaining('correct the template'),
    })
    expect(await openExceptions()).toContain('unreadable-signal')
  })

  test.each(['sig_none', `sig_${encodeTime(Date.parse('2026-11-20T09:00:01Z'), 10)}0000000000000000`])(
    '%s, which nobody knows: 404, audited',
    async id => {
      expect((await replay(ana, id)).status).toBe(404)
      expect(await lastRefusal()).toEqual({ subject_id: id, summary: 'not-found' })
    },
  )

  test.each([{ limit: '0' }, { limit: '501' }, { limit: 'many' }])('a list of %j: 422', async query => {
    expect((await ana.api.v1.signals.$get({ query })).status).toBe(422)
  })

  test('is found among many by its id, though clocks differ by minutes and some arrived late', async () => {
    const { store } = world.meshline.server
    const start = world.clock.now()
    const rows = Array.from({ length: 2000 }, (_, number) => {
      const at = start + number * SECOND
      const askew = number % 3 === 0 ? 4 * MINUTE : 0
      return {
        id: `sig_${encodeTime(at - askew, 10)}C${String(number).padStart(15, '0')}`,
        source: 'usage',
        dedupe_key: `many:${number}`,
        type: 'usage',
        subject: null,
        occurred_at: at,
        received_at: at,
        from_us: 0,
        body: String(number),
        state: 'ignored' as const,
        attempts: 0,
        next_at: at,
        lease_until: 0,
        note: null,
      }
    })
    await store.write({ kind: 'job', name: 'test' }, async tx => {
      await insertSignals(tx, rows)
      await tx.audit({
        action: 'test.done',
        outcome: 'done',
        subject: { kind: 'test', id: '1' },
        itemId: null,
        summary: '',
      })
    })
    for (const [number, { id }] of rows.entries()) {
      if (number % 97 === 0) expect((await findSignal(store.db, id))?.body).toBe(String(number))
    }
    expect(await bodyOf(rows.at(-1)?.id ?? '')).toBe('1999')
  })
})
