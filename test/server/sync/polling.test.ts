import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { resyncStream } from '../../../server/sync/resync-stream.ts'
import { DATABASES } from '../../support/database.ts'
import { DAY, MINUTE, SECOND } from '../../support/held-clock.ts'
import { type PagedDesk, startPagedDesk } from '../../support/paged-desk.ts'

describe.each(DATABASES)('keeping up on %s', database => {
  let desk: PagedDesk

  beforeEach(async () => {
    desk = await startPagedDesk(database, { pageSize: 10 })
    desk.vendor.fill('accounts', 3, desk.clock.now() - 30 * DAY)
    desk.vendor.fill('tickets', 3, desk.clock.now() - 30 * DAY)
    await desk.begin()
    await desk.drain()
    desk.vendor.calls.length = 0
  })
  afterEach(() => desk.close())

  const polls = () => desk.vendor.pagesOf('tickets').length

  test('asks what changed every five minutes, from where it was left', async () => {
    await desk.pass(4 * MINUTE + 59 * SECOND)
    expect(polls()).toBe(0)
    await desk.pass(SECOND)
    expect(desk.vendor.pagesOf('tickets')).toEqual(['/streams/tickets?after=3'])
    await desk.pass(10 * MINUTE)
    expect(polls()).toBe(3)
  })

  test('a ticket whose webhook was lost is found, counted and worked on', async () => {
    desk.vendor.put('tickets', { id: 't2', name: 'changed in silence' })
    const changedAt = desk.clock.now()
    await desk.pass(5 * MINUTE)
    const [signal, ...more] = await desk.signals()
    expect(more).toEqual([])
    expect(signal).toMatchObject({
      source: 'paged',
      type: 'poll.changed',
      subject: 'ticket:t2',
      dedupe_key: `poll:ticket:t2:${changedAt}`,
      body: '{}',
      state: 'processed',
    })
    expect(await desk.cursor('tickets')).toMatchObject({ gaps: 1 })
    expect(desk.vendor.calls).toContain('/records/tickets/t2')
    await desk.pass(10 * MINUTE)
    expect(await desk.cursor('tickets')).toMatchObject({ gaps: 1 })
    expect(await desk.signals()).toHaveLength(1)
  })

  test('a new ticket nobody announced is a gap too, however long the servers were away', async () => {
    desk.vendor.put('tickets', { id: 't9' })
    desk.clock.advance(30 * DAY)
    await desk.drain()
    expect(await desk.cursor('tickets')).toMatchObject({ gaps: 1 })
    expect(await desk.signals()).toMatchObject([{ subject: 'ticket:t9', state: 'processed' }])
  })

  test('an announced change is no gap, worked on before the poll or still waiting', async () => {
    desk.vendor.put('tickets', { id: 't2' })
    expect((await desk.announce('t2')).status).toBe(200)
    await desk.pass(5 * MINUTE)
    expect(await desk.cursor('tickets')).toMatchObject({ gaps: 0 })
    desk.clock.advance(5 * MINUTE)
    desk.vendor.put('tickets', { id: 't3' })
    await desk.announce('t3')
    await desk.drain()
    expect(await desk.cursor('tickets')).toMatchObject({ gaps: 0 })
    expect((await desk.signals()).map(({ type }) => type)).toEqual(['ticket.changed', 'ticket.changed'])
  })

  test('a second change within moments of an announced one is found when its own webhook was lost', async () => {
    desk.vendor.put('tickets', { id: 't2' })
    await desk.announce('t2')
    await desk.drain()
    await desk.pass(20 * SECOND)
    desk.vendor.put('tickets', { id: 't2', name: 'changed again in silence' })
    await desk.pass(5 * MINUTE)
    expect(await desk.cursor('tickets')).toMatchObject({ gaps: 1 })
    expect((await desk.signals()).map(({ type, state }) => [type, state])).toEqual([
      ['ticket.changed', 'processed'],
      ['poll.changed', 'processed'],
    ])
  })

  test('a resync makes a stream due at once, and no other', async () => {
    await resync('tickets')
    await desk.drain()
    expect(desk.vendor.calls).toEqual(['/streams/tickets?after=3'])
  })

  test('a resync of everything makes all streams due', async () => {
    await resync('*')
    await desk.drain()
    expect(desk.vendor.calls).toEqual(['/streams/accounts?after=3', '/streams/tickets?after=3'])
  })

  test('a resync during a page reads once more afterwards', async () => {
    await resync('tickets')
    desk.vendor.beforePage = async () => {
      desk.vendor.beforePage = () => {}
      await resync('tickets')
    }
    await desk.drain()
    expect(polls()).toBe(2)
  })

  test('a resync of a stream nobody began reads nothing', async () => {
    await resync('invoices')
    await desk.drain()
    expect(desk.vendor.calls).toEqual([])
  })

  function resync(stream: string) {
    const { store } = desk.meshline.server
    return store.write({ kind: 'webhook', source: 'paged' }, tx => resyncStream(tx, 'paged', stream))
  }
})
