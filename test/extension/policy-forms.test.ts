import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LaunchedExtension, launchExtension, pair } from './browser.ts'
import { CONFLICTS } from './conflict-fixtures.ts'
import { createPolicyControl } from './contract-policies.ts'
import { type ContractServer, startContractServer } from './contract-server.ts'
import { dropPolicyDrafts } from './policy-drafts.ts'
import { policyView, ROUTING, SLA } from './policy-fixtures.ts'

let server: ContractServer
let extension: LaunchedExtension

const launch = async (locale: string) => {
  server = await startContractServer()
  extension = await launchExtension({ locale })
  await pair(extension, server.origin)
}
const close = async () => {
  await extension.close()
  await server.stop()
}
const reset = () => {
  Object.assign(server.control, createPolicyControl(), { roles: ['admin'] })
  server.seen.length = 0
}
const open = async (kind = 'routing') => {
  const page = await extension.openPage(`dashboard.html?page=policies&kind=${kind}`)
  await page.locator('#policy-head').waitFor()
  return page
}
const save = async (page: Page) => {
  await page.getByLabel('Why it changes').fill('as agreed')
  await page.getByText('It fits and can be saved.').waitFor()
  await page.getByRole('button', { name: 'Save as new version' }).click()
}
const sent = (kind: string) => server.asked(`POST /v1/policies/${kind}`).map(({ body }) => body)
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName)

describe('forms of teams and of whom clocks tell', { timeout: 30_000 }, () => {
  beforeAll(() => launch('en-US'), 90_000)
  afterAll(close)
  beforeEach(reset)
  afterEach(() => dropPolicyDrafts(extension))

  it('a team is made with name, role, group and members in order, by keyboard', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Add team' }).press('Enter')
    await expect.poll(() => focused(page)).toBe('INPUT')
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('apac')
    const form = page.locator('.rule-form')
    await form.getByLabel('Group in Zendesk').fill('Accounts APAC')
    const add = form.getByRole('button', { name: 'Add member' })
    for (const email of ['dan@acme.test', 'eve@acme.test', 'fay@acme.test']) {
      await add.press('Enter')
      await expect.poll(() => focused(page)).toBe('INPUT')
      await page.keyboard.type(email)
    }
    await form.getByRole('button', { name: 'Move fay@acme.test up' }).press('Enter')
    await expect.poll(() => focused(page)).toBe('Move fay@acme.test up')
    await form.getByRole('button', { name: 'Delete dan@acme.test' }).press('Enter')
    await save(page)
    await page.getByText('Version 4 holds.').waitFor()
    expect(sent('routing')).toMatchObject([
      {
        policy: {
          teams: [
            { name: 'emea' },
            {
              name: 'apac',
              role: 'support-manager',
              members: ['fay@acme.test', 'eve@acme.test'],
              groups: { zendesk: 'Accounts APAC' },
            },
          ],
        },
      },
    ])
  })

  it('a team under another name or role takes its rules along', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Edit emea' }).click()
    await page.getByLabel('Short name').fill('europe')
    await page
      .locator('.rule-form')
      .getByRole('combobox', { name: 'Role', exact: true })
      .selectOption('support-manager')
    await save(page)
    await page.getByText('Version 4 holds.').waitFor()
    expect(sent('routing')).toMatchObject([
      { policy: { rules: [{ assign: { team: 'europe', role: 'support-manager' } }, {}, {}] } },
    ])
  })

  it('what is wrong stands at its field, and is said to belong to it', async () => {
    server.control.policies.routing = policyView({ ...ROUTING, teams: [] }, 3)
    const page = await open()
    await page.getByText('team: emea is not a team of this policy; there are: none yet').waitFor()
    await page.getByRole('button', { name: 'Edit Large accounts' }).click()
    const team = page.getByRole('combobox', { name: 'Team', exact: true })
    expect(await team.getAttribute('aria-invalid')).toBe('true')
    const id = (await team.getAttribute('aria-describedby')) ?? ''
    expect(await page.locator(`[id="${id}"]`).textContent()).toContain('emea is not a team of this policy')
    expect(await page.locator('.rule-said .refusal').count()).toBe(0)
    await team.selectOption('')
    await expect.poll(() => team.getAttribute('aria-invalid')).toBeNull()
  })

  it('steps after a miss and warnings before it are written as forms; a delay that is none is refused there', async () => {
    const page = await open('sla')
    await page.getByRole('button', { name: 'Edit Everybody' }).click()
    const form = page.locator('.rule-form')
    await form.getByLabel('Tell the owner at these percents').fill('50, 80, soon')
    await form.getByText('expected number, received string').waitFor()
    await form.getByLabel('Tell the owner at these percents').fill('50, 80')
    await form.getByRole('button', { name: 'Add step' }).press('Enter')
    await expect.poll(() => focused(page)).toBe('INPUT')
    await form.getByLabel('Goes to').selectOption('rev-ops-lead')
    await form.getByRole('button', { name: 'Add step' }).press('Enter')
    await form.getByLabel('After the step before').fill('soon')
    await form.getByText('must be a duration above zero').waitFor()
    await form.getByLabel('After the step before').fill('1h')
    await form.getByLabel('Goes to').nth(1).selectOption('rev-ops-lead')
    await form.getByText('escalation must go on to somebody else').waitFor()
    await form.getByLabel('Goes to').nth(1).selectOption('support-manager')
    await form.getByRole('button', { name: 'Move Step 2 up' }).press('Enter')
    await form.getByLabel('After the due time').fill('')
    await save(page)
    await page.getByText('Version 2 holds.').waitFor()
    expect(sent('sla')).toMatchObject([
      {
        policy: {
          rules: [{ warnAt: [0.5, 0.8], bumps: [{ to: 'support-manager' }, { to: 'rev-ops-lead' }] }],
        },
      },
    ])
  })

  it('shows whose rules are in the way, what they set and when, and runs nothing that is in a title', async () => {
    server.control.conflicts = CONFLICTS
    const page = await open()
    const section = page.locator('section[aria-labelledby=conflicts-head]')
    await section.getByText('1 of 7 rules in Zendesk that assign or set a status is in the way.').waitFor()
    await section
      .getByText('Salesforce did not answer. So the rules of Salesforce are not known now.')
      .waitFor()
    expect(await section.locator('.natives > li').count()).toBe(1)
    expect(await section.locator('img').count()).toBe(0)
    expect(await section.getByRole('link').getAttribute('href')).toContain('/rules/triggers/22472717')
    await section.getByText('Gives it to Ana Ruiz; ours to whoever of billing-resolver can take it').waitFor()
    await section.getByText('and 12 more rules').waitFor()
    const clocks = await open('sla')
    await clocks.getByText('these stand still: first response').waitFor()
    expect(await clocks.locator('.natives > li').count()).toBe(1)
  })

  it('nothing in the way, no tool, and a server that is down each have their words', async () => {
    const page = await open()
    await page.getByText('3 rules in Zendesk assign or set a status, none of them in the way.').waitFor()
    server.control.conflicts = { tools: [], conflicts: [] }
    await page.getByRole('button', { name: 'Ask again' }).click()
    await page.getByText('No tool is connected that assigns by itself.').waitFor()
    server.control.down = true
    await page.getByRole('button', { name: 'Ask again' }).click()
    await page
      .locator('section[aria-labelledby=conflicts-head]')
      .getByRole('heading', { name: 'The Meshline server does not answer' })
      .waitFor()
    server.control.down = false
  })

  it.each(['routing', 'sla'])('%s keeps within 400 px with every form open', async kind => {
    server.control.conflicts = CONFLICTS
    const page = await open(kind)
    await page.setViewportSize({ width: 400, height: 800 })
    await page.locator('.natives').waitFor()
    for (const name of kind === 'routing' ? ['Edit Large accounts', 'Edit emea'] : ['Edit Everybody']) {
      await page.getByRole('button', { name }).click()
    }
    await page.getByRole('button', { name: kind === 'routing' ? 'Add member' : 'Add step' }).click()
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
  })
})

describe('what is wrong with a policy, in German', { timeout: 30_000 }, () => {
  beforeAll(() => launch('de-DE'), 90_000)
  afterAll(close)
  beforeEach(reset)

  it('stands at the field and in the list, with the place in words', async () => {
    const bumps = [{ to: 'admin' }, { after: '1h', to: 'admin' }]
    server.control.policies.sla = policyView({ rules: SLA.rules.map(rule => ({ ...rule, bumps })) })
    const page = await open('sla')
    await page.getByRole('button', { name: 'Everybody bearbeiten' }).click()
    const words = 'admin ist schon in einem Schritt davor an der Reihe; danach muss jemand anderes folgen'
    await page.locator('.row').getByText(words).waitFor()
    await page.getByLabel('Titel').fill('Alle')
    const line = page.locator('.problems li')
    await line.waitFor()
    expect(await line.textContent()).toBe(`Regel everybody, Schritt 2 Rolle: ${words}`)
    expect(await line.locator('[lang=en]').count()).toBe(0)
  })
})
