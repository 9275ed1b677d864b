import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPolicy } from '../../server/policies/store.ts'
import { Backtest, MOST_BACKTEST_ROWS } from '../../shared/backtest.ts'
import { FIRST_ROUTING_POLICY, type RoutingPolicy } from '../../shared/routing-policy.ts'
import type { SlaPolicy } from '../../shared/sla-policy.ts'
import { fillItems } from '../support/backtest-items.ts'
import { DATABASES } from '../support/database.ts'
import { HOUR } from '../support/held-clock.ts'
import { startMeshline, type TestMember, type TestMeshline } from '../support/meshline.ts'

const ITEMS = 630

const VIP: RoutingPolicy = {
  ...FIRST_ROUTING_POLICY,
  rules: [
    {
      name: 'vip',
      title: 'Very important',
      owner: 'rita.rules@acme-support.test',
      when: { all: [{ field: 'ticket.tags', operator: 'includes', value: ['vip'] }], any: [] },
      assign: { role: 'account-manager', team: null, accountField: null, spread: 'first' },
      fallback: 'admin',
    },
    ...FIRST_ROUTING_POLICY.rules,
  ],
}

const answeredWithin = (time: string): SlaPolicy => ({
  rules: [
    {
      name: 'all',
      title: 'All',
      owner: 'rita.rules@acme-support.test',
      when: { all: [], any: [] },
      calendar: null,
      targets: { 'first-response': { unit: 'calendar', within: { default: time }, pausedIn: [] } },
      warnAt: [0.8],
      mail: false,
      bumps: [],
      noteOnBump: false,
    },
  ],
})

describe.each(DATABASES)('backtests, on %s', database => {
  let meshline: TestMeshline
  let rita: TestMember
  let vera: TestMember

  beforeAll(async () => {
    meshline = await startMeshline({ database })
    rita = await meshline.signIn('Rita Rules', ['rev-ops-lead'])
    vera = await meshline.signIn('Vera Viewer', ['viewer'])
    await fillItems(meshline.server.store, meshline.clock.now(), ITEMS)
  })
  afterAll(() => meshline.close())

  const send = (member: TestMember, [method, path]: [string, string], body?: object) =>
    fetch(meshline.url + path, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${member.token}` },
      ...(body && { body: JSON.stringify(body) }),
    })
  const backtestIn = async (response: Response) => {
    const { backtest }: { backtest: unknown } = await response.json()
    return Backtest.parse(backtest)
  }
  const start = async (kind: string, policy: object, days: number) =>
    backtestIn(await send(rita, ['POST', '/v1/backtests'], { kind, policy, days }))
  const read = async (id: string) => backtestIn(await send(vera, ['GET', `/v1/backtests/${id}`]))

  test('routing: every item that would go elsewhere is counted, at most 500 are kept', async () => {
    const started = await start('routing', VIP, 30)
    expect(started).toMatchObject({ population: ITEMS, done: 0, finishedAt: null, startedBy: 'Rita Rules' })
    await meshline.server.drain()
    const done = await read(started.id)
    expect(done).toMatchObject({ done: ITEMS, cancelled: false, baseVersion: 0 })
    expect(done.counts).toMatchObject({ changed: 210, differs: 210 })
    expect(done.rules).toEqual(
      expect.arrayContaining([
        { rule: 'vip', items: 210 },
        { rule: 'everything-else', items: 420 },
      ]),
    )
    expect(done.rows).toHaveLength(210)
    expect(done.rows[0]).toMatchObject({
      kind: 'route',
      happened: { role: 'support-manager', person: 'Sam Support', rule: 'Everything else' },
      before: { rule: 'everything-else', role: 'support-manager' },
      after: { rule: 'vip', role: 'account-manager' },
    })
    expect((await readPolicy(meshline.server.store.db, 'routing')).version).toBe(0)
  })

  test('only the days asked for', async () => {
    const { id } = await start('routing', VIP, 2)
    await meshline.server.drain()
    expect(await read(id)).toMatchObject({ population: 48, done: 48 })
  })

  test('clocks: new due times, what would be missed, and what cannot be known', async () => {
    const { id } = await start('sla', answeredWithin('1h'), 30)
    await meshline.server.drain()
    const done = await read(id)
    expect(done.counts).toMatchObject({ clocks: 504, added: 504, removed: 0, unread: 126, missedAfter: 504 })
    expect(done.rows).toHaveLength(MOST_BACKTEST_ROWS)
    const [row] = done.rows
    expect(row).toMatchObject({ kind: 'clock', clock: 'first-response', before: null })
    expect(row?.kind === 'clock' ? row.after?.dueAt : null).toBe((row?.at ?? 0) + HOUR)
  })

  test('against a policy that holds: old and new due time side by side', async () => {
    const set = { policy: answeredWithin('1h'), reason: 'a promise', basedOn: 0 }
    expect((await send(rita, ['POST', '/v1/policies/sla'], set)).status).toBe(200)
    await meshline.server.drain()
    const { id } = await start('sla', answeredWithin('3h'), 1)
    await meshline.server.drain()
    const done = await read(id)
    expect(done.counts).toMatchObject({ earlier: 0, added: 0, missedAfter: 0 })
    expect(done.counts.later).toBe(done.counts.clocks)
    expect(done.counts.missedBefore).toBeGreaterThan(15)
    const [row] = done.rows
    if (row?.kind !== 'clock') throw new Error('No clock changed')
    expect((row.after?.dueAt ?? 0) - (row.before?.dueAt ?? 0)).toBe(2 * HOUR)
  })

  test('cancelled: it ends where it is, and the worker leaves it alone', async () => {
    const { id } = await start('routing', VIP, 30)
    const response = await send(rita, ['DELETE', `/v1/backtests/${id}`])
    expect(await backtestIn(response)).toMatchObject({ cancelled: true, done: 0 })
    await meshline.server.drain()
    expect(await read(id)).toMatchObject({ cancelled: true, done: 0 })
  })

  test('who only views may look, not start; what is no policy is refused with its place', async () => {
    const order = { kind: 'routing', policy: VIP, days: 7 }
    expect((await send(vera, ['POST', '/v1/backtests'], order)).status).toBe(403)
    const bad = await send(rita, ['POST', '/v1/backtests'], { ...order, policy: { rules: [] } })
    expect(bad.status).toBe(422)
    expect((await bad.json()).detail).toContain('rules: must have at least one rule')
    for (const days of [0, 366, 1.5])
      expect((await send(rita, ['POST', '/v1/backtests'], { ...order, days })).status).toBe(422)
    expect((await send(rita, ['GET', '/v1/backtests/bkt_none'])).status).toBe(404)
    expect((await send(rita, ['DELETE', '/v1/backtests/bkt_none'])).status).toBe(404)
  })
})
