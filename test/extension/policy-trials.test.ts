import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LaunchedExtension, launchExtension, pair } from './browser.ts'
import { createPolicyControl } from './contract-policies.ts'
import { type ContractServer, startContractServer } from './contract-server.ts'
import { dropPolicyDrafts } from './policy-drafts.ts'
import { backtest } from './policy-fixtures.ts'

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
const save = async (page: Page, reason: string) => {
  await page.getByLabel('Why it changes').fill(reason)
  await page.getByText('It fits and can be saved.').waitFor()
  await page.getByRole('button', { name: 'Save as new version' }).click()
}

describe('trying a policy on what came', { timeout: 30_000 }, () => {
  it('shows how far it is, is found again after a reload, and ends in a table', async () => {
    const running = backtest({ finishedAt: null, done: 10, rows: [] })
    server.control.backtests = [running, running, running, running, backtest()]
    const page = await open()
    await page.getByLabel('Days back').fill('14')
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByText('10 of 40 items').waitFor()
    await page.reload()
    await page.getByText('1 of 40 items would go elsewhere').waitFor()
    const cells = await page.locator('.diff tbody tr').first().locator('th, td').allTextContents()
    expect(cells.slice(1)).toEqual([
      'Where is my invoice?',
      'Sam Support',
      'Everything else support-manager',
      'Large accounts emea',
    ])
    expect(server.asked('POST /v1/backtests')[0]?.body).toMatchObject({ kind: 'routing', days: 14 })
  })

  it('is cancelled, and keeps what it found', async () => {
    server.control.backtests = [backtest({ finishedAt: null, done: 10 })]
    const page = await open()
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('Cancelled after 10 items').waitFor()
    expect(server.asked('DELETE /v1/backtests/bkt_1')).toHaveLength(1)
  })
})

describe('response times and calendars', { timeout: 30_000 }, () => {
  it('a target says what it means by an example in its calendar', async () => {
    const page = await open('sla')
    await page.getByRole('button', { name: 'Edit Everybody' }).click()
    await page.getByText(/4h business time in office: from .* to /).waitFor()
    await page.getByLabel('Unless named').first().fill('2h')
    await page.getByText(/2h business time in office/).waitFor()
    await page.getByLabel('Unless named').first().fill('2 weeks')
    await page.getByText('must be a duration above zero').first().waitFor()
    await page.getByLabel('Unless named').first().fill('2h')
    await page.getByLabel('on hold').first().check()
    await page.getByRole('group', { name: 'Resolution' }).getByLabel('Is measured').check()
    await save(page, 'we promise more')
    await page.getByText('Version 2 holds.').waitFor()
    expect(server.asked('POST /v1/policies/sla')[0]?.body).toMatchObject({
      policy: {
        rules: [
          {
            warnAt: [0.8],
            targets: {
              'first-response': { within: { default: '2h', urgent: '30m' }, pausedIn: ['pending', 'hold'] },
              resolution: { unit: 'calendar', within: { default: '4h' } },
            },
          },
        ],
      },
    })
  })

  it('calendars are written as text, checked while it is typed; half of it survives a reload', async () => {
    const page = await open('calendars')
    const text = page.getByLabel('Calendars as text (JSON)')
    const written = await text.inputValue()
    await text.fill(written.replace('Europe/Berlin', 'Europe/Belin'))
    await page.getByText('is no time zone we know').waitFor()
    await text.fill(written.slice(0, -3))
    await page.getByText('This is not a JSON object yet.').waitFor()
    await page.reload()
    await expect.poll(() => text.inputValue()).toBe(written.slice(0, -3))
    await text.fill(written.replace('17:00', '18:00'))
    await save(page, 'longer Mondays')
    await page.getByText('Version 2 holds.').waitFor()
  })

  it.each(['routing', 'sla', 'calendars'])('%s keeps within the page at 200%% zoom', async kind => {
    const page = await open(kind)
    await page.setViewportSize({ width: 640, height: 450 })
    if (kind !== 'calendars')
      await page
        .getByRole('button', { name: /^Edit / })
        .first()
        .click()
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
  })
})
