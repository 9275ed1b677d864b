import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { alertFor, clockDueAt, clockFor } from './alert-fixtures.ts'
import {
  alarmsIn,
  badgeIn,
  clearNotices,
  killWorker,
  latenessIn,
  noticesIn,
  openWatch,
} from './alert-watch.ts'
import { type LaunchedExtension, launchExtension, pair } from './browser.ts'
import { type ContractServer, startContractServer } from './contract-server.ts'
import { HOUR, MINUTE, SECOND } from './preview-fixtures.ts'

let server: ContractServer
let extension: LaunchedExtension
let watch: Page

beforeAll(async () => {
  server = await startContractServer()
  extension = await launchExtension()
  await pair(extension, server.origin)
  watch = await openWatch(extension)
}, 90_000)

afterAll(async () => {
  await extension.close()
  await server.stop()
})

afterEach(async () => {
  server.control.down = false
  server.control.alerts = []
  server.control.quietHours = null
  server.control.aheadMs = 0
  await clearNotices(watch)
})

/** The server says so, and the worker has read it. */
async function tell(alerts: typeof server.control.alerts): Promise<void> {
  server.control.alerts = alerts
  const page = await extension.openPage('popup.html')
  if (alerts.length > 0) await page.locator('.alert').first().waitFor({ state: 'attached' })
  else await page.locator('.empty').waitFor()
  await page.close()
}

const dueIn = (id: string, ms: number) => {
  const now = Date.now()
  return alertFor(clockDueAt(id, now + ms), now)
}

describe('a notice of the desktop', { timeout: 40_000 }, () => {
  it('is shown though the browser ended the worker before it was due, once', async () => {
    const alert = dueIn('clk_killed', 4 * SECOND)
    await tell([alert])
    await expect.poll(() => alarmsIn(watch)).toContain(alert.clock.dueAt)
    await killWorker(extension, watch)
    expect(await noticesIn(watch)).toEqual([])
    await expect.poll(() => noticesIn(watch), { timeout: 10_000 }).toEqual(['clock clk_killed'])
    await expect.poll(() => badgeIn(watch)).toBe('1')
    await clearNotices(watch)
    await tell([alertFor(alert.clock, Date.now())])
    await killWorker(extension, watch)
    await tell([alertFor(alert.clock, Date.now())])
    expect(await noticesIn(watch)).toEqual([])
  })

  it('is shown though the server went down as well', async () => {
    const alert = dueIn('clk_outage', 4 * SECOND)
    await tell([alert])
    await expect.poll(() => alarmsIn(watch)).toContain(alert.clock.dueAt)
    server.control.down = true
    await killWorker(extension, watch)
    await expect.poll(() => noticesIn(watch), { timeout: 10_000 }).toEqual(['clock clk_outage'])
    await expect.poll(() => badgeIn(watch)).toBe('1')
  })

  it('is not shown for what was answered meanwhile, is seen, put off or paused', async () => {
    const now = Date.now()
    const last = dueIn('clk_last', 5 * SECOND)
    const paused = clockDueAt('clk_paused', now + 3 * SECOND)
    await tell([
      dueIn('clk_answered', 3 * SECOND),
      { ...dueIn('clk_seen', 3 * SECOND), acknowledged: { by: 'Ana Ruiz', at: now } },
      { ...alertFor(clockFor('clk_off', now - 10 * MINUTE + 3 * SECOND), now), snoozedUntil: now + HOUR },
      {
        ...alertFor(paused, now),
        clock: { ...paused, pauses: [{ from: now, until: null, cause: 'status pending', actor: 'Ben' }] },
      },
      last,
    ])
    server.control.alerts = server.control.alerts.filter(({ clock }) => clock.id !== 'clk_answered')
    await expect.poll(() => noticesIn(watch), { timeout: 10_000 }).toEqual(['clock clk_last'])
  })

  it('is shown for a miss whoever put it off', async () => {
    const alert = dueIn('clk_missed', 3 * SECOND)
    await tell([{ ...alert, snoozedUntil: Date.now() + HOUR }])
    await expect.poll(() => noticesIn(watch), { timeout: 10_000 }).toEqual(['clock clk_missed'])
  })

  it('waits for the end of quiet hours', async () => {
    server.control.quietHours = { timeZone: 'UTC', from: '00:00', until: '23:59', weekends: true }
    const alert = dueIn('clk_quiet', 2 * SECOND)
    await tell([alert])
    await expect.poll(() => Date.now(), { timeout: 5000 }).toBeGreaterThan(alert.clock.dueAt)
    await tell([alertFor(alert.clock, Date.now())])
    expect(await noticesIn(watch)).toEqual([])
    server.control.quietHours = null
    await tell(server.control.alerts)
    await expect.poll(() => noticesIn(watch)).toEqual(['clock clk_quiet'])
  })

  it('comes when a missed clock becomes mine', async () => {
    const now = Date.now()
    await tell([])
    await tell([alertFor(clockDueAt('clk_bumped', now - MINUTE), now)])
    await expect.poll(() => noticesIn(watch)).toEqual(['clock clk_bumped'])
  })

  it('comes by the server’s clock, though the device’s is an hour behind', async () => {
    server.control.aheadMs = HOUR
    const there = Date.now() + HOUR
    await tell([alertFor(clockDueAt('clk_ahead', there + 4 * SECOND), there)])
    expect(await noticesIn(watch)).toEqual([])
    await expect.poll(() => noticesIn(watch), { timeout: 10_000 }).toEqual(['clock clk_ahead'])
    const popup = await extension.openPage('popup.html')
    await popup.locator('.alert-missed').waitFor()
    await popup.close()
  })

  it('is one for many', async () => {
    await tell([])
    await tell(['a', 'b', 'c', 'd', 'e'].map(id => dueIn(`clk_${id}`, 3 * SECOND)))
    await expect.poll(() => noticesIn(watch), { timeout: 10_000 }).toEqual(['together'])
    await expect.poll(() => badgeIn(watch)).toBe('5')
  })

  it('is taken back with the clock, and all with the session', async () => {
    const alert = dueIn('clk_gone', 2 * SECOND)
    await tell([alert])
    await expect.poll(() => noticesIn(watch), { timeout: 10_000 }).toEqual(['clock clk_gone'])
    await tell([])
    await expect.poll(() => noticesIn(watch)).toEqual([])
    await expect.poll(() => badgeIn(watch)).toBe('')
  })
})

describe('a browser that was closed', { timeout: 60_000 }, () => {
  it('tells when it starts of what came due meanwhile, though the server is down', async () => {
    const profile = await mkdtemp(join(tmpdir(), 'meshline-browser-'))
    const evening = await launchExtension({ profile })
    await pair(evening, server.origin)
    const now = Date.now()
    const alert = alertFor(clockDueAt('clk_night', now + 8 * SECOND), now)
    server.control.alerts = [alert]
    const popup = await evening.openPage('popup.html')
    await popup.locator('.alert').first().waitFor()
    await expect.poll(() => alarmsIn(popup)).toContain(alert.clock.dueAt)
    await evening.close()
    server.control.down = true
    await expect.poll(() => Date.now(), { timeout: 15_000 }).toBeGreaterThan(alert.clock.dueAt)
    const morning = await launchExtension({ profile })
    const page = await openWatch(morning)
    await expect.poll(() => noticesIn(page), { timeout: 10_000 }).toEqual(['clock clk_night'])
    await morning.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  })
})

describe('warnings given by alarms alone', { timeout: 90_000 }, () => {
  it('come within a second of their time, each with a worker that had to be woken', async () => {
    const now = Date.now()
    const clocks = Array.from({ length: 20 }, (_, number) =>
      clockDueAt(`clk_late_${number}`, now + 4 * SECOND + number * 1500),
    )
    const before = (await latenessIn(watch)).length
    await tell(clocks.map(clock => alertFor(clock, now)))
    await expect.poll(async () => (await alarmsIn(watch)).length).toBe(20)
    for (let given = 0; given < 20; given += 1) {
      await killWorker(extension, watch)
      await expect
        .poll(async () => (await latenessIn(watch)).length - before, { timeout: 10_000, interval: 50 })
        .toBeGreaterThan(given)
    }
    const late = (await latenessIn(watch)).slice(-20).toSorted((a, b) => a - b)
    console.log(`lateness of 20 notices: p50 ${late[9]} ms, p95 ${late[18]} ms, worst ${late[19]} ms`)
    expect(late[19]).toBeLessThan(1000)
  })
})
