import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { latestOf, trendOf, worstFieldsFirst } from '../../extension/state/accuracy.ts'
import { languageOf } from '../../extension/views/language.ts'
import { alertFor } from './alert-fixtures.ts'
import { type LaunchedExtension, launchExtension, pair } from './browser.ts'
import { HOSTILE_NAME, pastValidations, slaReport, sources, validation } from './context-fixtures.ts'
import { type ContractServer, startContractServer } from './contract-server.ts'
import { panelFor } from './panel-fixtures.ts'
import { HOUR } from './preview-fixtures.ts'

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

let count = 0
beforeEach(() => {
  const now = Date.now()
  Object.assign(server.control, {
    signedIn: true,
    down: false,
    delayMs: 0,
    refuseDashboard: null,
    alerts: [],
  })
  server.control.sources = sources(now)
  server.control.validations = [
    validation(`val_${++count}`, now - 2 * HOUR),
    ...pastValidations(now).toReversed(),
  ]
  server.seen.length = 0
})

afterEach(async () => {
  for (const page of extension.context.pages().slice(1)) await page.close()
})

const open = () => extension.openPage('dashboard.html')

describe('accuracy in figures', () => {
  const now = 1_800_000_000_000
  const running = validation('val_new', now, { finishedAt: null, done: 3 })
  const past = pastValidations(now)

  it('is of the newest finished check, while a newer one runs', () => {
    const { running: under, finished, earlier } = latestOf([...past, running])
    expect(under?.id).toBe('val_new')
    expect(finished?.id).toBe('val_past_4')
    expect(earlier.map(({ id }) => id)).toEqual(['val_past_3', 'val_past_2', 'val_past_1', 'val_past_0'])
  })

  it('goes from the oldest to the newest, without checks that compared nothing', () => {
    const nothing = validation('val_nothing', now - 1, { compared: 0, right: 0 })
    expect(trendOf([running, nothing, ...past]).map(({ share }) => share)).toEqual([
      0.91, 0.94, 0.936, 0.962, 0.974,
    ])
  })

  it('has the worst field first', () => {
    const fields = worstFieldsFirst(validation('val_1', now).fields).map(({ field }) => field)
    expect(fields).toEqual(['mrr', 'plan', 'payment_status', 'name', 'renews_at', 'health'])
  })

  it('is 100% only when all is right', () => {
    expect(languageOf('en-US').percent(9999 / 10_000)).toBe('99.9%')
    expect(languageOf('de-DE').percent(1)).toBe('100\u00a0%')
  })
})

describe('the dashboard', { timeout: 30_000 }, () => {
  it('is opened from the popup and the settings, once', async () => {
    const settings = await extension.openPage('options.html')
    const opened = extension.context.waitForEvent('page')
    await settings.getByRole('button', { name: 'Open dashboard' }).click()
    const dashboard = await opened
    await dashboard.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
    const pages = extension.context.pages().length
    await settings.getByRole('button', { name: 'Open dashboard' }).click()
    await settings.waitForTimeout(500)
    expect(extension.context.pages()).toHaveLength(pages)
    await settings.close()
    const popup = await extension.openPage('popup.html')
    await popup.getByRole('button', { name: 'Open dashboard' }).waitFor()
  })

  it('says what to do where there is nothing yet', async () => {
    server.control.validations = []
    server.control.sources = []
    const page = await open()
    await page.getByRole('heading', { name: 'Nothing was compared yet' }).waitFor()
    await page.getByRole('heading', { name: 'No source is connected yet' }).waitFor()
    await page.getByRole('heading', { name: 'Nothing is due' }).waitFor()
    await page.getByRole('button', { name: 'Check 50 now' }).waitFor()
  })

  it('follows a check that runs to its end, also from another page', async () => {
    server.control.validations = []
    const page = await open()
    await page.getByRole('button', { name: 'Check 50 now' }).click()
    await page.getByText('0 of 50 accounts compared').waitFor()
    expect(server.asked('POST /v1/validations').map(({ body }) => body)).toEqual([{ sample: 50 }])
    await page.close()
    const again = await open()
    await again.getByText('0 of 50 accounts compared').waitFor()
    expect(await again.getByRole('button', { name: 'Checking' }).getAttribute('aria-disabled')).toBe('true')
    server.control.validations = [validation('val_running', Date.now(), { finishedAt: null, done: 12 })]
    await again.getByText('12 of 50 accounts compared').waitFor()
    expect(await again.locator('progress').first().getAttribute('value')).toBe('12')
    server.control.validations = [validation('val_running', Date.now())]
    await again.locator('.share', { hasText: '98.4%' }).waitFor()
    await again.getByText('50 of 41,200 accounts').waitFor()
    await again.getByRole('button', { name: 'Check 50 now' }).waitFor()
  })

  it('shows the share, what it is made of and how it went over time', async () => {
    const page = await open()
    await page.locator('.share', { hasText: '98.4%' }).waitFor()
    await page.locator('.headline', { hasText: '492 of 500 values right' }).waitFor()
    await page.getByText('3 records could not be read').waitFor()
    await page.getByText(/^Last 6 checks: 91% on .*, 98.4% now; lowest 91%$/).waitFor()
    expect(await page.locator('#fields tbody th').allTextContents()).toEqual([
      'Revenue',
      'Plan',
      'Payment',
      'Name',
      'Renews',
      'Health',
    ])
    await page.getByText('5 earlier checks').click()
    await page.getByText(/^Signed by Cleo Marsh/).waitFor()
  })

  it('opens the rows behind a figure, with hostile names as text', async () => {
    const page = await open()
    const rows = page.locator('.mismatches tbody tr')
    await rows.first().waitFor()
    expect(await rows.count()).toBe(8)
    expect(await page.locator('.mismatches img').count()).toBe(0)
    await page.getByRole('button', { name: 'Show 2 values of Plan' }).click()
    expect(await rows.count()).toBe(2)
    expect(await rows.first().textContent()).toContain(HOSTILE_NAME)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('mismatches')
    await page.getByRole('button', { name: 'Show all fields' }).click()
    expect(await rows.count()).toBe(8)
    expect(await page.title()).toBe('Meshline dashboard')
  })

  it('takes a signature with its note', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Sign this check' }).click()
    await page.keyboard.type('Compared by eye as well')
    await page.getByRole('button', { name: 'Sign', exact: true }).click()
    await page.locator('.signed', { hasText: 'Signed by Ana Ruiz on' }).waitFor()
    await page.locator('.signed', { hasText: 'Compared by eye as well' }).waitFor()
    expect(server.asked(`POST /v1/validations/val_${count}/signature`)[0]?.body).toEqual({
      note: 'Compared by eye as well',
    })
  })

  it('shows why somebody may not sign or check, and keeps the note', async () => {
    server.control.refuseDashboard = { kind: 'not-allowed', status: 403 }
    const page = await open()
    await page.getByRole('button', { name: 'Sign this check' }).click()
    await page.getByLabel('Note (optional)').fill('I would if I could')
    await page.getByRole('button', { name: 'Sign', exact: true }).click()
    await page.getByText('Refused: not-allowed. Do something else.').waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Sign this check' }).click()
    await expect.poll(() => page.getByLabel('Note (optional)').inputValue()).toBe('I would if I could')
    await page.getByRole('button', { name: 'Check 50 now' }).click()
    await page.getByText('Refused: not-allowed. Do something else.').waitFor()
  })

  it('ignores a signature that no person made', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Sign this check' }).click()
    const sign = page.getByRole('button', { name: 'Sign', exact: true })
    await sign.evaluate((button: HTMLElement) => button.click())
    await page.waitForTimeout(300)
    expect(server.asked(`POST /v1/validations/val_${count}/signature`)).toEqual([])
  })

  it('shows how far each source is', async () => {
    const page = await open()
    await page.getByText('41,200 of 100,000').waitFor()
    await page.getByText('Stripe refuses the key: expired').waitFor()
    await page.getByText('1 of 4 up to date').waitFor()
    await page.getByText('800 so far').waitFor()
  })

  it('says whether the clocks can be believed, and who stops them at the last moment', async () => {
    const page = await open()
    await page.getByText('No window was missed in 30 days.').waitFor()
    server.control.slaReport = slaReport(Date.now())
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page
      .getByText(
        '41 windows missed in 30 days: half noticed within 0.1s, 99 of 100 within 0.4s, all within 1.2s.',
      )
      .waitFor()
    await page.getByText(/1,204 clocks, 1 not as stored/).waitFor()
    await page.getByText('Ben Okafor: 3 of 8 pauses').waitFor()
    await page.locator('#clocks summary').click()
    await page.getByText('Resolution, 12m left, status pending by Ben Okafor').waitFor()
  })

  it('shows my deadlines, and tells apart why it cannot', async () => {
    const now = Date.now()
    server.control.alerts = panelFor('1', now).clocks.map(clock =>
      alertFor(clock, now, { title: HOSTILE_NAME, url: null }),
    )
    const page = await open()
    await page.locator('#deadlines .alert').first().waitFor()
    expect(await page.locator('#deadlines img').count()).toBe(0)
    await page.getByText('1 at risk, 1 running').waitFor()
    server.control.down = true
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.getByRole('heading', { name: 'The Meshline server does not answer' }).waitFor()
    await page.locator('.share').waitFor()
    server.control.down = false
    server.control.signedIn = false
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    expect(await page.locator('.share').count()).toBe(0)
  })

  it('keeps within the page at 200% zoom', async () => {
    const page = await open()
    await page.setViewportSize({ width: 640, height: 450 })
    await page.locator('.share').waitFor()
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
  })
})
