import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { resyncStream } from '../../../server/sync/resync-stream.ts'
import { readSourceStates } from '../../../server/sync/source-states.ts'
import { DATABASES } from '../../support/database.ts'
import { DAY, MINUTE, SECOND } from '../../support/held-clock.ts'
import { type PagedDesk, startPagedDesk } from '../../support/paged-desk.ts'

describe.each(DATABASES)('a vendor in the way on %s', database => {
  let desk: PagedDesk

  beforeEach(async () => {
    desk = await startPagedDesk(database, { pageSize: 10 })
    desk.vendor.fill('accounts', 35, desk.clock.now() - 30 * DAY)
    desk.vendor.fill('tickets', 5, desk.clock.now() - 30 * DAY)
    await desk.begin()
  })
  afterEach(() => desk.close())

  const openExceptions = async () =>
    (await desk.exceptions())
      .filter(({ closed_at }) => closed_at === null)
      .map(({ kind, about }) => [kind, about])

  async function state() {
    const { store } = desk.meshline.server
    return (await readSourceStates(store.db, ['paged'])).find(({ source }) => source === 'paged')
  }

  test('asked to wait, it waits as long as it was asked, with all streams', async () => {
    desk.vendor.faults.push({ kind: 'rate-limit', retryAfterS: 42 })
    await desk.drain()
    await desk.pass(41 * SECOND)
    expect(desk.vendor.calls).toHaveLength(1)
    expect(await desk.cursor('tickets')).toMatchObject({ cursor: null, next_at: desk.clock.now() + SECOND })
    expect((await state())?.trouble?.en).toBe('Paged answered 429')
    expect(await openExceptions()).toEqual([['vendor-unavailable', 'paged']])
    await desk.pass(SECOND)
    expect(await desk.recordIds('accounts')).toHaveLength(35)
    expect((await state())?.trouble).toBeNull()
    expect(await openExceptions()).toEqual([])
  })

  test('nobody cuts short the time a vendor named', async () => {
    desk.vendor.faults.push({ kind: 'rate-limit', retryAfterS: 42 })
    await desk.drain()
    await desk.meshline.server.store.write({ kind: 'job', name: 'test' }, tx =>
      resyncStream(tx, 'paged', '*'),
    )
    await desk.pass(41 * SECOND)
    expect(desk.vendor.calls).toHaveLength(1)
  })

  test('an outage: tried again later and later, at least every five minutes, for ever', async () => {
    const outages = 24
    for (let at = 0; at < outages; at += 1) desk.vendor.faults.push({ kind: 'outage' })
    await desk.drain()
    const waits: number[] = []
    for (;;) {
      const { next_at, trouble } = await desk.cursor('accounts')
      if (trouble === null) break
      waits.push((next_at - desk.clock.now()) / SECOND)
      desk.clock.advance(next_at - desk.clock.now())
      await desk.drain()
      if (desk.vendor.faults.length === 0) await desk.pass(6 * MINUTE)
    }
    expect(waits.slice(0, 4)).toEqual([2, 4, 8, 16])
    expect(Math.max(...waits)).toBe(300)
    expect(await desk.recordIds('accounts')).toHaveLength(35)
    expect(await desk.recordIds('tickets')).toHaveLength(5)
    expect(await openExceptions()).toEqual([])
  })

  test('a token that expires in the middle: told, waited for, and gone on from where it was left', async () => {
    desk.vendor.beforePage = (_stream, after) => {
      if (after === 10) desk.vendor.isTokenGood = false
    }
    await desk.drain()
    desk.vendor.beforePage = () => {}
    expect((await state())?.trouble?.en).toBe('Paged refused the token; make a new one')
    expect(await openExceptions()).toEqual([['vendor-unavailable', 'paged']])
    const { cursor } = await desk.cursor('accounts')
    await desk.pass(30 * MINUTE)
    expect(await desk.cursor('accounts')).toMatchObject({ cursor })
    desk.vendor.isTokenGood = true
    await desk.pass(6 * MINUTE)
    expect(await desk.recordIds('accounts')).toHaveLength(35)
    expect(await desk.cursor('accounts')).toMatchObject({ read: 35, trouble: null })
    expect(await openExceptions()).toEqual([])
  })

  test('an answer that makes no sense is told of its stream, and others go on', async () => {
    desk.vendor.faults.push({ kind: 'nonsense' })
    await desk.drain()
    expect(await openExceptions()).toEqual([['unreadable-answer', 'paged accounts']])
    expect(await desk.recordIds('tickets')).toHaveLength(5)
    await desk.pass(3 * SECOND)
    expect(await desk.recordIds('accounts')).toHaveLength(35)
    expect(await openExceptions()).toEqual([])
  })

  test('a pause for people is kept between pages, also by a server started later', async () => {
    desk.vendor.pauseMs = 6_000
    await desk.drain()
    expect(desk.vendor.calls).toHaveLength(1)
    if (database === 'postgres') await (await desk.second()).server.drain()
    await desk.pass(5 * SECOND)
    expect(desk.vendor.calls).toHaveLength(1)
    await desk.pass(SECOND)
    expect(desk.vendor.calls).toHaveLength(2)
  })

  test('how far a source is: records read and in all, then the time of the end', async () => {
    desk.vendor.fill('tickets', 15, desk.clock.now() - 30 * DAY)
    desk.vendor.pauseMs = 1_000
    await desk.drain()
    expect(await state()).toEqual({
      source: 'paged',
      syncedAt: null,
      backfill: { read: 10, total: null },
      trouble: null,
    })
    await desk.pass(3 * SECOND)
    expect((await state())?.backfill).toEqual({ read: 45, total: 50 })
    await desk.pass(SECOND)
    expect(await state()).toMatchObject({ backfill: null, syncedAt: desk.clock.now() - SECOND })
  })

  test('a source that is connected no more says so', async () => {
    await desk.drain()
    const { store } = desk.meshline.server
    const [gone] = await readSourceStates(store.db, [])
    expect(gone?.trouble?.en).toContain('paged has no credentials any more')
  })
})
