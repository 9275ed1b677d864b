import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WxtBrowser } from 'wxt/browser'
import { type LaunchedExtension, launchExtension, openTicket, pair, sidebarOf } from './browser.ts'
import { type ContractServer, startContractServer, TOKEN } from './contract-server.ts'
import { panelFor } from './panel-fixtures.ts'

declare const chrome: WxtBrowser

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

async function open() {
  server.panels.set('35436', panelFor('35436', Date.now()))
  const page = await openTicket(extension.context, '35436')
  const sidebar = await sidebarOf(page)
  await sidebar.locator('.decide').waitFor()
  return { page, sidebar }
}

/** Evaluates in the isolated world of our content script, as if somebody had broken into it. */
async function inContentScript(page: Page, expression: string): Promise<string> {
  const devtools = await extension.context.newCDPSession(page)
  const worlds: { id: number; name: string }[] = []
  devtools.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context))
  await devtools.send('Runtime.enable')
  const world = worlds.find(({ name }) => name === 'Meshline')
  const answer = await devtools.send('Runtime.evaluate', {
    contextId: world?.id ?? -1,
    expression: `Promise.race([${expression}, new Promise(resolve => setTimeout(resolve, 500, 'no answer'))]).then(JSON.stringify, String)`,
    awaitPromise: true,
  })
  return String(answer.result.value)
}

const reachOfAPage = () =>
  JSON.stringify([
    Object.entries(localStorage),
    Object.entries(sessionStorage),
    document.documentElement.outerHTML,
  ])

describe('the service worker', { timeout: 30_000 }, () => {
  it('alone has the token: not the page, not the content script, no storage they can ask for', async () => {
    const { page } = await open()
    expect(server.asked('GET /v1/panel')[0]?.authorization).toBe(`Bearer ${TOKEN}`)
    expect(await page.evaluate(reachOfAPage)).not.toContain(TOKEN)
    const stored = await extension.worker.evaluate(async () => {
      const { local, session, sync } = chrome.storage
      return JSON.stringify([await local.get(), await session.get(), await sync.get()])
    })
    expect(stored).not.toContain(TOKEN)
    expect(await inContentScript(page, 'chrome.storage.local.get()')).toContain('not allowed')
    await page.close()
  })

  it('does nothing for a content script', async () => {
    const { page } = await open()
    server.seen.length = 0
    const sync =
      "chrome.runtime.sendMessage({ kind: 'sync', record: { host: 'zendesk', type: 'ticket', id: '1' } })"
    expect(await inContentScript(page, sync)).not.toContain('"ok":true')
    expect(server.seen).toEqual([])
    await page.close()
  })

  it('goes on, signed in and listening, after the browser ended it', async () => {
    const { page, sidebar } = await open()
    const settings = await extension.openPage('options.html')
    const devtools = await extension.context.newCDPSession(settings)
    await devtools.send('ServiceWorker.enable')
    await devtools.send('ServiceWorker.stopAllWorkers')
    await expect.poll(() => server.listening(), { timeout: 5000 }).toBe(1)
    server.panels.set('35436', panelFor('35436', Date.now() + 1000, { previews: [] }))
    server.changed('35436')
    await sidebar.getByText('No suggestion for this ticket').waitFor()
    await page.close()
  })

  it('tells signed out, server down and offline apart', async () => {
    const { page, sidebar } = await open()
    const refresh = sidebar.getByRole('button', { name: 'Refresh' })
    server.control.down = true
    await refresh.click()
    await sidebar.getByRole('heading', { name: 'The Meshline server does not answer' }).waitFor()
    server.control.down = false
    server.control.signedIn = false
    await refresh.click()
    await sidebar.getByRole('heading', { name: 'You are signed out' }).waitFor()
    expect(await sidebar.getByText('Acme Corp').count()).toBe(0)
    server.control.signedIn = true
    await extension.context.setOffline(true)
    const offline = sidebar.getByRole('heading', { name: 'You are offline' })
    // The worker learns of it a moment later than its network is gone.
    await expect
      .poll(
        async () => {
          await refresh.click()
          return offline.isVisible()
        },
        { timeout: 5000 },
      )
      .toBe(true)
    await extension.context.setOffline(false)
    await sidebar.locator('.decide').waitFor()
    await page.close()
  })

  it('notices the end of an outage by itself, though the stream outlived it', async () => {
    const { page, sidebar } = await open()
    server.control.down = true
    await sidebar.getByRole('button', { name: 'Refresh' }).click()
    const outage = sidebar.getByRole('heading', { name: 'The Meshline server does not answer' })
    await outage.waitFor()
    server.control.down = false
    await outage.waitFor({ state: 'detached' })
    await sidebar.locator('.decide').waitFor()
    await page.close()
  })

  it('forgets panels and token when signed out', async () => {
    const settings = await extension.openPage('options.html')
    await settings.getByRole('button', { name: 'Sign out' }).click()
    await settings.locator('#address').waitFor()
    expect(server.asked('DELETE /v1/session')).toHaveLength(1)
    const page = await openTicket(extension.context, '35436')
    const sidebar = await sidebarOf(page)
    await sidebar.getByRole('heading', { name: 'Connect Meshline to your server' }).waitFor()
    expect(await sidebar.getByText('Acme Corp').count()).toBe(0)
  })

  it('says why a pairing code does not work', async () => {
    const settings = await extension.openPage('options.html')
    await settings.locator('#address').fill(server.origin)
    await settings.locator('#code').fill('WRONG')
    await settings.locator('button[type=submit]').click()
    await settings.getByText('Refused: pairing-failed.').waitFor()
  })
})
