import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { WxtBrowser } from 'wxt/browser'
import { type LaunchedExtension, launchExtension, openTicket, pair, sidebarOf } from '../extension/browser.ts'
import { type ContractServer, startContractServer } from '../extension/contract-server.ts'
import { panelFor } from '../extension/panel-fixtures.ts'

declare const chrome: WxtBrowser

let server: ContractServer
let extension: LaunchedExtension

beforeAll(async () => {
  server = await startContractServer()
  for (const id of ['35436', '35437', '35438']) server.panels.set(id, panelFor(id, Date.now()))
  extension = await launchExtension()
  await pair(extension, server.origin)
}, 90_000)

afterAll(async () => {
  await extension.close()
  await server.stop()
})

afterEach(async () => {
  for (const page of extension.context.pages().slice(1)) await page.close()
})

/** In one look, as the number may go between two. */
const numberOf = async (page: Parameters<typeof sidebarOf>[0]) => {
  const sidebar = await sidebarOf(page)
  return (await sidebar.locator('.ticket-number').allTextContents())[0] ?? null
}

const expectNumber = (page: Parameters<typeof sidebarOf>[0]) =>
  expect.poll(() => numberOf(page), { timeout: 15_000 })

describe('the Zendesk page', { timeout: 30_000 }, () => {
  for (const marks of ['current', 'legacy'] as const) {
    it(`follows the selected tab among three mounted tickets (${marks} shell)`, async () => {
      const page = await openTicket(extension.context, '35436', { marks })
      await expectNumber(page).toBe('#35436')
      await page.evaluate("shell.go('35438')")
      await expectNumber(page).toBe('#35438')
      await page.goBack()
      await page.evaluate("shell.select('35436')")
      await expectNumber(page).toBe('#35436')
    })
  }

  it('shows nothing while URL and tab name different tickets', async () => {
    const page = await openTicket(extension.context, '35436')
    await expectNumber(page).toBe('#35436')
    await page.evaluate("shell.select('35437')")
    await expectNumber(page).toBe(null)
    await page.evaluate("shell.select('35436')")
    await expectNumber(page).toBe('#35436')
  })

  it('goes by the URL until a late header comes', async () => {
    const page = await openTicket(extension.context, '35437', { headerAfterMs: 1500 })
    await expectNumber(page).toBe('#35437')
    await page.locator('[data-test-id=header-tab]').first().waitFor()
    await page.evaluate("shell.go('35436')")
    await expectNumber(page).toBe('#35436')
  })

  it('survives a tab list and panes replaced by equal ones', async () => {
    const page = await openTicket(extension.context, '35436')
    await expectNumber(page).toBe('#35436')
    await page.evaluate('shell.header(); shell.panes()')
    await page.evaluate("shell.go('35437')")
    await expectNumber(page).toBe('#35437')
    expect(await page.locator('meshline-panel').count()).toBe(1)
  })

  it('comes back when the page wipes it', async () => {
    const page = await openTicket(extension.context, '35436')
    await expectNumber(page).toBe('#35436')
    await page.evaluate("document.querySelector('meshline-panel').remove()")
    await expect.poll(() => page.locator('meshline-panel').count(), { timeout: 4000 }).toBe(1)
    await expectNumber(page).toBe('#35436')
  })

  it('covers no control of the page, open, wide or collapsed', async () => {
    const page = await openTicket(extension.context, '35436')
    const sidebar = await sidebarOf(page)
    await sidebar.locator('.ticket-number').waitFor()
    const submit = page.locator('[data-is-active=true] [data-test-id=submit_button-button]')
    await submit.click()
    await sidebar.locator('.resize').press('End')
    await expect.poll(() => sidebar.evaluate(() => innerWidth)).toBe(420)
    await submit.click()
    await sidebar.getByRole('button', { name: 'Collapse the panel' }).click()
    await expect.poll(() => sidebar.evaluate(() => innerWidth)).toBe(28)
    await submit.click()
    expect(await page.evaluate('shell.submitted')).toBe(3)
    await sidebar.getByRole('button', { name: /Open the Meshline panel/ }).click()
    await expect.poll(() => sidebar.evaluate(() => innerWidth)).toBe(420)
    await sidebar.locator('.resize').press('Home')
  })

  it('leaves a page that is no ticket as it was', async () => {
    const page = await openTicket(extension.context, '35436')
    await expectNumber(page).toBe('#35436')
    await page.evaluate('shell.leave()')
    await expect.poll(() => page.locator('meshline-panel').isVisible()).toBe(false)
    expect(await page.evaluate(() => document.documentElement.style.marginRight)).toBe('')
  })

  it('gets a content script of at most 12 KB, without the contract’s schemas', async () => {
    const script = await readFile(join(extension.extension, 'content-scripts/zendesk.js'), 'utf8')
    expect(Buffer.byteLength(script)).toBeLessThanOrEqual(12_288)
    const chunks = await readdir(join(extension.extension, 'chunks'))
    for (const chunk of chunks) {
      const code = await readFile(join(extension.extension, 'chunks', chunk), 'utf8')
      // Classes of zod proper; zod/mini names its own ZodMini….
      expect(code, chunk).not.toMatch(/[`"']Zod(?:Object|String|Enum)[`"']/)
    }
  })

  it('keeps its frame out of reach of the page', async () => {
    const page = await openTicket(extension.context, '35436')
    await sidebarOf(page)
    expect(await page.evaluate(() => document.querySelector('meshline-panel')?.shadowRoot)).toBe(null)
    expect(await page.locator('meshline-panel iframe').count()).toBe(0)
  })

  it('says that it was updated when the extension behind it is gone', async () => {
    const page = await openTicket(extension.context, '35436')
    await expectNumber(page).toBe('#35436')
    await extension.worker.evaluate(() => chrome.runtime.reload()).catch(() => {})
    await expect.poll(() => page.frames().length, { timeout: 8000 }).toBe(1)
    expect(await page.locator('meshline-panel').isVisible()).toBe(true)
  })
})
