import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { burnDown } from '../../shared/sla.ts'
import { DATABASES } from '../support/database.ts'
import { HOUR, MINUTE } from '../support/held-clock.ts'
import type { TestMember } from '../support/meshline.ts'
import { BERLIN, letHold, SLA } from '../support/policies.ts'
import { customerWrites, startWorld, TICKET_ID, type World } from '../support/world.ts'

const DAY = 24 * HOUR

// It is Friday 20 November 2026, 10:00 in Berlin; the office is open from nine to five.
describe.each(DATABASES)('alerts, on %s', database => {
  let world: World
  let ana: TestMember
  let ben: TestMember

  beforeAll(async () => {
    world = await startWorld(database)
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    ben = await world.meshline.signIn('Ben Okafor', ['support-manager'])
    await letHold(world.meshline, 'calendars', { calendars: [BERLIN] })
    await letHold(world.meshline, 'sla', SLA)
    customerWrites(world.zendesk)
    await world.settle()
  })
  afterAll(() => world.close())

  const alertsOf = async (member: TestMember) => {
    const response = await member.api.v1.alerts.$get({ query: { scope: 'all' } })
    if (response.status !== 200) throw new Error(`Reading alerts: ${response.status}`)
    return response.json()
  }
  const alertOf = async (member: TestMember, kind = 'first-response') => {
    const found = (await alertsOf(member)).alerts.find(({ clock }) => clock.kind === kind)
    if (!found) throw new Error(`No alert of ${kind}`)
    return found
  }
  const acknowledge = (member: TestMember, clockId: string) =>
    member.api.v1.alerts[':clockId'].acknowledgement.$post({ param: { clockId } })
  const snooze = (member: TestMember, clockId: string, json: { until: number; reason: string }) =>
    member.api.v1.alerts[':clockId'].snooze.$post({ param: { clockId }, json })
  const audited = (action: string) =>
    world.meshline.server.store.db
      .selectFrom('audit_entries')
      .select(['outcome', 'subject_id', 'summary', 'actor'])
      .where('action', '=', action)
      .orderBy('seq')
      .execute()

  test('say when they are to be told: at each share of the policy, and when time runs out', async () => {
    const { clock, warnings, acknowledged, snoozedUntil } = await alertOf(ana)
    expect(clock.warnAt).toEqual([0.8])
    // Four business hours from ten on: 80% are used up at 13:12, all at 14:00.
    expect(warnings.map(at => new Date(at).toISOString())).toEqual([
      '2026-11-20T12:12:00.000Z',
      '2026-11-20T13:00:00.000Z',
    ])
    expect({ acknowledged, snoozedUntil }).toEqual({ acknowledged: null, snoozedUntil: null })
  })

  test('one that is paused will not be told of until it goes on', async () => {
    world.clock.advance(MINUTE)
    world.zendesk.agentUpdates(TICKET_ID, { status: 'pending' })
    await world.settle()
    expect((await alertOf(ana, 'resolution')).warnings).toEqual([])
    world.clock.advance(MINUTE)
    world.zendesk.agentUpdates(TICKET_ID, { status: 'open' })
    await world.settle()
    expect((await alertOf(ana, 'resolution')).warnings).toHaveLength(2)
  })

  test('are acknowledged by each person for themselves, once, with an audit entry', async () => {
    const { clock } = await alertOf(ana)
    const at = world.clock.now()
    expect(await (await acknowledge(ana, clock.id)).json()).toEqual({
      acknowledged: { by: 'Ana Ruiz', at },
    })
    world.clock.advance(MINUTE)
    expect(await (await acknowledge(ana, clock.id)).json()).toEqual({
      acknowledged: { by: 'Ana Ruiz', at },
    })
    expect((await alertOf(ana)).acknowledged).toEqual({ by: 'Ana Ruiz', at })
    expect((await alertOf(ben)).acknowledged).toBeNull()
    const entries = await audited('alert.acknowledged')
    expect(entries[0]).toMatchObject({ outcome: 'done', subject_id: clock.id })
    expect(entries[0]?.actor).toContain('Ana Ruiz')
  })

  test('are put off with a reason; the clock goes on as it did', async () => {
    const { clock } = await alertOf(ben)
    const until = world.clock.now() + HOUR
    expect((await snooze(ben, clock.id, { until, reason: ' Waiting for the bank ' })).status).toBe(200)
    const after = await alertOf(ben)
    expect(after.snoozedUntil).toBe(until)
    expect(after.clock).toEqual(clock)
    expect((await alertOf(ana)).snoozedUntil).toBeNull()
    expect((await audited('alert.snoozed'))[0]?.summary).toContain('Waiting for the bank')
  })

  test.each([
    ['without a reason', { until: HOUR, reason: ' ' }, 'invalid-request'],
    ['until now', { until: 0, reason: 'x' }, 'invalid-request'],
    ['for more than a week', { until: 7 * DAY + 1, reason: 'x' }, 'invalid-request'],
  ])('%s they are not put off', async (_how, { until, reason }, type) => {
    const { clock, snoozedUntil } = await alertOf(ben)
    const response = await snooze(ben, clock.id, { until: world.clock.now() + until, reason })
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ type: `urn:meshline:problem:${type}` })
    expect((await alertOf(ben)).snoozedUntil).toBe(snoozedUntil)
  })

  test('of a clock nobody knows: 404, audited', async () => {
    expect((await acknowledge(ana, 'clk_none')).status).toBe(404)
    const put = await snooze(ana, 'clk_none', { until: world.clock.now() + HOUR, reason: 'x' })
    expect(put.status).toBe(404)
    for (const action of ['alert.acknowledgement-refused', 'alert.snooze-refused']) {
      expect((await audited(action)).at(-1)).toMatchObject({
        outcome: 'refused',
        subject_id: 'clk_none',
        summary: 'not-found',
      })
    }
  })

  test('what is missed is shown whoever put it off, and cannot be put off', async () => {
    const { clock } = await alertOf(ben)
    await snooze(ben, clock.id, { until: world.clock.now() + 6 * HOUR, reason: 'later' })
    world.clock.advance(clock.dueAt - world.clock.now() + MINUTE)
    await world.settle()
    const missed = await alertOf(ben)
    expect(burnDown(missed.clock, world.clock.now()).state).toBe('missed')
    expect(missed).toMatchObject({ snoozedUntil: null, warnings: [] })
    const again = await snooze(ben, clock.id, { until: world.clock.now() + HOUR, reason: 'later' })
    expect(again.status).toBe(422)
    expect(await again.json()).toMatchObject({ title: 'It is missed already' })
    expect((await acknowledge(ben, clock.id)).status).toBe(200)
  })

  test('a clock that stopped has nothing left to say', async () => {
    const { clock } = await alertOf(ana, 'resolution')
    world.clock.advance(MINUTE)
    world.zendesk.agentUpdates(TICKET_ID, { status: 'solved' })
    await world.settle()
    expect((await alertsOf(ana)).alerts.map(({ clock: { id } }) => id)).not.toContain(clock.id)
    expect((await acknowledge(ana, clock.id)).status).toBe(404)
  })

  test('quiet hours are each person’s own, kept, and ended', async () => {
    const hours = { timeZone: 'Europe/Berlin', from: '22:00', until: '07:00', weekends: true }
    const { 'quiet-hours': route } = ana.api.v1.me
    expect(await (await route.$get()).json()).toEqual({ quietHours: null })
    expect((await route.$put({ json: { quietHours: hours } })).status).toBe(200)
    expect(await (await route.$get()).json()).toEqual({ quietHours: hours })
    expect((await alertsOf(ana)).quietHours).toEqual(hours)
    expect((await alertsOf(ben)).quietHours).toBeNull()
    await route.$put({ json: { quietHours: { ...hours, weekends: false } } })
    await route.$put({ json: { quietHours: null } })
    expect((await alertsOf(ana)).quietHours).toBeNull()
    expect((await audited('quiet-hours.set')).map(({ summary }) => summary)).toEqual([
      'Quiet from 22:00 until 07:00 (Europe/Berlin) and on weekends',
      'Quiet from 22:00 until 07:00 (Europe/Berlin)',
      'No quiet hours',
    ])
  })

  test.each([
    { timeZone: 'Mars/Base', from: '22:00', until: '07:00', weekends: true },
    { timeZone: 'UTC', from: '22:00', until: '22:00', weekends: true },
    { timeZone: 'UTC', from: '25:00', until: '07:00', weekends: true },
  ])('quiet hours of %j: 422', async quietHours => {
    const response = await ana.api.v1.me['quiet-hours'].$put({ json: { quietHours } })
    expect(response.status).toBe(422)
  })
})

describe('the record of a ticket', () => {
  test('has what the desk counts by itself beside our own clocks', async () => {
    const world = await startWorld('sqlite')
    const ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    const breach_at = new Date(world.clock.now() + 3 * HOUR).toISOString()
    customerWrites(world.zendesk)
    world.zendesk.state.slas.set(TICKET_ID, [{ metric: 'first_reply_time', stage: 'active', breach_at }])
    await world.settle()
    expect((await world.panel(ana)).nativeSla).toMatchObject([
      {
        source: 'zendesk',
        metric: 'first_reply_time',
        kind: 'first-response',
        stage: 'active',
        breachAt: Date.parse(breach_at),
      },
    ])
    await world.close()
  })
})
