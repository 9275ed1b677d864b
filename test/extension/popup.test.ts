import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WxtBrowser } from 'wxt/browser'
import { alertFor, clockDueAt, clockFor } from './alert-fixtures.ts'
import { noticesIn, openWatch } from './alert-watch.ts'
import { type LaunchedExtension, launchExtension, pair } from './browser.ts'
import { type ContractServer, startContractServer } from './contract-server.ts'
import { HOUR, MINUTE, usd } from './preview-fixtures.ts'

declare const chrome: WxtBrowser

const HOSTILE = '<img src=x onerror="document.title=1"> Charged twice'

/** One of each state, as it stands when a test begins. */
function ofEachState(now: number) {
  const revenue = {
    content: { kind: 'money' as const, money: usd(420_000) },
    source: 'stripe',
    sourceId: 'cus_1',
    changedAt: now - HOUR,
    readAt: now - 2 * MINUTE,
  }
  const pause = { from: now - MINUTE, until: null, cause: 'status pending', actor: 'Ben Okafor' }
  return [
    alertFor(clockFor('clk_running', now, { startedAt: now, dueAt: now + 100 * MINUTE }), now, { revenue }),
    alertFor(clockDueAt('clk_risk', now + 9 * MINUTE), now, { title: HOSTILE }),
    alertFor(clockFor('clk_paused', now, { kind: 'resolution', unit: 'business', pauses: [pause] }), now),
    alertFor(clockDueAt('clk_missed', now - 12 * MINUTE), now, { customer: null, url: null }),
  ]
}

for (const { locale, words } of [
  {
    locale: 'en-US',
    words: {
      acknowledge: 'Acknowledge',
      reason: 'Why it can wait',
      send: 'Put it off',
      tryOut: 'Test alert',
      seen: /Seen by you/,
      snoozed: '1 snoozed',
      quiet: /Quiet hours: none/,
      save: 'Save',
      saved: 'Quiet hours: 19:00 to 08:00 and weekends',
      notice: ['Meshline can reach you', 'This is how an alert looks.'],
      down: 'The Meshline server does not answer',
    },
  },
  {
    locale: 'de-DE',
    words: {
      acknowledge: 'Bestätigen',
      reason: 'Warum es warten kann',
      send: 'Aufschieben',
      tryOut: 'Probealarm',
      seen: /Von Ihnen gesehen/,
      snoozed: '1 aufgeschoben',
      quiet: /Ruhezeiten: keine/,
      save: 'Speichern',
      saved: 'Ruhezeiten: 19:00 bis 08:00 und am Wochenende',
      notice: ['Meshline erreicht Sie', 'So sieht ein Alarm aus.'],
      down: 'Der Meshline-Server antwortet nicht',
    },
  },
]) {
  describe(`the popup, ${locale}`, { timeout: 30_000 }, () => {
    let server: ContractServer
    let extension: LaunchedExtension

    beforeAll(async () => {
      server = await startContractServer()
      extension = await launchExtension({ locale })
      await pair(extension, server.origin)
    }, 90_000)
    afterAll(async () => {
      await extension.close()
      await server.stop()
    })

    const open = async () => {
      server.control.alerts = ofEachState(Date.now())
      const page = await extension.openPage('popup.html')
      await page.setViewportSize({ width: 360, height: 600 })
      await page.locator('.alert').first().waitFor()
      return page
    }
    const row = (page: Page, id: string) => page.locator(`[data-clock=${id}]`)
    const order = (page: Page) =>
      page.locator('.alert').evaluateAll(rows => rows.map(each => each.getAttribute('data-clock')))

    it('shows what is missed first, and runs nothing that is in a title', async () => {
      const page = await open()
      expect(await order(page)).toEqual(['clk_missed', 'clk_risk', 'clk_paused', 'clk_running'])
      expect(await page.locator('.alert img').count()).toBe(0)
      await row(page, 'clk_paused').getByText('status pending').waitFor()
      const shown = () => row(page, 'clk_paused').locator('strong').textContent()
      const ticking = () => row(page, 'clk_risk').locator('strong').textContent()
      const [still, before] = [await shown(), await ticking()]
      await expect.poll(ticking).not.toBe(before)
      expect(await shown()).toBe(still)
      await page.close()
    })

    it('acknowledges by key, once, and the row stays where it can be found', async () => {
      const page = await open()
      server.seen.length = 0
      await row(page, 'clk_risk').locator('a').focus()
      await page.keyboard.press('a')
      await row(page, 'clk_risk').getByText(words.seen).waitFor()
      await page.keyboard.press('a')
      expect(server.asked('POST /v1/alerts/clk_risk/acknowledgement')).toHaveLength(1)
      expect((await order(page)).at(-1)).toBe('clk_risk')
      await row(page, 'clk_missed').getByRole('button', { name: words.acknowledge }).click()
      await row(page, 'clk_missed').getByText(words.seen).waitFor()
      await page.close()
    })

    it('puts off by key, with a reason, which is kept when the popup goes', async () => {
      const page = await open()
      server.seen.length = 0
      await row(page, 'clk_running').locator('a').focus()
      await page.keyboard.press('s')
      await page.getByLabel(words.reason).waitFor()
      await page.keyboard.press('Enter')
      expect(server.asked('POST /v1/alerts/clk_running/snooze')).toHaveLength(0)
      await page.keyboard.type('as the bank asked')
      await page.keyboard.press('Escape')
      await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('A')
      await page.close()
      const again = await open()
      await row(again, 'clk_running').locator('a').focus()
      await again.keyboard.press('s')
      await expect.poll(() => again.getByLabel(words.reason).inputValue()).toBe('as the bank asked')
      await again.locator('.snooze select').selectOption('hour')
      await again.locator('.snooze').getByRole('button', { name: words.send }).click()
      await again.getByText(words.snoozed).click()
      expect(server.asked('POST /v1/alerts/clk_running/snooze')[0]?.body).toMatchObject({
        reason: 'as the bank asked',
      })
      expect((await order(again)).at(-1)).toBe('clk_running')
      await again.close()
    })

    it('says why a press did nothing, and keeps what was typed', async () => {
      const page = await open()
      await row(page, 'clk_risk').locator('a').focus()
      await page.keyboard.press('s')
      await page.getByLabel(words.reason).fill('later')
      server.control.down = true
      await page.keyboard.press('Enter')
      await row(page, 'clk_risk').locator('.alert-failed').getByText(words.down).waitFor()
      expect(await page.getByLabel(words.reason).inputValue()).toBe('later')
      server.control.down = false
      await page.close()
    })

    it('shows what was known when the server is down', async () => {
      await (await open()).close()
      server.control.down = true
      const page = await extension.openPage('popup.html')
      await page.locator('.rows-stale').waitFor()
      expect(await page.locator('.alert').count()).toBe(4)
      server.control.down = false
      await page.close()
    })

    it('keeps quiet hours, and says so', async () => {
      const page = await open()
      await page.getByText(words.quiet).click()
      await page.getByRole('button', { name: words.save }).click()
      await page.getByText(words.saved).waitFor()
      expect(server.control.quietHours).toMatchObject({ from: '19:00', until: '08:00', weekends: true })
      server.control.quietHours = null
      await page.close()
    })

    it('sends a test to the desktop, in the words of the language', async () => {
      const page = await open()
      const watch = await openWatch(extension)
      const [worker] = extension.context.serviceWorkers()
      await worker?.evaluate(() => {
        const { create } = chrome.notifications
        const watched = (id: string, options: { title: string; message: string }) => {
          Reflect.set(globalThis, 'shown', [options.title, options.message])
          return Reflect.apply(create, chrome.notifications, [id, options])
        }
        Reflect.set(chrome.notifications, 'create', watched)
      })
      await page.getByRole('button', { name: words.tryOut }).click()
      await expect.poll(() => noticesIn(watch)).toContain('test')
      expect(await worker?.evaluate(() => Reflect.get(globalThis, 'shown'))).toEqual(words.notice)
      await page.close()
      await watch.close()
    })

    it('fits into its width, whatever is open', async () => {
      const page = await open()
      await page.locator('footer details').evaluate(one => one.setAttribute('open', ''))
      await row(page, 'clk_risk').locator('a').focus()
      await page.keyboard.press('s')
      await page.locator('.snooze').waitFor()
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow).toBe(0)
      await page.close()
    })
  })
}
