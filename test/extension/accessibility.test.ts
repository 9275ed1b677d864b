import axeCore from 'axe-core'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LaunchedExtension, launchExtension, openTicket, pair, sidebarOf } from './browser.ts'
import { type ContractServer, startContractServer } from './contract-server.ts'
import { panelFor } from './panel-fixtures.ts'
import { blocked, run } from './preview-fixtures.ts'

async function violations(surface: Page | Frame): Promise<string[]> {
  await surface.evaluate(axeCore.source)
  return surface.evaluate(async () => {
    const axe = Reflect.get(globalThis, 'axe')
    const found = await axe.run()
    return found.violations.map(
      (violation: { id: string; nodes: { html: string }[] }) =>
        `${violation.id}: ${violation.nodes[0]?.html}`,
    )
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  describe(`accessibility, ${colorScheme}`, { timeout: 30_000 }, () => {
    let server: ContractServer
    let extension: LaunchedExtension

    beforeAll(async () => {
      server = await startContractServer()
      const now = Date.now()
      server.panels.set('35436', panelFor('35436', now, { runs: [run(now)] }))
      server.panels.set('35437', panelFor('35437', now, { previews: [blocked(now)] }))
      server.control.alerts = panelFor('1', now).clocks.map(clock => ({
        itemId: clock.id,
        title: 'Charged twice',
        customer: 'Acme Corp',
        owner: null,
        mine: true,
        clock,
        url: 'https://acme.zendesk.com/agent/tickets/1',
      }))
      extension = await launchExtension({ colorScheme, locale: 'de-DE' })
      await pair(extension, server.origin)
    }, 90_000)

    afterAll(async () => {
      await extension.close()
      await server.stop()
    })

    it('finds nothing to complain of in the sidebar', async () => {
      const page = await openTicket(extension.context, '35436', { dark: colorScheme === 'dark' })
      const sidebar = await sidebarOf(page)
      await sidebar.locator('.decide').waitFor()
      await sidebar.locator('details').evaluateAll(all => {
        for (const one of all) one.setAttribute('open', '')
      })
      expect(await violations(sidebar)).toEqual([])
      await page.evaluate("shell.go('35437')")
      await sidebar.locator('.card-blocked').waitFor()
      expect(await violations(sidebar)).toEqual([])
      server.control.down = true
      await sidebar.locator('.panel-bar button').first().click()
      await sidebar.locator('.notice').waitFor()
      expect(await violations(sidebar)).toEqual([])
      server.control.down = false
      await page.close()
    })

    it('finds nothing in popup and settings', async () => {
      const popup = await extension.openPage('popup.html')
      await popup.locator('.alert').first().waitFor()
      expect(await violations(popup)).toEqual([])
      const options = await extension.openPage('options.html')
      await options.locator('.sessions li').first().waitFor()
      expect(await violations(options)).toEqual([])
    })
  })
}
