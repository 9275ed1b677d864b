import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type LaunchedExtension,
  launchExtension,
  openTicket,
  pair,
  type Sidebar,
  sidebarOf,
} from './browser.ts'
import { type ContractServer, startContractServer } from './contract-server.ts'
import { HOSTILE_SUBJECT, panelFor } from './panel-fixtures.ts'
import { blocked, notAllowed, preview, run } from './preview-fixtures.ts'

let server: ContractServer
let extension: LaunchedExtension
/** A new preview for each test, because what is typed for one is kept. */
let previewId = 'prv_0'
let count = 0

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
  const now = Date.now()
  previewId = `prv_${++count}`
  Object.assign(server.control, { signedIn: true, down: false, delayMs: 0, refuse: null })
  server.seen.length = 0
  server.panels.clear()
  const used = preview(now).used.slice(0, 1)
  for (const id of ['35436', '35437']) {
    server.panels.set(
      id,
      panelFor(id, now, {
        previews: [{ preview: preview(now, { id: previewId, used }), may: { kind: 'allowed' } }],
      }),
    )
  }
})

afterEach(async () => {
  for (const page of extension.context.pages().slice(1)) await page.close()
})

/** The ticket with what the server says of it now; what shows before is the last test's, from the cache. */
async function open(id = '35436') {
  const page = await openTicket(extension.context, id)
  const sidebar = await sidebarOf(page)
  await sidebar.waitForFunction(() => performance.getEntriesByName('meshline:fresh').length > 0)
  return { page, sidebar }
}

const decisions = () => server.asked(`POST /v1/previews/${previewId}/decisions`)
const approve = (sidebar: Sidebar) => sidebar.getByRole('button', { name: 'Approve refund $49.00' })
const giveReason = (sidebar: Sidebar) => sidebar.locator('.decide select').selectOption('duplicate-charge')

describe('the sidebar', { timeout: 30_000 }, () => {
  it('shows who it is, what is proposed and what remains of the time', async () => {
    const { sidebar } = await open()
    await sidebar.getByRole('heading', { name: 'Acme Corp' }).waitFor()
    await approve(sidebar).waitFor()
    expect(await sidebar.locator('.clock-left').first().textContent()).toMatch(/^4[12]:\d\d business$/)
  })

  it('shows a subject with HTML and emoji as text', async () => {
    const { page, sidebar } = await open()
    await sidebar.locator('.ticket-title').waitFor()
    expect(await sidebar.locator('.ticket-title').textContent()).toBe(HOSTILE_SUBJECT)
    expect(await sidebar.locator('.ticket-title *').count()).toBe(0)
    expect(await page.title()).toBe('Agent')
  })

  it('sends one request for a double click', async () => {
    const { sidebar } = await open()
    await giveReason(sidebar)
    server.control.delayMs = 200
    await approve(sidebar).dblclick()
    await sidebar.getByText('Approved by Ana Ruiz').waitFor()
    expect(decisions()).toHaveLength(1)
    expect(decisions()[0]?.body).toMatchObject({
      decision: 'approve',
      previewHash: 'a'.repeat(64),
      record: { host: 'zendesk', type: 'ticket', id: '35436' },
      reason: { code: 'duplicate-charge' },
    })
  })

  it('refuses in words when another ticket came to the front before the press', async () => {
    const { page, sidebar } = await open()
    await giveReason(sidebar)
    // By key, as a place on the screen may have moved on by the time it is clicked.
    await approve(sidebar).focus()
    // A second selected tab where nobody watches: the sidebar has not been told when the button is pressed.
    await page.evaluate(() => {
      const tab = '<a data-test-id="header-tab" data-entity-is-selected="true" data-entity-id="35437"></a>'
      document.body.insertAdjacentHTML('beforeend', tab)
    })
    await page.keyboard.press('Enter')
    await sidebar.getByText('Nothing was decided. Another ticket is in front').first().waitFor()
    expect(decisions()).toHaveLength(0)
  })

  it('can be approved by keyboard alone, and focus goes to what came of it', async () => {
    const { page, sidebar } = await open()
    await sidebar.locator('.decide select').focus()
    await page.keyboard.type('Char')
    await page.keyboard.press('Tab')
    await page.keyboard.type('same card')
    await page.keyboard.press('Tab')
    expect(await sidebar.evaluate(() => document.activeElement?.textContent)).toBe('Approve refund $49.00')
    await page.keyboard.press('Enter')
    await sidebar.getByText('Approved by Ana Ruiz').waitFor()
    expect(await sidebar.evaluate(() => document.activeElement?.className)).toContain('decided')
  })

  it('leads a press without a reason to the reason', async () => {
    const { sidebar } = await open()
    await approve(sidebar).focus()
    await approve(sidebar).press('Enter')
    expect(await sidebar.evaluate(() => document.activeElement?.tagName)).toBe('SELECT')
    expect(await sidebar.locator('.held').textContent()).toContain('choose a reason')
    expect(decisions()).toHaveLength(0)
  })

  it('ignores presses that no person made', async () => {
    const { sidebar } = await open()
    await giveReason(sidebar)
    await approve(sidebar).evaluate((button: HTMLElement) => button.click())
    await sidebar.waitForTimeout(300)
    expect(decisions()).toHaveLength(0)
  })

  it('keeps a typed reason through a failed server and a reload of the page', async () => {
    const { page, sidebar } = await open()
    await giveReason(sidebar)
    await sidebar.locator('.decide textarea').fill('Same card, two minutes apart')
    server.control.down = true
    await approve(sidebar).click()
    await sidebar.locator('.refusal', { hasText: 'may or may not have been stored' }).waitFor()
    expect(await sidebar.locator('.decide textarea').inputValue()).toBe('Same card, two minutes apart')
    server.control.down = false
    await page.reload()
    const again = await sidebarOf(page)
    await again.locator('.decide textarea').waitFor()
    await expect
      .poll(() => again.locator('.decide textarea').inputValue())
      .toBe('Same card, two minutes apart')
  })

  it('tells who was first when somebody else decided', async () => {
    const { sidebar } = await open()
    await giveReason(sidebar)
    const decidedBy = { name: 'Ben Okafor', decision: 'approve', at: Date.now() - 5000 }
    server.control.refuse = { kind: 'already-decided', status: 409, more: { decidedBy } }
    await approve(sidebar).click()
    await sidebar.locator('.refusal', { hasText: 'Ben Okafor approved this' }).waitFor()
  })

  it('says why a person may not decide', async () => {
    server.panels.set('35436', panelFor('35436', Date.now(), { previews: [notAllowed(Date.now())] }))
    const { sidebar } = await open()
    await sidebar.getByText('You cannot decide this').waitFor()
    expect(await approve(sidebar).getAttribute('aria-disabled')).toBe('true')
  })

  it('shows what blocks first, and the way that is left', async () => {
    server.panels.set('35436', panelFor('35436', Date.now(), { previews: [blocked(Date.now())] }))
    const { sidebar } = await open()
    await sidebar.getByRole('link', { name: 'Submit evidence in Stripe' }).waitFor()
    expect(await approve(sidebar).count()).toBe(0)
    expect(await sidebar.locator('.card .reason').first().getAttribute('class')).toContain('reason-failed')
  })

  it('asks for a tick on each value past its warning age', async () => {
    const now = Date.now()
    const stale = { preview: preview(now, { id: previewId }), may: { kind: 'allowed' as const } }
    server.panels.set('35436', panelFor('35436', now, { previews: [stale] }))
    const { sidebar } = await open()
    await giveReason(sidebar)
    expect(await approve(sidebar).getAttribute('aria-disabled')).toBe('true')
    await sidebar.getByRole('checkbox').check()
    await approve(sidebar).click()
    await sidebar.getByText('Approved by Ana Ruiz').waitFor()
    expect(decisions()[0]?.body).toMatchObject({ acceptedStale: ['mrr'] })
  })

  it('offers to undo what can be undone and says why of the rest', async () => {
    server.panels.set('35436', panelFor('35436', Date.now(), { runs: [run(Date.now())] }))
    const { sidebar } = await open()
    await sidebar.getByText('A card refund cannot be undone').waitFor()
    await sidebar.getByRole('button', { name: 'Undo the ticket change' }).click()
    await sidebar.locator('.undo-form select').selectOption('wrong-change')
    await sidebar.getByRole('button', { name: 'Take it back' }).click()
    await expect.poll(() => server.asked('POST /v1/effects/eff_2/undo').length).toBe(1)
  })

  it('follows a change told by the stream', async () => {
    const { sidebar } = await open()
    await approve(sidebar).waitFor()
    await expect.poll(() => server.listening()).toBeGreaterThan(0)
    server.panels.set('35436', panelFor('35436', Date.now() + 1000, { previews: [blocked(Date.now())] }))
    server.changed('35436')
    await sidebar.locator('.card-blocked').waitFor()
  })

  it('shows a known ticket at once from what was last known, with its age', async () => {
    const first = await open()
    await approve(first.sidebar).waitFor()
    await first.page.close()
    server.control.delayMs = 5000
    const sidebar = await sidebarOf(await openTicket(extension.context, '35436'))
    await sidebar.getByText('Last known, read').waitFor({ timeout: 4000 })
    expect(await sidebar.evaluate(() => performance.getEntriesByName('meshline:cached').length)).toBe(1)
    expect(await approve(sidebar).getAttribute('aria-disabled')).toBe('true')
  })

  it('looks up a ticket it does not know', async () => {
    const { sidebar } = await open('35438')
    await sidebar.getByText("Meshline doesn't know this ticket yet").waitFor()
    server.panels.set('35438', panelFor('35438', Date.now()))
    await sidebar.getByRole('button', { name: 'Look it up' }).click()
    await sidebar.getByRole('heading', { name: 'Acme Corp' }).waitFor()
  })
})
