import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SlaReport } from '../../shared/sla-report.ts'
import { DATABASES } from '../support/database.ts'
import { HOUR, MINUTE } from '../support/held-clock.ts'
import { startMeshline, type TestMember } from '../support/meshline.ts'
import { BERLIN, letHold, SLA } from '../support/policies.ts'
import { customerWrites, startWorld, TICKET_ID, vendorVariables, type World } from '../support/world.ts'

const DAY = 24 * HOUR

// It is Friday 20 November 2026, 10:00 in Berlin; the first response is due at two in the afternoon.
describe.each(DATABASES)('whether the clocks can be believed, on %s', database => {
  let world: World
  let ana: TestMember

  beforeEach(async () => {
    world = await startWorld(database)
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
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
  const report = async () => {
    const response = await ana.api.v1.sla.report.$get({ query: {} })
    return SlaReport.parse(await response.json())
  }
  const move = (byMs: number) =>
    world.meshline.server.store.lease(db =>
      db
        .updateTable('clocks')
        .set(eb => ({ due_at: eb('due_at', '+', byMs) }))
        .where('kind', '=', 'resolution')
        .execute(),
    )
  const open = async () =>
    (await world.panel(ana)).exceptions.filter(({ closedAt }) => closedAt === null).map(({ kind }) => kind)

  test('how late each miss was noticed is on record', async () => {
    expect(await report()).toMatchObject({ misses: 0, lateness: null, recomputed: null })
    await later(4 * HOUR + 250)
    expect(await report()).toMatchObject({
      misses: 1,
      lateness: { p50Ms: 250, p99Ms: 250, worstMs: 250 },
    })
  })

  test('every night each clock is worked out anew and equals what is stored', async () => {
    world.zendesk.agentUpdates(TICKET_ID, { comment: { body: 'Which charge?', public: true } })
    await later(MINUTE)
    await later(DAY)
    const { recomputed } = await report()
    expect(recomputed).toMatchObject({ differing: 0 })
    // First response, met; resolution, running.
    expect(recomputed?.clocks).toBe(2)
    await later(DAY)
    expect((await report()).recomputed?.at).toBeGreaterThan(recomputed?.at ?? 0)
  })

  test('one that differs is told of and left as it is, until it adds up again', async () => {
    await move(HOUR)
    const { dueAt } = (await world.panel(ana)).clocks.find(({ kind }) => kind === 'resolution') ?? {}
    await later(DAY)
    expect((await report()).recomputed).toMatchObject({ differing: 1 })
    expect(await open()).toContain('clock-differs')
    expect((await world.panel(ana)).clocks.find(({ kind }) => kind === 'resolution')?.dueAt).toBe(dueAt)
    await move(-HOUR)
    await later(DAY)
    expect(await open()).not.toContain('clock-differs')
  })

  test('two servers, one of them new this morning, look once', async () => {
    const second = await startMeshline({
      database,
      clock: world.clock,
      on: world.meshline.database,
      variables: vendorVariables(world.stripe, world.zendesk),
    })
    world.clock.advance(DAY)
    const servers = [second.server, world.meshline.server]
    // Two writers of one SQLite file in one process would wait for each other for ever.
    if (database === 'sqlite') for (const server of servers) await server.drain()
    else await Promise.all(servers.map(server => server.drain()))
    const rows = await world.meshline.server.store.db.selectFrom('recomputations').selectAll().execute()
    await second.close()
    expect(rows).toHaveLength(1)
    expect(rows[0]?.finished_at).not.toBeNull()
  })

  test('who stops a clock at the last moment is named, with how often they stop one at all', async () => {
    await later(MINUTE)
    world.zendesk.agentUpdates(TICKET_ID, { status: 'pending' })
    await later(HOUR)
    world.zendesk.agentUpdates(TICKET_ID, { status: 'open' })
    await later(MINUTE)
    const early = await report()
    expect(early.habits).toEqual([])
    await letHold(world.meshline, 'sla', {
      rules: SLA.rules.map(rule => ({
        ...rule,
        targets: {
          resolution: { unit: 'business' as const, within: { default: '2h' }, pausedIn: ['pending'] },
        },
      })),
    })
    customerWrites(world.zendesk)
    await later(115 * MINUTE)
    world.zendesk.agentUpdates(TICKET_ID, { status: 'pending' })
    await later(MINUTE)
    const { habits, latePauses } = await report()
    expect(habits).toMatchObject([{ pauses: 2, late: 1 }])
    expect(latePauses).toMatchObject([{ kind: 'resolution', cause: 'status pending', unit: 'business' }])
    expect(latePauses[0]?.leftMs).toBeLessThan(24 * MINUTE)
    expect(latePauses[0]?.actor).toBe(habits[0]?.actor)
  })
})
