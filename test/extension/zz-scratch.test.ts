import { inject, test } from 'vitest'
import { openCase, readPanel } from '../demo/cases.ts'
import { openHouse } from '../demo/house.ts'
import { until } from '../demo/script.ts'
import { launchBrowser, pairBrowser, sidebarIn } from '../support/chromium.ts'

test('real server', { timeout: 60_000 }, async () => {
  const house = await openHouse({ port: 0 })
  const browser = await launchBrowser({ extension: inject('extensionPath'), pagesPort: house.zendesk.pagesPort })
  const { code } = await house.invite('Ana Ruiz', [])
  await pairBrowser(browser, house.url, code)
  const stage = { ...house, browser }
  const opened = openCase(stage, 'Aperture')
  const ben = (await house.signIn('Ben Okafor')).token
  await until('proposed', async () => (await readPanel(stage, ben, opened.record))?.previews[0]?.preview.state === 'proposed')
  const page = await browser.context.newPage()
  const seen: string[] = []
  page.on('console', m => seen.push(m.text()))
  await page.goto(`${browser.base}dashboard.html`)
  await page.waitForTimeout(1500)
  await page.screenshot({ path: '/tmp/shots/ext/real-before.png' })
  await page.getByRole('button', { name: 'Check 50 now' }).click()
  await page.waitForTimeout(6000)
  await page.screenshot({ path: '/tmp/shots/ext/real-after.png', fullPage: true })
  const sign = page.getByRole('button', { name: 'Sign this check' })
  if (await sign.count()) {
    await sign.click()
    await page.getByRole('button', { name: 'Sign', exact: true }).click()
    await page.waitForTimeout(1000)
    await page.screenshot({ path: '/tmp/shots/ext/real-sign.png', fullPage: true })
  }
  const t = await browser.context.newPage()
  await t.setViewportSize({ width: 1000, height: 1800 })
  await t.goto(`https://acme.zendesk.com/agent/tickets/${opened.ticketId}`)
  const f = await sidebarIn(t)
  await f.getByText(`#${opened.ticketId}`).first().waitFor()
  await t.waitForTimeout(1000)
  await t.screenshot({ path: '/tmp/shots/ext/real-side.png', clip: { x: 600, y: 0, width: 400, height: 1800 } })
  console.log(seen)
  await browser.close()
  await house.close()
})
