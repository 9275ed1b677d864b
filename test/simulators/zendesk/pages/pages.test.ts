import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ACME, seedAcme, writeChargedTwice } from '../../acme.ts'
import { startZendeskSimulator, type ZendeskSimulator } from '../simulator.ts'
import type { ZendeskSim } from './browser/main.ts'

declare const window: { zendeskSim: ZendeskSim }

const NOW = Date.parse('2026-11-20T09:02:11Z')
const SITE = 'https://acme.zendesk.com'

let sim: ZendeskSimulator
let browser: Browser
let page: Page
const problems: string[] = []

beforeAll(async () => {
  sim = await startZendeskSimulator({ now: () => NOW })
  const args = [
    '--no-sandbox',
    '--ignore-certificate-errors',
    `--host-resolver-rules=MAP *.zendesk.com 127.0.0.1:${sim.pagesPort}`,
  ]
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args })
}, 30_000)

afterAll(async () => {
  await browser.close()
  await sim.close()
})

beforeEach(async () => {
  sim.reset()
  seedAcme({ zendesk: sim })
  problems.length = 0
  page = await browser.newPage({ ignoreHTTPSErrors: true, viewport: { width: 1440, height: 900 } })
  page.on('pageerror', error => problems.push(error.message))
  page.on('console', message => message.type() === 'error' && problems.push(message.text()))
})

afterEach(async () => {
  await page.close()
  expect(problems).toEqual([])
})

async function open(path: string): Promise<string> {
  const response = await page.goto(SITE + path)
  await page.waitForSelector('html[data-sim-ready]')
  return response?.headers()['content-security-policy'] ?? ''
}

const count = (selector: string) => page.locator(selector).count()
const activeLayouts = () =>
  page
    .locator('[data-is-active="true"]')
    .evaluateAll(all => all.map(each => each.getAttribute('data-test-id')))
const selectedTab = () =>
  page.locator('[data-test-id="header-tab"][data-entity-is-selected="true"]').getAttribute('data-entity-id')
const text = (selector: string) => page.locator(selector).textContent()

test('the policy of the page is strict', async () => {
  const policy = await open('/agent/tickets/35436')
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'self' 'nonce-[\w=]+'; style-src 'self' 'nonce-[\w=]+'; connect-src 'self'; frame-src 'self'$/,
  )
})

test('all open tickets stay mounted in the same place and have an offsetParent', async () => {
  await open('/agent/tickets/35436')
  const layouts = await page.locator('.ticket-panes-grid-layout').evaluateAll(all =>
    all.map(each => ({
      hasParent: each instanceof HTMLElement && each.offsetParent !== null,
      box: JSON.stringify(each.getBoundingClientRect()),
    })),
  )
  expect(layouts).toHaveLength(3)
  expect(layouts.every(({ hasParent }) => hasParent)).toBe(true)
  expect(new Set(layouts.map(({ box }) => box)).size).toBe(1)
  expect(await activeLayouts()).toEqual(['ticket-35436-standard-layout'])
  expect(await selectedTab()).toBe('35436')
})

test('a click on a tab moves the address, the tab and the pane', async () => {
  await open('/agent/tickets/35436')
  await page.click('[data-test-id="header-tab"][data-entity-id="35437"]')
  await page.waitForURL(`${SITE}/agent/tickets/35437`)
  expect(await activeLayouts()).toEqual(['ticket-35437-standard-layout'])
  await page.goBack()
  await expect.poll(activeLayouts).toEqual(['ticket-35436-standard-layout'])
})

test('address and pane disagree for as long as the test wants', async () => {
  await open('/agent/tickets/35436')
  for (const [order, path, pane] of [
    ['url-first', '/agent/tickets/35437', 'ticket-35436-standard-layout'],
    ['dom-first', '/agent/tickets/35437', 'ticket-35438-standard-layout'],
  ] as const) {
    const id = order === 'url-first' ? 35_437 : 35_438
    const between = await page.evaluate(
      async ([first, ticket]) => {
        const done = window.zendeskSim.activate(ticket, { order: first, gapMs: 60 })
        await new Promise(resolve => setTimeout(resolve, 30))
        const seen = [
          location.pathname,
          document.querySelector('[data-is-active="true"]')?.getAttribute('data-test-id'),
        ]
        await done
        return seen
      },
      [order, id] as const,
    )
    expect(between).toEqual([path, pane])
    expect(new URL(page.url()).pathname).toBe(`/agent/tickets/${id}`)
  }
})

test('an internal note by the API appears by itself, with its author', async () => {
  await open('/agent/tickets/35436')
  const authorization = `Basic ${Buffer.from(`${sim.email}/token:${sim.apiToken}`).toString('base64')}`
  const ticket = {
    comment: { body: 'Refunded <b>$49.00</b>', public: false },
    additional_tags: ['refunded'],
    status: 'pending',
  }
  await fetch(`${sim.apiUrl}/api/v2/tickets/35436.json`, {
    method: 'PUT',
    headers: { authorization },
    body: JSON.stringify({ ticket }),
  })
  const note = page.locator('[data-ticket-id="35436"] [data-zes-comment-is-note="true"]')
  await note.waitFor()
  expect(await note.getAttribute('aria-label')).toBe('Internal note from Meshline')
  expect(await note.locator('.zd-comment').textContent()).toBe('Refunded <b>$49.00</b>')
  expect(await text('[data-is-active="true"] [data-test-id="ticket-fields-tags"]')).toContain('refunded')
  expect(await text('[data-is-active="true"] .ticket_status_label')).toBe('Pending')
})

test('submitting saves what the agent wrote', async () => {
  await open('/agent/tickets/35437')
  await page.fill(
    '[data-is-active="true"] [data-test-id="omnicomposer-rich-text-ckeditor"]',
    'Done, see the next invoice.',
  )
  expect(await count('[data-test-id="omnitab-dirty-notification"]')).toBe(1)
  await page.click('[data-is-active="true"] [data-test-id="submit_button-menu-button"]')
  await page.click('[data-is-active="true"] [data-test-id="submit_button-menu-item-solved"]')
  await expect.poll(() => sim.state.ticket(35_437).status).toBe('solved')
  expect(sim.state.comments.get(35_437)?.at(-1)).toMatchObject({ author_id: ACME.agents.ana, public: true })
  await expect.poll(() => count('[data-test-id="omnitab-dirty-notification"]')).toBe(0)
})

test('a pane can be replaced by an equal one in one task, or lose all its children', async () => {
  await open('/agent/tickets/35436')
  const seen = await page.evaluate(() => {
    const find = document.querySelector.bind(document)
    const [layout, conversation] = [
      '[data-test-id="ticket-35436-standard-layout"]',
      '[data-ticket-id="35436"]',
    ] as const
    const [first, inner] = [find(layout), find(conversation)]
    window.zendeskSim.wipeChildren(35_436)
    const wiped = [find(layout) === first, find(conversation) === inner]
    window.zendeskSim.rerender(35_436)
    return [...wiped, find(layout) === first, find(layout)?.getAttribute('data-is-active')]
  })
  expect(seen).toEqual([true, false, false, 'true'])
  expect(await count('.ticket-panes-grid-layout')).toBe(3)
})

test('the context panel can come late', async () => {
  await open('/agent/tickets/35436?latePanel=2000&open=35436')
  expect(await count('[data-test-id="component-type-ContextPanel"]')).toBe(0)
  await page.waitForSelector('[data-test-id="component-type-ContextPanel"]')
})

test('sorting replaces every row, and a row leads to its ticket', async () => {
  await open('/agent/filters/360000999001')
  const row = '[data-test-id="generic-table-row"]'
  await page.waitForSelector(row)
  const kept = await page.evaluate(selector => {
    const before = new Set(document.querySelectorAll(selector))
    window.zendeskSim.sortRows()
    return [before.size, [...document.querySelectorAll(selector)].filter(each => before.has(each)).length]
  }, row)
  expect(kept).toEqual([7, 0])
  await page.click(`${row} a[href="/agent/tickets/35421"]`)
  await page.waitForSelector('[data-test-id="ticket-35421-standard-layout"][data-is-active="true"]')
  expect(await count('[data-test-id="header-tab"]')).toBe(4)
})

test('a ticket that arrives shows in the open view', async () => {
  sim.reset()
  seedAcme({ zendesk: sim, ticket: 'absent' })
  await open('/agent/filters/360000999001')
  await page.waitForSelector('a[href="/agent/tickets/35437"]')
  writeChargedTwice(sim)
  await page.click('td a[href="/agent/tickets/35436"]')
  await expect.poll(activeLayouts).toEqual(['ticket-35436-standard-layout'])
  problems.splice(0, problems.length, ...problems.filter(problem => !problem.includes('404')))
})

test('the custom layout has other columns, the German page other labels', async () => {
  await open('/agent/tickets/35436?layout=custom&lang=de&theme=dark')
  expect(await activeLayouts()).toEqual(['ticket-35436-custom-layout'])
  expect(await count('[data-is-active="true"] [data-test-id="column-3"] #ticket_sidebar')).toBe(1)
  expect(await text('[data-is-active="true"] [data-test-id="submit_button-button"]')).toBe(
    'Einreichen als Offen',
  )
  expect(
    await page.evaluate(() => [
      document.documentElement.lang,
      getComputedStyle(document.body).backgroundColor,
    ]),
  ).toEqual(['de', 'rgb(21, 26, 30)'])
})

test('the old shell marks tabs otherwise and hides what is not active', async () => {
  await open('/agent/tickets/35436?shell=old')
  expect(await count('[data-is-active]')).toBe(0)
  expect(await page.locator('[role="tab"][aria-selected="true"]').getAttribute('data-entity-id')).toBe(
    '35436',
  )
  const shown = await page
    .locator('.ember-view.workspace')
    .evaluateAll(all => all.filter(each => each instanceof HTMLElement && each.offsetParent !== null).length)
  expect(shown).toBe(1)
  expect(await count('[data-test-id="ticket-pane-subject"]')).toBe(3)
})

test('a variant may come from a cookie', async () => {
  await page.context().addCookies([{ name: 'sim_shell', value: 'old', url: SITE }])
  await open('/agent/filters/360000999001')
  await page.waitForSelector('[data-test-id="table_main"]')
  expect(await count('[data-test-id="table_header"]')).toBe(1)
})

test('closing a tab goes to the last one left', async () => {
  await open('/agent/tickets/35436')
  await page.evaluate(() => window.zendeskSim.closeTicket(35_436))
  expect(await activeLayouts()).toEqual(['ticket-35438-standard-layout'])
  await page.evaluate(() => window.zendeskSim.setDirty(35_437, true))
  expect(await count('[data-entity-id="35437"] [data-test-id="omnitab-dirty-notification"]')).toBe(1)
})
