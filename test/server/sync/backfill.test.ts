import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Store } from '../../../server/store/store.ts'
import { restartStream } from '../../../server/sync/restart-stream.ts'
import { syncNextPage } from '../../../server/sync/sync-page.ts'
import { DATABASES } from '../../support/database.ts'
import { countingIds, DAY, MINUTE, SECOND } from '../../support/held-clock.ts'
import { pagedConnector } from '../../support/paged-connector.ts'
import { type PagedDesk, startPagedDesk } from '../../support/paged-desk.ts'

describe.each(DATABASES)('a first reading on %s', database => {
  let desk: PagedDesk

  beforeEach(async () => {
    desk = await startPagedDesk(database, { pageSize: 10 })
    desk.vendor.fill('accounts', 35, desk.clock.now() - 30 * DAY)
    desk.vendor.fill('tickets', 25, desk.clock.now() - 30 * DAY)
  })
  afterEach(() => desk.close())

  test('nothing is read before somebody connects', async () => {
    await desk.pass(10 * MINUTE)
    expect(desk.vendor.calls).toEqual([])
  })

  test('reads every page of every stream once, in the vendor’s order', async () => {
    await desk.begin()
    await desk.drain()
    expect(await desk.recordIds('accounts')).toHaveLength(35)
    expect(await desk.recordIds('tickets')).toHaveLength(25)
    expect(desk.vendor.calls).toEqual([
      '/streams/accounts',
      ...[10, 20, 30].map(after => `/streams/accounts?after=${after}`),
      '/streams/tickets',
      ...[10, 20].map(after => `/streams/tickets?after=${after}`),
    ])
    const now = desk.clock.now()
    expect(await desk.cursor('accounts')).toMatchObject({
      cursor: '35',
      read: 35,
      total: 35,
      gaps: 0,
      backfilled_at: now,
      synced_at: now,
      next_at: now + 5 * MINUTE,
      lease_id: null,
      trouble: null,
    })
    expect(await desk.pagesAudited()).toBe(7)
  })

  test('old tickets are history: no gaps, and nobody works on them', async () => {
    await desk.begin()
    await desk.drain()
    expect(await desk.signals()).toEqual([])
    expect(await desk.cursor('tickets')).toMatchObject({ gaps: 0 })
  })

  test('tickets of the last seven days are worked on, but are no gaps either', async () => {
    desk.vendor.put('tickets', { id: 't7', changedAt: desk.clock.now() - 6 * DAY })
    await desk.begin()
    await desk.drain()
    expect((await desk.signals()).map(({ subject, type, state }) => [subject, type, state])).toEqual([
      ['ticket:t7', 'poll.changed', 'processed'],
    ])
    expect(await desk.cursor('tickets')).toMatchObject({ gaps: 0, read: 25 })
  })

  test('a crash between reading and storing loses nothing and doubles nothing', async () => {
    await desk.begin()
    const deps = syncDeps(desk)
    await syncNextPage(deps)
    await expect(syncNextPage({ ...deps, store: dyingIn(desk.meshline.server.store) })).rejects.toThrow(
      'killed',
    )
    expect(await desk.cursor('accounts')).toMatchObject({ cursor: '10', read: 10 })
    expect(await desk.recordIds('accounts')).toHaveLength(10)
    expect(await syncNextPage(deps)).toBe(false)
    await desk.pass(21 * SECOND)
    expect(await desk.recordIds('accounts')).toHaveLength(35)
    expect(await desk.cursor('accounts')).toMatchObject({ cursor: '35', read: 35 })
    expect(desk.vendor.pagesOf('accounts').filter(path => path.endsWith('after=10'))).toHaveLength(2)
    expect(await desk.pagesAudited()).toBe(7)
  })

  test('a change while it runs is not lost, wherever in the stream the record was', async () => {
    desk.vendor.beforePage = (stream, after) => {
      if (stream !== 'tickets' || after !== 10) return
      desk.vendor.put('tickets', { id: 't1', name: 'behind the cursor' })
      desk.vendor.put('tickets', { id: 't20', name: 'before the cursor' })
    }
    await desk.begin()
    await desk.drain()
    expect(await desk.recordIds('tickets')).toHaveLength(25)
    const worked = (await desk.signals()).map(({ subject, state }) => `${subject} ${state}`)
    expect(worked.toSorted((a, b) => a.localeCompare(b))).toEqual([
      'ticket:t1 processed',
      'ticket:t20 processed',
    ])
    expect(await desk.cursor('tickets')).toMatchObject({ gaps: 0 })
  })

  test('records nobody can read are named to an owner, and the rest goes on', async () => {
    for (const id of ['a12', 'a13']) desk.vendor.unreadable.add(id)
    await desk.begin()
    await desk.drain()
    expect(await desk.recordIds('accounts')).toHaveLength(33)
    const [exception, ...more] = await desk.exceptions()
    expect(more).toEqual([])
    expect(exception).toMatchObject({
      kind: 'unreadable-answer',
      about: 'paged accounts records',
      closed_at: null,
    })
    expect(exception?.summary).toContain('account a12, account a13')
  })

  test('whoever waits for a slow vendor keeps the stream', async () => {
    await desk.begin()
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    try {
      desk.vendor.beforePage = async () => {
        for (let waited = 0; waited < 60; waited += 15) {
          desk.clock.advance(15 * SECOND)
          await vi.advanceTimersByTimeAsync(15 * SECOND)
          await expect
            .poll(async () => (await desk.cursor('accounts')).lease_until, { timeout: 20_000 })
            .toBe(desk.clock.now() + 20 * SECOND)
        }
      }
      await syncNextPage(syncDeps(desk))
    } finally {
      vi.useRealTimers()
    }
    expect(await desk.cursor('accounts')).toMatchObject({ read: 10, lease_id: null, trouble: null })
  })

  test('from the start: everything is read again, nothing is doubled, and it is no gap', async () => {
    await desk.begin()
    await desk.drain()
    const { store } = desk.meshline.server
    await store.write({ kind: 'job', name: 'test' }, tx =>
      restartStream(tx, { source: 'paged', stream: 'tickets' }),
    )
    expect(await desk.cursor('tickets')).toMatchObject({ cursor: null, read: 0, backfilled_at: null })
    await desk.drain()
    expect(await desk.cursor('tickets')).toMatchObject({ cursor: '25', read: 25, gaps: 0 })
    expect(await desk.recordIds('tickets')).toHaveLength(25)
    expect(desk.vendor.pagesOf('tickets')).toHaveLength(6)
  })

  test('from the start takes the stream from whoever is reading it', async () => {
    await desk.begin()
    const { store } = desk.meshline.server
    let restarted = false
    desk.vendor.beforePage = async (_stream, after) => {
      if (after !== 20 || restarted) return
      restarted = true
      await store.write({ kind: 'job', name: 'test' }, tx =>
        restartStream(tx, { source: 'paged', stream: 'accounts' }),
      )
    }
    await desk.drain()
    expect(await desk.cursor('accounts')).toMatchObject({ cursor: '35', read: 35 })
    expect(desk.vendor.pagesOf('accounts')).toHaveLength(3 + 4)
  })
})

// Two connections of one process to one SQLite file would wait for each other; two processes are in kill.test.ts.
describe('two servers on postgres', () => {
  let desk: PagedDesk

  beforeEach(async () => {
    desk = await startPagedDesk('postgres', { pageSize: 10 })
    desk.vendor.fill('accounts', 35, desk.clock.now() - 30 * DAY)
    desk.vendor.fill('tickets', 25, desk.clock.now() - 30 * DAY)
  })
  afterEach(() => desk.close())

  test('two servers share the work and never read the same page', async () => {
    const other = await desk.second()
    await desk.begin()
    await Promise.all([desk.drain(), other.server.drain()])
    await desk.drain()
    expect(await desk.recordIds('accounts')).toHaveLength(35)
    expect(await desk.recordIds('tickets')).toHaveLength(25)
    expect(desk.vendor.calls).toHaveLength(new Set(desk.vendor.calls).size)
    expect(await desk.pagesAudited()).toBe(7)
  })

  test('while one server reads a page the other leaves the stream alone', async () => {
    const other = await desk.second()
    await desk.begin()
    const calls: number[] = []
    desk.vendor.beforePage = async () => {
      await other.server.drain()
      calls.push(desk.vendor.calls.length)
    }
    await syncNextPage(syncDeps(desk))
    expect(calls).toEqual([1])
  })
})

function syncDeps({ meshline, clock }: PagedDesk) {
  const { api } = pagedConnector.connect(meshline.settings.vendorVariables, clock.now)
  if (!api) throw new Error('Paged is not connected')
  const count = countingIds()
  return {
    store: meshline.server.store,
    readers: new Map([['paged', api.reader]]),
    now: clock.now,
    newId: (prefix: string) => count(`${prefix}_own`),
    random: () => 0.5,
    actor: { kind: 'job', name: 'test' } as const,
    reportBug: () => {},
    wake: () => {},
  }
}

/** A store whose process dies after the change and before the commit. */
function dyingIn(store: Store): Store {
  return {
    ...store,
    write: (actor, change) =>
      store.write(actor, async tx => {
        await change(tx)
        throw new Error('killed')
      }),
  }
}
