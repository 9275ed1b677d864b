import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LaunchedExtension, launchExtension, pair } from './browser.ts'
import { HOSTILE_NAME } from './context-fixtures.ts'
import { type ContractServer, startContractServer } from './contract-server.ts'
import { signalEntry, signalsOfEachState } from './signal-fixtures.ts'

let server: ContractServer
let extension: LaunchedExtension

beforeAll(async () => {
  server = await startContractServer()
  extension = await launchExtension()
  await pair(extension, server.origin)
}, 90_000)

afterAll(async () => {
  await extension.close()
  await server.stop()
})

beforeEach(() => {
  Object.assign(server.control, { signedIn: true, down: false, refuseReplay: null })
  server.control.signals = signalsOfEachState()
  server.control.bodies = new Map([['sig_done', '{"id":"evt_1","amount":4900}']])
  server.seen.length = 0
})

afterEach(async () => {
  for (const page of extension.context.pages().slice(1)) await page.close()
})

const open = (search = '?page=signals') => extension.openPage(`dashboard.html${search}`)

describe('the page of signals', { timeout: 30_000 }, () => {
  it('is one press away from the first page', async () => {
    const page = await open('')
    await page.getByRole('link', { name: 'Signals' }).click()
    await page.getByRole('heading', { name: 'Signals', level: 1 }).waitFor()
    expect(await page.getByRole('link', { name: 'Signals' }).getAttribute('aria-current')).toBe('page')
    await page.getByRole('link', { name: 'Today' }).click()
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  })

  it('shows what came, what became of it, and what to do where a person is needed', async () => {
    const page = await open()
    const rows = page.locator('.signal')
    await rows.first().waitFor()
    expect(await rows.count()).toBe(7)
    await rows.nth(0).getByText('tried 3 times, again in 4 min').waitFor()
    await rows.nth(2).getByText('noticed by polling').waitFor()
    await rows.nth(4).getByText('Correct the template it comes from').waitFor()
    expect(await rows.nth(4).getByRole('button').count()).toBe(0)
    await rows.nth(6).getByText('Nothing here acts on its kind.').waitFor()
  })

  it('shows one state alone, and says so in its address', async () => {
    const page = await open()
    await page.getByLabel('Needs a person 2').check()
    await expect.poll(() => page.locator('.signal').count()).toBe(2)
    expect(page.url()).toMatch(/\?page=signals&state=unreadable$/)
    await page.reload()
    await expect.poll(() => page.locator('.signal').count()).toBe(2)
    expect(await page.getByLabel('Needs a person').isChecked()).toBe(true)
  })

  it('has one worked on again, and shows by itself when it is', async () => {
    const page = await open()
    const row = page.locator('.signal').nth(3)
    await row.getByRole('button', { name: 'Replay charge.dispute.created from Stripe' }).click()
    await row.getByText('Waiting').waitFor()
    expect(server.asked('POST /v1/signals/sig_stuck/replay')).toHaveLength(1)
    server.control.signals = server.control.signals.map(one =>
      one.id === 'sig_stuck' ? { ...one, state: 'processed', attempts: 1, nextAt: null } : one,
    )
    await row.getByText('Done', { exact: true }).waitFor()
  })

  it('is asked once by a double press', async () => {
    const page = await open()
    await page.locator('.signal').nth(1).getByRole('button').waitFor()
    server.control.delayMs = 400
    await page.locator('.signal').nth(1).getByRole('button').dblclick()
    server.control.delayMs = 0
    await page.locator('.signal').nth(1).getByText('Waiting').waitFor()
    expect(server.asked('POST /v1/signals/sig_done/replay')).toHaveLength(1)
  })

  it('ignores a press that no person made', async () => {
    const page = await open()
    const button = page.locator('.signal').nth(1).getByRole('button')
    await button.evaluate((element: HTMLElement) => element.click())
    await page.getByRole('button', { name: 'Refresh' }).click()
    await expect.poll(() => server.asked('GET /v1/signals').length).toBe(2)
    expect(server.asked('POST /v1/signals/sig_done/replay')).toEqual([])
  })

  it('says by the row why it may not be replayed', async () => {
    server.control.refuseReplay = { kind: 'not-allowed', status: 403 }
    const page = await open()
    const row = page.locator('.signal').nth(1)
    await row.getByRole('button').click()
    await row.getByText('Refused: not-allowed. Do something else.').waitFor()
    await row.getByText('Done', { exact: true }).waitFor()
  })

  it('shows what came, to read, and hostile words as text', async () => {
    server.control.signals = [
      signalEntry('sig_odd', { type: HOSTILE_NAME, subject: `dispute:${HOSTILE_NAME}` }),
    ]
    server.control.bodies = new Map([['sig_odd', `{"name":"${HOSTILE_NAME.replaceAll('"', "'")}"}`]])
    const page = await open()
    await page.getByText('What came', { exact: true }).click()
    const body = page.getByLabel('What came, exactly')
    await body.waitFor()
    expect(await body.textContent()).toMatch(/^{\n {2}"name": "/)
    expect(await page.locator('.signal img').count()).toBe(0)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('signal-body')
  })

  it('goes back fifty at a time, and stays where it was read to while it reads again', async () => {
    server.control.signals = Array.from({ length: 120 }, (_, number) => signalEntry(`sig_${number}`))
    const page = await open()
    await expect.poll(() => page.locator('.signal').count()).toBe(50)
    const older = page.getByRole('button', { name: 'Show older ones' })
    await older.click()
    await expect.poll(() => page.locator('.signal').count()).toBe(100)
    await older.click()
    await expect.poll(() => page.locator('.signal').count()).toBe(120)
    expect(await older.count()).toBe(0)
    await page.getByRole('button', { name: 'Refresh' }).click()
    await expect.poll(() => server.asked('GET /v1/signals').length).toBe(4)
    expect(await page.locator('.signal').count()).toBe(120)
  })

  it('says what to do where nothing has come, and where one state is empty', async () => {
    server.control.signals = []
    const page = await open()
    await page.getByRole('heading', { name: 'Nothing has come yet' }).waitFor()
    await page.getByLabel('Done').check()
    await page.getByRole('heading', { name: 'Nothing here' }).waitFor()
  })

  it('keeps what it shows through an outage and comes back by itself; not for somebody signed out', async () => {
    const page = await open()
    await page.locator('.signal').first().waitFor()
    server.control.down = true
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.getByRole('heading', { name: 'The Meshline server does not answer' }).waitFor()
    expect(await page.locator('.signal').count()).toBe(7)
    server.control.down = false
    await page.locator('.notice').waitFor({ state: 'detached' })
    server.control.signedIn = false
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    expect(await page.locator('.signal').count()).toBe(0)
  })

  it('keeps within the page at 200% zoom', async () => {
    const page = await open()
    await page.setViewportSize({ width: 640, height: 450 })
    await page.locator('.signal').first().waitFor()
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
  })
})
