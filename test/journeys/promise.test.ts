import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { burnDown } from '../../shared/sla.ts'
import { DATABASES } from '../support/database.ts'
import { HOUR, MINUTE } from '../support/held-clock.ts'
import type { TestMember } from '../support/meshline.ts'
import { customerWrites, startWorld, TICKET, TICKET_ID, type World } from '../support/world.ts'

const DAY = 24 * HOUR

describe.each(DATABASES)('an update promised to the customer, on %s', database => {
  let world: World
  let ana: TestMember

  beforeEach(async () => {
    world = await startWorld(database)
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    customerWrites(world.zendesk)
    await world.settle()
    await later(MINUTE)
  })
  afterEach(() => world.close())

  const later = async (ms: number) => {
    world.clock.advance(ms)
    await world.settle()
  }
  const promise = async (inMs: number, member = ana, record = TICKET) => {
    const { item } = await world.panel(ana)
    const response = await member.api.v1.items[':id'].promise.$post({
      param: { id: item.id },
      json: { record, until: world.clock.now() + inMs },
    })
    await world.settle()
    return response.status
  }
  const reply = async () => {
    world.zendesk.agentUpdates(TICKET_ID, { comment: { body: 'As promised: it is done.', public: true } })
    await world.settle()
  }
  const clocks = async () => (await world.panel(ana)).clocks.filter(({ kind }) => kind === 'promised-update')
  const state = async () => {
    const clock = (await clocks()).at(-1)
    return clock && burnDown(clock, world.clock.now()).state
  }
  const audited = async (action: string) =>
    world.meshline.server.store.db
      .selectFrom('audit_entries')
      .select(['summary', 'outcome'])
      .where('action', '=', action)
      .orderBy('seq')
      .execute()

  test('is a clock until the next public reply, at that reply’s own time', async () => {
    expect(await promise(4 * HOUR)).toBe(200)
    expect(await state()).toBe('running')
    world.zendesk.agentUpdates(TICKET_ID, { comment: { body: 'between us', public: false } })
    await later(HOUR)
    expect(await state()).toBe('running')
    await reply()
    expect(await state()).toBe('met')
  })

  test('broken: somebody is told, and a late reply stays a miss', async () => {
    await promise(HOUR)
    await later(HOUR)
    expect(await state()).toBe('missed')
    const open = async () =>
      (await world.panel(ana)).exceptions.filter(({ closedAt }) => closedAt === null).map(({ kind }) => kind)
    expect(await open()).toContain('sla-missed')
    await later(MINUTE)
    await reply()
    expect(await state()).toBe('missed')
    expect(await open()).not.toContain('sla-missed')
  })

  test('promised anew in time it moves, and both times are in the audit log', async () => {
    await promise(HOUR)
    await promise(3 * HOUR)
    expect(await clocks()).toHaveLength(1)
    await later(2 * HOUR)
    expect(await state()).toBe('running')
    const [moved] = await audited('clock.moved')
    expect(moved?.summary).toMatch(/^due .* before, .* now$/)
  })

  test('a broken promise stays broken when another is given', async () => {
    await promise(HOUR)
    await later(HOUR)
    await promise(2 * HOUR)
    const rows = await world.meshline.server.store.db
      .selectFrom('clocks')
      .select(['missed_at', 'stopped_at'])
      .where('kind', '=', 'promised-update')
      .orderBy('started_at')
      .execute()
    expect(rows.map(({ missed_at, stopped_at }) => [missed_at !== null, stopped_at !== null])).toEqual([
      [true, true],
      [false, false],
    ])
  })

  test('ends with the ticket', async () => {
    await promise(4 * HOUR)
    world.zendesk.agentUpdates(TICKET_ID, { status: 'solved' })
    await later(MINUTE)
    expect(await state()).toBe('met')
  })

  test('a time that is over, or a year ahead, is refused with what to do; a viewer and another ticket too', async () => {
    expect(await promise(-MINUTE)).toBe(422)
    expect(await promise(365 * DAY)).toBe(422)
    expect(await promise(HOUR, await world.meshline.signIn('Vera Viewer', ['viewer']))).toBe(403)
    expect(await promise(HOUR, ana, { ...TICKET, id: '999' })).toBe(409)
    expect(await clocks()).toEqual([])
    const refused = await audited('item.promise-refused')
    expect(refused.map(({ summary }) => summary)).toEqual(['past', 'too-far', 'refused', 'refused'])
  })
})
