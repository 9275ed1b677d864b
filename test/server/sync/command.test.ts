import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DATABASES } from '../../support/database.ts'
import { DAY, SECOND } from '../../support/held-clock.ts'
import { type PagedCommand, pagedCommand } from '../../support/paged-command.ts'
import { type PagedDesk, startPagedDesk } from '../../support/paged-desk.ts'

let desk: PagedDesk
let command: PagedCommand

describe.each(DATABASES)('meshline sync on %s', database => {
  beforeEach(async () => {
    desk = await startPagedDesk(database, { pageSize: 10 })
    command = pagedCommand(desk)
    desk.vendor.fill('accounts', 35, desk.clock.now() - 30 * DAY)
    desk.vendor.fill('tickets', 5, desk.clock.now() - 30 * DAY)
  })
  afterEach(() => desk.close())

  test('begins and reads everything to the end', async () => {
    expect(await command.meshline('sync', 'paged')).toBe(0)
    expect(await desk.recordIds('accounts')).toHaveLength(35)
    expect(await desk.recordIds('tickets')).toHaveLength(5)
    expect(command.printed.filter(line => line.includes('up to date'))).toEqual([
      'paged accounts is up to date: 35 records read',
      'paged tickets is up to date: 5 records read',
    ])
  })

  test('again asks only what changed, without waiting for the next turn, and tells gaps', async () => {
    await command.meshline('sync', 'paged')
    desk.vendor.calls.length = 0
    desk.vendor.put('tickets', { id: 't2' })
    expect(await command.meshline('sync', 'paged')).toBe(0)
    expect(desk.vendor.calls).toEqual(['/me', '/streams/accounts?after=35', '/streams/tickets?after=5'])
    expect(command.slept).toEqual([])
    expect(command.printed.at(-1)).toBe(
      'paged tickets is up to date: 6 records read; 1 changes that no webhook had announced',
    )
  })

  test('one stream only', async () => {
    expect(await command.meshline('sync', 'paged', '--stream', 'tickets')).toBe(0)
    expect(desk.vendor.calls).toEqual(['/me', '/streams/tickets'])
  })

  test('a stream nobody knows', async () => {
    expect(await command.meshline('sync', 'paged', '--stream', 'invoices')).toBe(1)
    expect(command.lines()).toBe('There is no stream invoices; use one of accounts, tickets')
  })

  test('from the start reads everything again', async () => {
    await command.meshline('sync', 'paged')
    desk.vendor.calls.length = 0
    expect(await command.meshline('sync', 'paged', '--from-start')).toBe(0)
    expect(desk.vendor.pagesOf('accounts')).toHaveLength(4)
    expect(await desk.cursor('accounts')).toMatchObject({ read: 35, total: 35 })
    expect(await desk.recordIds('accounts')).toHaveLength(35)
  })

  test('JSON: a line for each page and a summary', async () => {
    expect(await command.meshline('sync', 'paged', '--json')).toBe(0)
    const told = command.printed.map(line => JSON.parse(line))
    expect(told.filter(({ event }) => event === 'page')).toHaveLength(5)
    expect(told[0]).toEqual({
      event: 'page',
      source: 'paged',
      stream: 'accounts',
      records: 10,
      changed: 10,
      carried: 0,
      gaps: 0,
      unreadable: 0,
      read: 10,
      total: 35,
      end: false,
      pauseMs: 0,
    })
    expect(told.at(-1)).toEqual({
      event: 'summary',
      source: 'paged',
      streams: [
        { stream: 'accounts', read: 35, total: 35, gaps: 0 },
        { stream: 'tickets', read: 5, total: 5, gaps: 0 },
      ],
    })
  })

  test('says what it waits for, and goes on', async () => {
    desk.vendor.faults.push({ kind: 'rate-limit', retryAfterS: 12 })
    expect(await command.meshline('sync', 'paged')).toBe(0)
    expect(command.lines()).toContain('paged asks us to wait 12 s: Paged answered 429')
    expect(command.slept.reduce((sum, ms) => sum + ms, 0)).toBe(12 * SECOND)
    expect(await desk.recordIds('accounts')).toHaveLength(35)
  })

  test('keeps the pauses between pages', async () => {
    desk.vendor.pauseMs = 6_000
    expect(await command.meshline('sync', 'paged', '--stream', 'accounts')).toBe(0)
    expect(command.slept.reduce((sum, ms) => sum + ms, 0)).toBe(18 * SECOND)
    expect(command.lines()).toContain('pauses 6 s, so that people’s own work keeps its share')
  })

  test('an answer that makes no sense ends it with what to do', async () => {
    desk.vendor.faults.push({ kind: 'nonsense' })
    expect(await command.meshline('sync', 'paged')).toBe(1)
    expect(command.lines()).toContain(
      'accounts stopped: Paged described its accounts in a way nobody can read',
    )
  })

  test('credentials that are refused end it at once', async () => {
    desk.vendor.isTokenGood = false
    expect(await command.meshline('sync', 'paged')).toBe(1)
    expect(command.lines()).toContain('Paged refused the token')
  })

  test('told to stop, it stops after the page and goes on the next time', async () => {
    desk.vendor.beforePage = (_stream, after) => {
      if (after === 10) command.stop()
    }
    expect(await command.meshline('sync', 'paged')).toBe(1)
    expect(command.printed.at(-1)).toContain('goes on where it was left')
    expect(await desk.recordIds('accounts')).toHaveLength(20)
    desk.vendor.beforePage = () => {}
    desk.vendor.calls.length = 0
    expect(await command.meshline('sync', 'paged')).toBe(0)
    expect(desk.vendor.pagesOf('accounts')[0]).toBe('/streams/accounts?after=20')
    expect(await desk.recordIds('accounts')).toHaveLength(35)
  })

  test('doctor says how far it is', async () => {
    await command.meshline('doctor')
    expect(command.lines()).toContain(
      'paged        API connected, nothing read yet: meshline connect paged; webhooks accepted',
    )
    await command.meshline('sync', 'paged')
    await command.meshline('doctor')
    expect(command.lines()).toContain(
      `API connected, read to the end at ${new Date(desk.clock.now()).toISOString()}`,
    )
  })
})

describe('beside a running server on postgres', () => {
  beforeEach(async () => {
    desk = await startPagedDesk('postgres', { pageSize: 10 })
    command = pagedCommand(desk)
    desk.vendor.fill('accounts', 35, desk.clock.now() - 30 * DAY)
  })
  afterEach(() => desk.close())

  test('the command follows the page the server reads, and both together read each page once', async () => {
    await desk.begin()
    command.isTimePassing = false
    const serverHasIt = Promise.withResolvers<void>()
    const commandWaits = Promise.withResolvers<void>()
    desk.vendor.beforePage = async (_stream, after) => {
      if (after > 0) return
      serverHasIt.resolve()
      await commandWaits.promise
    }
    const server = desk.drain()
    await serverHasIt.promise
    const ending = command.meshline('sync', 'paged', '--stream', 'accounts')
    await expect.poll(() => command.slept.length).toBeGreaterThan(0)
    commandWaits.resolve()
    await server
    expect(await ending).toBe(0)
    expect(command.lines()).toContain('another process reads this stream, such as the server; it is followed')
    expect(command.lines()).toContain('paged accounts is up to date: 35 records read')
    expect(desk.vendor.pagesOf('accounts')).toHaveLength(new Set(desk.vendor.pagesOf('accounts')).size)
  })
})
