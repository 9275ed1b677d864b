import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DATABASES } from '../../support/database.ts'
import { DAY } from '../../support/held-clock.ts'
import { type PagedCommand, pagedCommand } from '../../support/paged-command.ts'
import { type PagedDesk, startPagedDesk } from '../../support/paged-desk.ts'

let desk: PagedDesk
let command: PagedCommand

describe.each(DATABASES)('meshline connect on %s', database => {
  beforeEach(async () => {
    desk = await startPagedDesk(database, { pageSize: 10 })
    command = pagedCommand(desk)
    desk.vendor.fill('accounts', 35, desk.clock.now() - 30 * DAY)
    desk.vendor.fill('tickets', 5, desk.clock.now() - 30 * DAY)
  })
  afterEach(() => desk.close())

  test('says who we are, what is missing, where webhooks go, and begins all streams', async () => {
    expect(await command.meshline('connect', 'paged')).toBe(0)
    expect(command.printed).toEqual([
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
    await command.meshline('connect', 'paged')
    await desk.drain()
    expect(await command.meshline('connect', 'paged')).toBe(0)
    expect(command.lines()).toContain('2 of 2 streams were begun before and go on')
    expect(await desk.cursor('accounts')).toMatchObject({ cursor: '35', read: 35 })
    expect((await audited('vendor.connected')).map(({ actor }) => JSON.parse(actor))).toEqual([
      { kind: 'command', user: 'tester' },
      { kind: 'command', user: 'tester' },
    ])
    expect(await audited('sync.begun')).toHaveLength(1)
  })

  test('a vendor nobody knows', async () => {
    expect(await command.meshline('connect', 'lotus-notes')).toBe(1)
    expect(command.lines()).toMatch(/^Meshline cannot connect to lotus-notes; use one of .*paged$/)
  })

  test('a vendor without settings: the variables are named', async () => {
    command.unset.push('MESHLINE_PAGED_URL', 'MESHLINE_PAGED_TOKEN')
    expect(await command.meshline('connect', 'paged')).toBe(1)
    expect(command.lines()).toContain('set MESHLINE_PAGED_URL, MESHLINE_PAGED_TOKEN')
  })

  test('a vendor set by halves: the missing one is named', async () => {
    command.unset.push('MESHLINE_PAGED_TOKEN')
    expect(await command.meshline('connect', 'paged')).toBe(1)
    expect(command.lines()).toContain('MESHLINE_PAGED_TOKEN: missing')
  })

  test('without a webhook secret it says what that means', async () => {
    command.unset.push('MESHLINE_PAGED_WEBHOOK_SECRET')
    expect(await command.meshline('connect', 'paged')).toBe(0)
    expect(command.lines()).toContain('Its secret is not set: set MESHLINE_PAGED_WEBHOOK_SECRET')
  })

  test('credentials that are refused begin nothing', async () => {
    desk.vendor.isTokenGood = false
    expect(await command.meshline('connect', 'paged')).toBe(1)
    expect(command.lines()).toBe('paged cannot be connected: Paged refused the token; make a new one')
    await desk.drain()
    expect(desk.vendor.calls).toEqual(['/me'])
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
