import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { explainClock } from '../../shared/explain-clock.ts'
import { burnDown, dueAtOf } from '../../shared/sla.ts'
import { DATABASES } from '../support/database.ts'
import { HOUR, MINUTE } from '../support/held-clock.ts'
import type { TestMember } from '../support/meshline.ts'
import { BERLIN, letHold, SLA } from '../support/policies.ts'
import { customerWrites, startWorld, TICKET_ID, type World } from '../support/world.ts'

// It is Friday 20 November 2026, 10:00 in Berlin; the office is open from nine to five.
describe.each(DATABASES)('clocks of a ticket, on %s', database => {
  let world: World
  let ana: TestMember
  let sam: TestMember

  beforeEach(async () => {
    world = await startWorld(database)
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    sam = await world.meshline.signIn('Sam Support', ['support-manager'])
    await letHold(world.meshline, 'calendars', { calendars: [BERLIN] })
    await letHold(world.meshline, 'sla', SLA)
    customerWrites(world.zendesk)
    await world.settle()
  })
  afterEach(() => world.close())

  const later = async (ms: number) => {
    world.clock.advance(ms)
    await world.settle()
  }
  const agent = async (change: Parameters<World['zendesk']['agentUpdates']>[1]) => {
    world.zendesk.agentUpdates(TICKET_ID, change)
    await world.settle()
  }
  const reply = (text: string) => agent({ comment: { body: text, public: true } })
  const clocks = async () => (await world.panel(ana)).clocks
  const clock = async (kind: string) => {
    const found = (await clocks()).filter(one => one.kind === kind).at(-1)
    if (!found) throw new Error(`There is no ${kind} clock`)
    return found
  }
  const due = async (kind: string) => new Date((await clock(kind)).dueAt).toISOString()
  const state = async (kind: string) => burnDown(await clock(kind), world.clock.now()).state
  const owner = async () => (await world.panel(ana)).ownership.person?.name
  const audited = async (action: string) =>
    (
      await world.meshline.server.store.db
        .selectFrom('audit_entries')
        .select('summary')
        .where('action', '=', action)
        .orderBy('seq')
        .execute()
    ).map(({ summary }) => summary)

  test('run from the moment the ticket came, by the rule and calendar that hold', async () => {
    expect(await due('first-response')).toBe('2026-11-20T13:00:00.000Z')
    // Seven hours are left of Friday, nine working days of eight hours follow: 72 hours in all.
    expect(await due('resolution')).toBe('2026-12-03T09:00:00.000Z')
    expect(await clock('first-response')).toMatchObject({ origin: { rule: 'everybody', policyVersion: 1 } })
  })

  test('a public answer of an agent stops the first response; an internal note does not', async () => {
    await later(HOUR)
    await agent({ comment: { body: 'between us', public: false } })
    expect(await state('first-response')).toBe('running')
    await reply('We are looking into it.')
    expect(await state('first-response')).toBe('met')
  })

  test('the customer’s next message starts a clock of its own, and what they add changes nothing', async () => {
    await reply('Which charge do you mean?')
    await later(MINUTE)
    customerWrites(world.zendesk)
    await world.settle()
    const first = await due('next-response')
    expect(first).toBe('2026-11-20T17:01:00.000Z')
    await later(MINUTE)
    customerWrites(world.zendesk)
    await world.settle()
    expect(await due('next-response')).toBe(first)
    await reply('Thank you')
    expect(await state('next-response')).toBe('met')
  })

  test('stands still while the ticket is pending, says since when and by whom, and goes on after it', async () => {
    // A minute on, as the desk writes whole seconds and never two changes in one.
    await later(MINUTE)
    await agent({ status: 'pending' })
    const paused = await clock('resolution')
    expect(paused.pauses).toMatchObject([{ until: null, cause: 'status pending' }])
    expect(burnDown(paused, world.clock.now()).state).toBe('paused')
    await later(MINUTE)
    const left = burnDown(paused, world.clock.now()).leftMs
    await later(2 * HOUR)
    expect(burnDown(await clock('resolution'), world.clock.now()).leftMs).toBe(left)
    await agent({ status: 'open' })
    expect(await due('resolution')).toBe('2026-12-03T11:01:00.000Z')
    const { pauses } = await clock('resolution')
    expect(pauses).toHaveLength(1)
    const [pause] = pauses
    expect((pause?.until ?? 0) - (pause?.from ?? 0)).toBe(2 * HOUR + MINUTE)
  })

  test('solved in time is met; reopened, the time it was solved does not count', async () => {
    await later(HOUR)
    await agent({ status: 'solved' })
    expect(await state('resolution')).toBe('met')
    expect((await world.panel(ana)).item.status).toBe('done')
    await later(HOUR)
    customerWrites(world.zendesk)
    await world.settle()
    expect((await world.panel(ana)).item.status).toBe('open')
    expect(await due('resolution')).toBe('2026-12-03T10:00:00.000Z')
  })

  test('a higher priority gives less time; old and new due time are in the audit log', async () => {
    await agent({ priority: 'urgent' })
    expect(await due('first-response')).toBe('2026-11-20T10:00:00.000Z')
    expect(await audited('clock.moved')).toContain(
      'first-response due 2026-11-20T13:00:00.000Z before, 2026-11-20T10:00:00.000Z now',
    )
  })

  test('every due time is the one its course leads to, and explained by segments that add up', async () => {
    await later(HOUR)
    await agent({ status: 'pending' })
    await later(3 * HOUR)
    await agent({ status: 'open' })
    for (const one of await clocks()) {
      if (one.stoppedAt === null) expect(dueAtOf(one, world.clock.now())).toBe(one.dueAt)
      const counted = explainClock(one, one.dueAt).reduce((total, { countedMs }) => total + countedMs, 0)
      if (one.stoppedAt === null) expect(counted).toBe(one.targetMs)
    }
  })

  test('missed: written down to the second, the item goes up once, and further up an hour later', async () => {
    const rita = await world.meshline.signIn('Rita Lang', ['rev-ops-lead'])
    expect(await owner()).toBe('Ana Ruiz')
    await later(4 * HOUR)
    expect(await state('first-response')).toBe('missed')
    expect(await audited('clock.missed')).toEqual([
      'first-response ran out 2026-11-20T13:00:00.000Z, noticed 0 ms later',
    ])
    expect(await owner()).toBe('Sam Support')
    await world.settle()
    expect(await audited('item.assigned')).toHaveLength(1)
    await later(HOUR)
    expect(await owner()).toBe('Rita Lang')
    await later(HOUR)
    expect(await audited('clock.escalation-ended')).toHaveLength(1)
    expect(rita.id).toBe((await world.panel(ana)).ownership.person?.id)
  })

  test('a late answer stays a miss, and settles the exception', async () => {
    await later(5 * HOUR)
    const exceptions = async () =>
      (await world.panel(ana)).exceptions.filter(({ closedAt }) => closedAt === null)
    expect((await exceptions()).map(({ kind }) => kind)).toContain('sla-missed')
    await reply('Sorry for the wait')
    expect(await state('first-response')).toBe('missed')
    expect((await exceptions()).map(({ kind }) => kind)).not.toContain('sla-missed')
  })

  test('never goes to the same person: nobody else there means that somebody is told', async () => {
    await world.meshline.signIn('Ana Ruiz', ['support-manager'])
    await letHold(world.meshline, 'sla', {
      rules: SLA.rules.map(rule => ({ ...rule, bumps: [{ to: 'billing-resolver' as const }] })),
    })
    await agent({ tags: ['billing', 'again'] })
    await later(4 * HOUR)
    expect(await owner()).toBe('Ana Ruiz')
    const open = (await world.panel(ana)).exceptions.map(({ kind }) => kind)
    expect(open).toContain('nobody-to-bump')
  })

  test('after hours of downtime what fell due is caught up with in order, once each', async () => {
    await world.meshline.signIn('Rita Lang', ['rev-ops-lead'])
    world.clock.advance(30 * HOUR)
    await world.settle()
    expect(await audited('clock.missed')).toHaveLength(1)
    expect(await audited('item.assigned')).toHaveLength(1)
    expect(sam.id).toBe((await world.panel(ana)).ownership.person?.id)
  })

  test('a clock of the server that is set back fires nothing twice', async () => {
    await later(4 * HOUR)
    world.clock.advance(-2 * HOUR)
    await world.settle()
    world.clock.advance(2 * HOUR + MINUTE)
    await world.settle()
    expect(await audited('clock.missed')).toHaveLength(1)
  })

  test('what was overdue when the rule came is missed, but goes up to nobody', async () => {
    const [rule] = SLA.rules
    if (!rule) throw new Error('The policy has no rule')
    await later(2 * HOUR)
    const sooner = { unit: 'business' as const, within: { default: '1h' }, pausedIn: [] }
    await letHold(world.meshline, 'sla', { rules: [{ ...rule, targets: { 'first-response': sooner } }] })
    await world.settle()
    expect(await state('first-response')).toBe('missed')
    await later(3 * HOUR)
    expect(await owner()).toBe('Ana Ruiz')
    expect(await audited('clock.missed')).toEqual([])
  })

  test('another policy keeps what was paused, and stops clocks no rule sets any more', async () => {
    await agent({ status: 'pending' })
    await later(HOUR)
    await agent({ status: 'open' })
    const [rule] = SLA.rules
    if (!rule) throw new Error('The policy has no rule')
    const { resolution } = rule.targets
    if (!resolution) throw new Error('The rule has no resolution')
    const longer = { ...resolution, within: { default: '4d' }, pausedIn: [] }
    await letHold(world.meshline, 'sla', { rules: [{ ...rule, targets: { resolution: longer } }] })
    await agent({ tags: ['billing', 'again'] })
    const moved = await clock('resolution')
    expect(moved.targetMs).toBe(4 * 24 * HOUR)
    expect(moved.pauses).toHaveLength(1)
    expect(await audited('clock.dropped')).toEqual(['first-response: no rule sets it any more'])
  })
})
