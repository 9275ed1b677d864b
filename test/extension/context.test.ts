import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contextRows } from '../../extension/state/context-rows.ts'
import { type LaunchedExtension, launchExtension, openTicket, pair, sidebarOf } from './browser.ts'
import { linked } from './context-fixtures.ts'
import { type ContractServer, startContractServer } from './contract-server.ts'
import { panelFor } from './panel-fixtures.ts'
import { DAY, HOUR, MINUTE, preview } from './preview-fixtures.ts'

let server: ContractServer
let extension: LaunchedExtension
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
  Object.assign(server.control, { down: false, delayMs: 0, refuse: null })
  server.control.afterSync.clear()
  server.seen.length = 0
  server.panels.set('35436', panelFor('35436', Date.now()))
})

afterEach(async () => {
  for (const page of extension.context.pages().slice(1)) await page.close()
})

async function open() {
  const page = await openTicket(extension.context, '35436')
  const sidebar = await sidebarOf(page)
  await sidebar.waitForFunction(() => performance.getEntriesByName('meshline:fresh').length > 0)
  return { page, sidebar }
}

describe('the rows of the context', () => {
  const { account } = panelFor('1', Date.now())
  if (!account) throw new Error('The fixture has an account')

  it('are a fixed few, known or not, and all on which sources disagree', () => {
    const { shown, more, unknown } = contextRows(account)
    expect(shown.map(({ name }) => name)).toEqual([
      'account_manager',
      'plan',
      'mrr',
      'payment_status',
      'renews_at',
      'health',
      'contact',
      'disputes',
    ])
    expect(more.map(({ field }) => field)).toEqual(['language'])
    expect(unknown).toContain('opportunity')
    expect(unknown).not.toContain('contacts_30d')
  })

  it('name every field of an empty record as unknown once', () => {
    const { shown, more, unknown } = contextRows({ ...account, fields: [] })
    expect(shown.every(({ field }) => field === null)).toBe(true)
    expect(more).toEqual([])
    expect(unknown.length).toBeGreaterThan(5)
  })
})

describe('context in the sidebar', { timeout: 30_000 }, () => {
  it('says unknown where nothing is known, never 0', async () => {
    const { sidebar } = await open()
    const contact = sidebar.locator('.field', { hasText: 'Contact' }).first()
    expect(await contact.locator('dd').textContent()).toBe('unknown')
    await sidebar.getByText('1 more field').click()
    await sidebar.getByText('German').waitFor()
    await sidebar.getByText(/^Not known: .*Opportunity/).waitFor()
  })

  it('shows every value where sources disagree, each with its source', async () => {
    const { sidebar } = await open()
    const payment = sidebar.locator('.field-conflict', { hasText: 'Payment' })
    expect(await payment.locator('.holds').textContent()).toContain('past due')
    expect(await payment.locator('.holds').textContent()).toContain('Stripe')
    expect(await payment.locator('.loses').textContent()).toContain('Salesforce')
    await payment.getByText('Sources disagree').waitFor()
  })

  it('tells by keyboard where a value comes from, why it holds and how it was worked out', async () => {
    const { page, sidebar } = await open()
    const revenue = sidebar.locator('.field-conflict', { hasText: 'Revenue' }).locator('.holds')
    const tip = revenue.getByRole('tooltip')
    expect(await tip.isVisible()).toBe(false)
    await sidebar.locator('.fields .sourced button').nth(1).focus()
    await page.keyboard.press('Tab')
    await tip.waitFor()
    const words = await tip.textContent()
    expect(words).toContain('Stripe, changed')
    expect(words).toContain('Holds by the order of sources')
    expect(words).toContain('Worked out: Scale 2 x $2,100.00 a month')
    expect(words).toContain('Record stripe-1')
    await page.keyboard.press('Escape')
    await tip.waitFor({ state: 'hidden' })
  })

  it('tells it at a touch too', async () => {
    const { sidebar } = await open()
    const plan = sidebar.locator('.field', { hasText: 'Plan' })
    await plan.getByRole('button').dispatchEvent('click')
    await plan.getByRole('tooltip').waitFor()
    expect(await plan.getByRole('tooltip').textContent()).toContain('No source says otherwise')
  })

  it('marks what was not read for a day with its age', async () => {
    const { sidebar } = await open()
    await sidebar.locator('.field', { hasText: 'Health' }).getByText('2d old').waitFor()
    expect(await sidebar.locator('.field', { hasText: 'Plan' }).locator('.aged').count()).toBe(0)
  })

  it('lists contacts of late, and what is gone as gone', async () => {
    const { sidebar } = await open()
    await sidebar.getByText('3 contacts in 30 days').waitFor()
    const rows = sidebar.locator('.contact')
    expect(await rows.nth(0).textContent()).toContain('this one')
    expect(await rows.nth(0).getByRole('link').count()).toBe(0)
    expect(await rows.nth(1).getByRole('link').count()).toBe(1)
    expect(await rows.nth(2).textContent()).toContain('gone at the source')
    expect(await rows.nth(2).getByRole('link').count()).toBe(0)
  })

  it('opens the account in each system and counts what hangs on it when asked', async () => {
    const { sidebar } = await open()
    const salesforce = sidebar.getByRole('link', { name: 'Salesforce' })
    expect(await salesforce.getAttribute('href')).toContain('0015g00000AbCdEAAV')
    expect(await sidebar.getByRole('link', { name: 'HubSpot' }).count()).toBe(0)
    await sidebar.getByText('Linked records').click()
    await sidebar.getByText('5,000 contacts, 1 opportunity').waitFor()
  })

  it('names two accounts of one system by their labels, as text', async () => {
    const now = Date.now()
    const accounts = ['A', '<b>B</b>'].map(label => linked(['stripe', 'customer', label], now, { label }))
    server.panels.set(
      '35436',
      panelFor('35436', now, { sources: { accounts, recentContacts: [], counts: [] } }),
    )
    const { sidebar } = await open()
    await sidebar.getByRole('link', { name: 'Stripe: <b>B</b>' }).waitFor()
    await sidebar.getByText('No ticket, case or call of late').waitFor()
  })
})

describe('values past their limit', { timeout: 30_000 }, () => {
  const id = () => `prv_stale_${count}`
  const withUsed = (readAt: number, state: 'pending' | 'proposed', now: number) => {
    const [field] = preview(now).used
    if (!field) throw new Error('The fixture uses fields')
    const values = [{ ...field, readAt, warnAfterMs: 5 * MINUTE, errorAfterMs: HOUR }]
    const shown = preview(now, { id: id(), state, used: values })
    return panelFor('35436', now, { previews: [{ preview: shown, may: { kind: 'allowed' } }] })
  }

  it('are named with age and limit, synced by keyboard, and then approved without reopening', async () => {
    count += 1
    const now = Date.now()
    server.panels.set('35436', withUsed(now - 2 * HOUR, 'pending', now))
    const { page, sidebar } = await open()
    await sidebar.getByText('Dispute status from Stripe is 2h old; the limit is 1h').waitFor()
    expect(await sidebar.getByRole('button', { name: /^Approve/ }).count()).toBe(0)
    server.control.afterSync.set('35436', withUsed(Date.now(), 'proposed', Date.now() + 1000))
    // Long enough to be seen on a busy machine.
    server.control.delayMs = 1500
    await sidebar.getByRole('button', { name: 'Sync now' }).focus()
    await page.keyboard.press('Enter')
    await sidebar.getByRole('button', { name: 'Syncing' }).waitFor()
    server.control.delayMs = 0
    const approve = sidebar.getByRole('button', { name: 'Approve refund $49.00' })
    await approve.waitFor()
    await expect.poll(() => sidebar.evaluate(() => document.activeElement?.className)).toContain('card')
    await sidebar.locator('.decide select').selectOption('duplicate-charge')
    await approve.click()
    await sidebar.getByText('Approved by Ana Ruiz').waitFor()
  })

  it('hold a card back that grew too old while it was open', async () => {
    count += 1
    const now = Date.now()
    server.panels.set('35436', withUsed(now - 3 * DAY, 'proposed', now))
    const { sidebar } = await open()
    await sidebar.locator('.decide select').selectOption('duplicate-charge')
    await sidebar.getByText('To approve: sync first').waitFor()
    expect(await sidebar.getByRole('checkbox').count()).toBe(0)
  })

  it('take a typed reason along when the sync replaces the suggestion by a newer one', async () => {
    count += 1
    const now = Date.now()
    server.panels.set('35436', withUsed(now - 10 * MINUTE, 'proposed', now))
    const { sidebar } = await open()
    await sidebar.locator('.decide select').selectOption('goodwill')
    await sidebar.locator('.decide textarea').fill('They waited for two weeks')
    count += 1
    server.control.afterSync.set('35436', withUsed(Date.now(), 'proposed', Date.now() + 1000))
    await sidebar.getByRole('button', { name: 'Sync now' }).click()
    await sidebar.locator('.stale').waitFor({ state: 'detached' })
    expect(await sidebar.locator('.decide textarea').inputValue()).toBe('They waited for two weeks')
    expect(await sidebar.locator('.decide select').inputValue()).toBe('goodwill')
  })
})
