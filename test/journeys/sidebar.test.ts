import type { Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Case, decideOn, openCase, readPanel, refundsOf } from '../demo/cases.ts'
import { type House, openHouse } from '../demo/house.ts'
import { until } from '../demo/script.ts'
import { type ExtensionBrowser, launchBrowser, pairBrowser, sidebarIn } from '../support/chromium.ts'

let house: House
let browser: ExtensionBrowser
let ben: string
let page: Page

beforeAll(async () => {
  house = await openHouse({ port: 0 })
  browser = await launchBrowser({ extension: inject('extensionPath'), pagesPort: house.zendesk.pagesPort })
  browser.context.setDefaultTimeout(15_000)
  const { code } = await house.invite('Ana Ruiz', [])
  await pairBrowser(browser, house.url, code)
  ben = (await house.signIn('Ben Okafor')).token
})
afterEach(() => page.close())
afterAll(async () => {
  await browser.close()
  await house.close()
})

const stage = () => ({ ...house, browser })

/** A customer charged twice, with a refund proposed. */
async function proposedCase(company: string): Promise<Case> {
  const opened = openCase(stage(), company)
  await until('a refund is proposed', async () => {
    const panel = await readPanel(stage(), ben, opened.record)
    return panel?.previews[0]?.preview.state === 'proposed'
  })
  return opened
}

async function openTicket({ ticketId }: Case, query = ''): Promise<Frame> {
  page = await browser.context.newPage()
  await page.goto(`https://acme.zendesk.com/agent/tickets/${ticketId}${query}`)
  const sidebar = await sidebarIn(page)
  await sidebar.getByText(`#${ticketId}`).first().waitFor()
  return sidebar
}

const approveIn = (sidebar: Frame) => sidebar.getByRole('button', { name: /^Approve refund/ })
const chooseReason = (sidebar: Frame) => sidebar.locator('.decide select').selectOption('duplicate-charge')

describe('the sidebar in Zendesk, on the real server', () => {
  test('somebody else decides: the open panel says who, without a reload', async () => {
    const opened = await proposedCase('Aperture')
    const sidebar = await openTicket(opened)
    await approveIn(sidebar).waitFor()
    const panel = await readPanel(stage(), ben, opened.record)
    if (!panel) throw new Error('The ticket is not known')
    expect((await decideOn(stage(), ben, { panel, decision: 'decline' })).status).toBe(200)
    await sidebar
      .getByText(/Declined by Ben Okafor/)
      .first()
      .waitFor()
    expect(await approveIn(sidebar).count()).toBe(0)
  })

  test('by keyboard alone: reason, approve, done', async () => {
    const opened = await proposedCase('Tyrell')
    const sidebar = await openTicket(opened)
    await approveIn(sidebar).waitFor()
    await sidebar.locator('.decide select').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await until('the refund is made', () => refundsOf(stage(), opened.chargeId) === 1)
    await sidebar
      .getByText(/Approved by Ana Ruiz/)
      .first()
      .waitFor()
  })

  test('ten clicks are one decision and one refund', async () => {
    const opened = await proposedCase('Soylent')
    const sidebar = await openTicket(opened)
    await chooseReason(sidebar)
    await approveIn(sidebar).click({ clickCount: 10, delay: 1 })
    await until('the refund is made', () => refundsOf(stage(), opened.chargeId) === 1)
    await sidebar
      .getByText(/Approved by Ana Ruiz/)
      .first()
      .waitFor()
    expect(refundsOf(stage(), opened.chargeId)).toBe(1)
  })

  test('signed out on the server: the panel says so, and the typed reason survives', async () => {
    const opened = await proposedCase('Vandelay')
    const sidebar = await openTicket(opened)
    await sidebar.locator('.decide textarea').fill('Two seats, one card')
    const words = () => sidebar.locator('.decide textarea').inputValue()
    const { sessions } = await sessionsOfAna()
    await house.server.store.lease(db =>
      db.updateTable('sessions').set({ revoked_at: 1 }).where('id', 'in', sessions).execute(),
    )
    await sidebar.getByRole('button', { name: 'Refresh' }).click()
    await sidebar.getByRole('heading', { name: 'You are signed out' }).waitFor()
    await house.server.store.lease(db =>
      db.updateTable('sessions').set({ revoked_at: null }).where('id', 'in', sessions).execute(),
    )
    await sidebar.getByRole('button', { name: 'Refresh' }).click()
    await approveIn(sidebar).waitFor()
    expect(await words()).toBe('Two seats, one card')
  })

  async function sessionsOfAna(): Promise<{ sessions: string[] }> {
    const rows = await house.server.store.db
      .selectFrom('sessions')
      .innerJoin('members', 'members.id', 'sessions.member_id')
      .select('sessions.id')
      .where('members.name', '=', 'Ana Ruiz')
      .where('sessions.revoked_at', 'is', null)
      .execute()
    return { sessions: rows.map(({ id }) => id) }
  }
})

describe('the right record, whatever Zendesk does with its page', () => {
  let first: Case
  let second: Case

  beforeAll(async () => {
    first = await proposedCase('Oscorp')
    second = await proposedCase('Gringotts')
  })

  const both = () => `?open=${first.ticketId},${second.ticketId}`
  const sim = (call: string) => page.evaluate(`zendeskSim.${call}`)

  test.each(['url-first', 'dom-first'])(
    '%s: the other customer is never shown, and nothing can be pressed',
    async order => {
      const sidebar = await openTicket(first, both())
      await chooseReason(sidebar)
      const gap = sim(`activate(${second.ticketId}, { order: '${order}', gapMs: 700 })`)
      await until('the card cannot be pressed', async () => {
        const button = approveIn(sidebar)
        if ((await button.count()) === 0) return true
        return (await button.first().getAttribute('aria-disabled')) === 'true'
      })
      await gap
      await sidebar.getByText(`#${second.ticketId}`).first().waitFor()
      await sidebar.getByText('Gringotts').first().waitFor()
      expect(await sidebar.getByText('Oscorp').count()).toBe(0)
    },
  )

  test('a pane drawn anew with equal anchors, then wiped: the panel stays', async () => {
    const sidebar = await openTicket(first, both())
    await approveIn(sidebar).waitFor()
    await sim(`rerender(${first.ticketId})`)
    await sim(`wipeChildren(${first.ticketId})`)
    await sidebar.getByText('Oscorp').first().waitFor()
    expect(page.frames().filter(frame => frame.url().includes('zendesk-sidebar'))).toHaveLength(1)
  })

  test.each([
    ['old shell', '&shell=old'],
    ['custom layout, columns shuffled', '&layout=custom&columns=context,conversation,form'],
    ['German', '&lang=de'],
    ['late context panel', '&latePanel=1500'],
  ])('%s: the right customer, and Zendesk’s submit button stays free', async (_name, variant) => {
    const sidebar = await openTicket(second, both() + variant)
    await sidebar.getByText('Gringotts').first().waitFor()
    await page.locator(`[data-ticket-id="${second.ticketId}"]`).first().waitFor()
    await page.locator('[data-test-id="submit_button-button"]:visible').last().click({ trial: true })
  })

  test('a page that is no ticket has no panel', async () => {
    await openTicket(first, both())
    await page.goto('https://acme.zendesk.com/agent/filters/1')
    await page.locator('[data-test-id="generic-table"]').first().waitFor()
    const panel = page.locator('meshline-panel')
    expect((await panel.count()) === 0 || !(await panel.isVisible())).toBe(true)
  })
})
