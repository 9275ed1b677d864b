import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LaunchedExtension, launchExtension, pair } from './browser.ts'
import { HOSTILE_NAME } from './context-fixtures.ts'
import { createPolicyControl } from './contract-policies.ts'
import { type ContractServer, startContractServer } from './contract-server.ts'
import { dropPolicyDrafts } from './policy-drafts.ts'
import { policyView, ROUTING } from './policy-fixtures.ts'

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

beforeEach(() => {
  Object.assign(server.control, createPolicyControl(), { signedIn: true, down: false, roles: ['admin'] })
  server.seen.length = 0
})

afterEach(() => dropPolicyDrafts(extension))

const open = async (kind = 'routing') => {
  const page = await extension.openPage(`dashboard.html?page=policies&kind=${kind}`)
  await page.locator('#policy-head').waitFor()
  return page
}
const titles = (page: Page) => page.locator('.rules .rule-said > strong').allTextContents()
const saved = () => server.asked('POST /v1/policies/routing').map(({ body }) => body)
const save = async (page: Page, reason: string) => {
  await page.getByLabel('Why it changes').fill(reason)
  await page.getByText('It fits and can be saved.').waitFor()
  await page.getByRole('button', { name: 'Save as new version' }).click()
}

describe('the page of policies', { timeout: 30_000 }, () => {
  it('is one press away, and says of each rule when it holds and who gets the item', async () => {
    const today = await extension.openPage('dashboard.html')
    await today.getByRole('link', { name: 'Policies' }).click()
    await today.getByRole('heading', { name: 'Policies', level: 1 }).waitFor()
    const rules = today.locator('.rule')
    await rules.nth(2).waitFor()
    expect(await titles(today)).toEqual(['Large accounts', 'Billing', 'Everything else'])
    const first = await rules.nth(0).textContent()
    expect(first).toContain('Account revenue is at least $5,000.00 a month')
    expect(first).toContain('To emea, fallback support-manager')
    expect(first).toContain('owner rita@acme.test')
    await today.getByText('passes').waitFor()
    await today.getByText('2 earlier versions').waitFor()
  })

  it('adds a rule before the last one, with a condition made from the catalogue', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Add rule' }).click()
    const form = page.locator('.rule-form').first()
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
    await form.getByLabel('Title').fill('Refunds')
    await form.getByLabel('Short name').fill('refunds')
    await form.getByLabel('Field').selectOption({ label: 'Tags' })
    await form.getByLabel('Words, separated by commas').pressSequentially('refund, money back')
    await form.getByText('Tags include any of refund or money back').waitFor()
    await form.getByRole('button', { name: 'Add an alternative' }).click()
    const second = form.locator('.condition').nth(1)
    await second.getByLabel('Field').selectOption('account.mrr')
    await second.getByLabel('Comparison').selectOption('less_than')
    await second.getByLabel('Amount').fill('99.5')
    await form.getByText('and account revenue is below $99.50 a month').waitFor()
    await form.getByRole('combobox', { name: 'Role', exact: true }).selectOption('billing-resolver')
    await save(page, 'refunds take a resolver')
    await page.getByText('Version 4 holds. Every open item is looked at again.').waitFor()
    expect(await titles(page)).toEqual(['Large accounts', 'Billing', 'Refunds', 'Everything else'])
    expect(saved()).toMatchObject([
      {
        reason: 'refunds take a resolver',
        basedOn: 3,
        policy: {
          teams: ROUTING.teams,
          rules: [
            {},
            {},
            {
              name: 'refunds',
              title: 'Refunds',
              owner: 'ana@acme.test',
              when: {
                all: [{ field: 'ticket.tags', operator: 'includes', value: ['refund', 'money back'] }],
                any: [
                  { field: 'account.mrr', operator: 'less_than', value: { minor: 9950, currency: 'usd' } },
                ],
              },
              assign: { role: 'billing-resolver' },
            },
            {},
          ],
        },
      },
    ])
  })

  it('moves rules by keyboard; focus goes with them and their place is said', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Move Billing up' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => titles(page)).toEqual(['Billing', 'Large accounts', 'Everything else'])
    await page.getByText('Billing is now 1 of 3').waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    expect(await focused()).toBe('Move Billing down')
    await page.keyboard.press('Enter')
    await expect.poll(() => titles(page)).toEqual(['Large accounts', 'Billing', 'Everything else'])
    expect(await focused()).toBe('Move Billing down')
  })

  it('will not save what does not fit: the failing test and the place of each mistake are shown', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Delete Billing' }).click()
    await page.getByText('fails', { exact: true }).waitFor()
    await page.getByText('1 thing stands in the way:').waitFor()
    await page.getByText('expected billing, but everything-else matches').first().waitFor()
    await page.getByLabel('Why it changes').fill('because')
    const button = page.getByRole('button', { name: 'Save as new version' })
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    await button.click({ force: true })
    expect(saved()).toEqual([])
  })

  it('asks for a reason before anything is sent', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Move Billing up' }).click()
    await page.getByText('It fits and can be saved.').waitFor()
    await page.getByRole('button', { name: 'Save as new version' }).click({ force: true })
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
    expect(saved()).toEqual([])
  })

  it('keeps what was typed through a reload and an outage', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Move Billing up' }).click()
    await page.getByLabel('Why it changes').fill('billing first')
    server.control.down = true
    await page.reload()
    await page.getByRole('heading', { name: 'The Meshline server does not answer' }).waitFor()
    server.control.down = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => titles(page)).toEqual(['Billing', 'Large accounts', 'Everything else'])
    expect(await page.getByLabel('Why it changes').inputValue()).toBe('billing first')
    await page.getByRole('button', { name: 'Discard my changes' }).click()
    await expect.poll(() => titles(page)).toEqual(['Large accounts', 'Billing', 'Everything else'])
  })

  it('somebody saved meanwhile: says who and what differs, and loses nothing', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Move Billing up' }).click()
    const theirs = { ...ROUTING, tests: [] }
    server.control.policies.routing = policyView(theirs, 4)
    await save(page, 'billing first')
    const note = page.locator('.overtaken')
    await note.getByText('Version 4 by rita@acme.test was set since you began.').waitFor()
    await note.getByText('It differs from yours in: A bill.').waitFor()
    expect(await titles(page)).toEqual(['Billing', 'Large accounts', 'Everything else'])
    await note.getByRole('button', { name: 'Keep mine and go on' }).click()
    await page.getByRole('button', { name: 'Save as new version' }).click()
    await page.getByText('Version 5 holds.').waitFor()
    expect(saved()).toMatchObject([{ basedOn: 3 }, { basedOn: 4, reason: 'billing first' }])
  })

  it('who may not write looks and tries, and is told what it takes', async () => {
    server.control.roles = ['billing-resolver']
    const page = await open()
    await page.getByRole('button', { name: 'Move Billing up' }).click()
    await page.getByText('Saving takes one of the roles rev-ops-lead').waitFor()
    expect(await page.getByRole('button', { name: 'Save as new version' }).count()).toBe(0)
  })

  it('a refusal of the server is shown, and what was typed stays', async () => {
    server.control.refusePolicy = true
    const page = await open()
    await page.getByRole('button', { name: 'Move Billing up' }).click()
    await save(page, 'billing first')
    await page.getByText('Refused: not-allowed. Do something else.').waitFor()
    expect(await page.getByLabel('Why it changes').inputValue()).toBe('billing first')
  })

  it('stored tests: added with facts, judged at once', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Add test' }).click()
    const test = page.locator('.test').nth(1)
    await test.getByText('expects large, but everything-else matches').waitFor()
    await test.getByText('Facts of New test').click()
    await test.getByLabel('Field').selectOption('account.mrr')
    await test.getByLabel('Amount').fill('9000')
    await test.getByText('passes', { exact: true }).waitFor()
  })

  it('goes to a file and comes back from one', async () => {
    const page = await open()
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save as file' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe('meshline-routing.json')
    const document: unknown = JSON.parse(await readFile(await download.path(), 'utf8'))
    expect(document).toEqual(ROUTING)
    const file = join(tmpdir(), `meshline-policy-${process.pid}.json`)
    const hostile = ROUTING.rules.map((rule, at) => (at === 0 ? { ...rule, title: HOSTILE_NAME } : rule))
    await writeFile(file, JSON.stringify({ ...ROUTING, rules: hostile }))
    await page.locator('input[type=file]').setInputFiles(file)
    await expect.poll(async () => (await titles(page))[0]).toBe(HOSTILE_NAME)
    expect(await page.locator('.rules img').count()).toBe(0)
    await writeFile(file, 'rules: []')
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByText('That file is no JSON object').waitFor()
  })

  it('what no form can show is edited as text', async () => {
    server.control.policies.routing = policyView({ rules: [{ name: 'odd', when: 7 }] }, 3)
    const page = await open()
    await page.getByText('A part of this cannot be shown as a form.').waitFor()
    await page.locator('summary', { hasText: 'As text (JSON)' }).click()
    await page.getByRole('textbox', { name: 'As text (JSON)' }).fill(JSON.stringify(ROUTING))
    await expect.poll(() => titles(page)).toEqual(['Large accounts', 'Billing', 'Everything else'])
  })
})
