import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCommand } from '../../../server/cli/run-command.ts'
import { VENDORS } from '../../../server/connectors/vendors.ts'
import { DATABASES } from '../../support/database.ts'
import { countingIds, DAY, SECOND } from '../../support/held-clock.ts'
import { pagedConnector } from '../../support/paged-connector.ts'
import { type PagedDesk, startPagedDesk } from '../../support/paged-desk.ts'

let desk: PagedDesk
let printed: string[]
let unset: string[]
let slept: number[]
let stop: () => void
let isTimePassing = true
const newId = countingIds()

/** Runs a command; where it sleeps, the held clock moves on, unless a test has it stand still. */
async function meshline(...args: string[]): Promise<number> {
  const { settings, database } = desk.meshline
  const print = (line: string) => void printed.push(line)
  const variables: Record<string, string> = {
    ...desk.variables,
    MESHLINE_DATA_DIR: settings.dataDir,
    ...(database.databaseUrl && { MESHLINE_DATABASE_URL: database.databaseUrl }),
  }
  for (const name of unset) delete variables[name]
  return runCommand(args, {
    variables,
    now: desk.clock.now,
    newId: prefix => newId(`${prefix}_cmd`),
    random: () => 0.5,
    vendors: [...VENDORS, pagedConnector],
    print,
    complain: print,
    onStop: then => {
      stop = then
    },
    screen: null,
    async sleep(ms) {
      slept.push(ms)
      if (isTimePassing) desk.clock.advance(ms)
      await sleep(1)
    },
    user: 'tester',
  })
}

const lines = () => printed.join('\n')

describe.each(DATABASES)('on %s', database => {
  beforeEach(async () => {
    printed = []
    unset = []
    slept = []
    desk = await startPagedDesk(database, { pageSize: 10 })
    desk.vendor.fill('accounts', 35, desk.clock.now() - 30 * DAY)
    desk.vendor.fill('tickets', 5, desk.clock.now() - 30 * DAY)
  })
  afterEach(() => desk.close())

  describe('meshline connect', () => {
    test('says who we are, what is missing, where webhooks go, and begins all streams', async () => {
      expect(await meshline('connect', 'paged')).toBe(0)
      expect(printed).toEqual([
        'paged knows us as Acme on Paged',
        'Warning: The tests are all that there is to it',
        'Webhook address to enter there: http://127.0.0.1:8787/webhooks/paged',
        'Warning: nobody outside reaches that address; set MESHLINE_PUBLIC_URL to the one they do',
        'Its secret is set (MESHLINE_PAGED_WEBHOOK_SECRET)',
        'Begun: accounts, tickets',
        'The server reads everything from now on; to read it here and watch: meshline sync paged',
      ])
      await desk.drain()
      expect(await desk.recordIds('accounts')).toHaveLength(35)
    })

    test('twice is once: what was begun goes on where it is', async () => {
      await meshline('connect', 'paged')
      await desk.drain()
      expect(await meshline('connect', 'paged')).toBe(0)
      expect(lines()).toContain('2 of 2 streams were begun before and go on')
      expect(await desk.cursor('accounts')).toMatchObject({ cursor: '35', read: 35 })
      expect((await audited('vendor.connected')).map(({ actor }) => JSON.parse(actor))).toEqual([
        { kind: 'command', user: 'tester' },
        { kind: 'command', user: 'tester' },
      ])
      expect(await audited('sync.begun')).toHaveLength(1)
    })

    test('a vendor nobody knows', async () => {
      expect(await meshline('connect', 'lotus-notes')).toBe(1)
      expect(lines()).toMatch(/^Meshline cannot connect to lotus-notes; use one of .*paged$/)
    })

    test('a vendor without settings: the variables are named', async () => {
      unset = ['MESHLINE_PAGED_URL', 'MESHLINE_PAGED_TOKEN']
      expect(await meshline('connect', 'paged')).toBe(1)
      expect(lines()).toContain('set MESHLINE_PAGED_URL, MESHLINE_PAGED_TOKEN')
    })

    test('a vendor set by halves: the missing one is named', async () => {
      unset = ['MESHLINE_PAGED_TOKEN']
      expect(await meshline('connect', 'paged')).toBe(1)
      expect(lines()).toContain('MESHLINE_PAGED_TOKEN: missing')
    })

    test('without a webhook secret it says what that means', async () => {
      unset = ['MESHLINE_PAGED_WEBHOOK_SECRET']
      expect(await meshline('connect', 'paged')).toBe(0)
      expect(lines()).toContain('Its secret is not set: set MESHLINE_PAGED_WEBHOOK_SECRET')
    })

    test('credentials that are refused begin nothing', async () => {
      desk.vendor.isTokenGood = false
      expect(await meshline('connect', 'paged')).toBe(1)
      expect(lines()).toBe('paged cannot be connected: Paged refused the token; make a new one')
      await desk.drain()
      expect(desk.vendor.calls).toEqual(['/me'])
    })
  })

  describe('meshline sync', () => {
    test('begins and reads everything to the end', async () => {
      expect(await meshline('sync', 'paged')).toBe(0)
      expect(await desk.recordIds('accounts')).toHaveLength(35)
      expect(await desk.recordIds('tickets')).toHaveLength(5)
      expect(printed.filter(line => line.includes('up to date'))).toEqual([
        'paged accounts is up to date: 35 records read',
        'paged tickets is up to date: 5 records read',
      ])
    })

    test('again asks only what changed, without waiting for the next turn, and tells gaps', async () => {
      await meshline('sync', 'paged')
      desk.vendor.calls.length = 0
      desk.vendor.put('tickets', { id: 't2' })
      expect(await meshline('sync', 'paged')).toBe(0)
      expect(desk.vendor.calls).toEqual(['/me', '/streams/accounts?after=35', '/streams/tickets?after=5'])
      expect(slept).toEqual([])
      expect(printed.at(-1)).toBe(
        'paged tickets is up to date: 6 records read; 1 changes that no webhook had announced',
      )
    })

    test('one stream only', async () => {
      expect(await meshline('sync', 'paged', '--stream', 'tickets')).toBe(0)
      expect(desk.vendor.calls).toEqual(['/me', '/streams/tickets'])
    })

    test('a stream nobody knows', async () => {
      expect(await meshline('sync', 'paged', '--stream', 'invoices')).toBe(1)
      expect(lines()).toBe('There is no stream invoices; use one of accounts, tickets')
    })

    test('from the start reads everything again', async () => {
      await meshline('sync', 'paged')
      desk.vendor.calls.length = 0
      expect(await meshline('sync', 'paged', '--from-start')).toBe(0)
      expect(desk.vendor.pagesOf('accounts')).toHaveLength(4)
      expect(await desk.cursor('accounts')).toMatchObject({ read: 35, total: 35 })
      expect(await desk.recordIds('accounts')).toHaveLength(35)
    })

    test('JSON: a line for each page and a summary', async () => {
      expect(await meshline('sync', 'paged', '--json')).toBe(0)
      const told = printed.map(line => JSON.parse(line))
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
      expect(await meshline('sync', 'paged')).toBe(0)
      expect(lines()).toContain('paged asks us to wait 12 s: Paged answered 429')
      expect(slept.reduce((sum, ms) => sum + ms, 0)).toBe(12 * SECOND)
      expect(await desk.recordIds('accounts')).toHaveLength(35)
    })

    test('keeps the pauses between pages', async () => {
      desk.vendor.pauseMs = 6_000
      expect(await meshline('sync', 'paged', '--stream', 'accounts')).toBe(0)
      expect(slept.reduce((sum, ms) => sum + ms, 0)).toBe(18 * SECOND)
      expect(lines()).toContain('pauses 6 s, so that people’s own work keeps its share')
    })

    test('an answer that makes no sense ends it with what to do', async () => {
      desk.vendor.faults.push({ kind: 'nonsense' })
      expect(await meshline('sync', 'paged')).toBe(1)
      expect(lines()).toContain('accounts stopped: Paged described its accounts in a way nobody can read')
    })

    test('credentials that are refused end it at once', async () => {
      desk.vendor.isTokenGood = false
      expect(await meshline('sync', 'paged')).toBe(1)
      expect(lines()).toContain('Paged refused the token')
    })

    test('told to stop, it stops after the page and goes on the next time', async () => {
      desk.vendor.beforePage = (_stream, after) => {
        if (after === 10) stop()
      }
      expect(await meshline('sync', 'paged')).toBe(1)
      expect(printed.at(-1)).toContain('goes on where it was left')
      expect(await desk.recordIds('accounts')).toHaveLength(20)
      desk.vendor.beforePage = () => {}
      desk.vendor.calls.length = 0
      expect(await meshline('sync', 'paged')).toBe(0)
      expect(desk.vendor.pagesOf('accounts')[0]).toBe('/streams/accounts?after=20')
      expect(await desk.recordIds('accounts')).toHaveLength(35)
    })

    test('doctor says how far it is', async () => {
      await meshline('doctor')
      expect(lines()).toContain(
        'paged        API connected, nothing read yet: meshline connect paged; webhooks accepted',
      )
      await meshline('sync', 'paged')
      await meshline('doctor')
      expect(lines()).toContain(
        `API connected, read to the end at ${new Date(desk.clock.now()).toISOString()}`,
      )
    })
  })
})

describe('beside a running server on postgres', () => {
  beforeEach(async () => {
    printed = []
    unset = []
    slept = []
    desk = await startPagedDesk('postgres', { pageSize: 10 })
    desk.vendor.fill('accounts', 35, desk.clock.now() - 30 * DAY)
  })
  afterEach(async () => {
    isTimePassing = true
    await desk.close()
  })

  test('the command follows the page the server reads, and both together read each page once', async () => {
    await desk.begin()
    isTimePassing = false
    const serverHasIt = Promise.withResolvers<void>()
    const commandWaits = Promise.withResolvers<void>()
    desk.vendor.beforePage = async (_stream, after) => {
      if (after > 0) return
      serverHasIt.resolve()
      await commandWaits.promise
    }
    const server = desk.drain()
    await serverHasIt.promise
    const command = meshline('sync', 'paged', '--stream', 'accounts')
    await expect.poll(() => slept.length).toBeGreaterThan(0)
    commandWaits.resolve()
    await server
    expect(await command).toBe(0)
    expect(lines()).toContain('another process reads this stream, such as the server; it is followed')
    expect(lines()).toContain('paged accounts is up to date: 35 records read')
    expect(desk.vendor.pagesOf('accounts')).toHaveLength(new Set(desk.vendor.pagesOf('accounts')).size)
  })
})

async function audited(action: string) {
  const { store } = desk.meshline.server
  return store.db
    .selectFrom('audit_entries')
    .selectAll()
    .where('action', '=', action)
    .orderBy('seq')
    .execute()
}
