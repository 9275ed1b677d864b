import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LaunchedExtension, launchExtension, openTicket, pair, sidebarOf } from './browser.ts'
import { type ContractServer, startContractServer } from './contract-server.ts'
import { panelFor } from './panel-fixtures.ts'

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
  server.control.refuseOwner = null
  server.panels.set('35436', panelFor('35436', Date.now()))
  server.seen.length = 0
})

describe('the owner in the sidebar', { timeout: 30_000 }, () => {
  const open = async () => {
    const page = await openTicket(extension.context, '35436')
    const sidebar = await sidebarOf(page)
    await sidebar.locator('.owner').waitFor()
    return { page, sidebar }
  }

  it('is set in Zendesk by one press, and then no longer offered', async () => {
    const { page, sidebar } = await open()
    await sidebar.getByText('In Zendesk: Support').waitFor()
    await sidebar.getByRole('button', { name: 'Assign to Ana Ruiz, Billing' }).dblclick()
    await sidebar.locator('.owner-suggestion').waitFor({ state: 'detached' })
    expect(server.asked('POST /v1/items/itm_35436/assignment')).toHaveLength(1)
    await page.close()
  })

  it('says why: the rule’s conditions with what was seen, where and how old', async () => {
    const { page, sidebar } = await open()
    await sidebar.locator('.owner summary').click()
    await sidebar
      .getByText(/^Tags include any of billing: billing, vip Zendesk, as of 1\d sec. ago$/)
      .waitFor()
    await page.close()
  })

  it('takes who should have it, by keyboard, with a reason; nothing is sent before both are chosen', async () => {
    const { page, sidebar } = await open()
    await sidebar.locator('.owner summary').click()
    await sidebar.getByRole('button', { name: 'Wrong owner' }).focus()
    await page.keyboard.press('Enter')
    await sidebar.getByRole('option', { name: /^Ben Okafor/ }).waitFor({ state: 'attached' })
    await sidebar.getByRole('button', { name: 'Give it to them' }).focus()
    await page.keyboard.press('Enter')
    expect(server.asked('POST /v1/items/itm_35436/owner')).toEqual([])
    await sidebar.getByLabel('Who should have it?').selectOption('mem_2')
    await sidebar.locator('#code-owner-itm_35436').selectOption('wrong-team')
    await sidebar.getByRole('button', { name: 'Give it to them' }).click()
    await sidebar.locator('.owner-name', { hasText: 'Ben Okafor' }).waitFor()
    expect(server.asked('POST /v1/items/itm_35436/owner')[0]?.body).toMatchObject({
      memberId: 'mem_2',
      reason: { code: 'wrong-team' },
    })
    await page.close()
  })

  it('says why it may not be assigned', async () => {
    server.control.refuseOwner = { kind: 'not-allowed', status: 403 }
    const { page, sidebar } = await open()
    await sidebar.getByRole('button', { name: 'Assign to Ana Ruiz, Billing' }).click()
    await sidebar
      .locator('.owner-suggestion', { hasText: 'Refused: not-allowed. Do something else.' })
      .waitFor()
    await page.close()
  })

  it('ignores a press no person made', async () => {
    const { page, sidebar } = await open()
    const button = sidebar.getByRole('button', { name: 'Assign to Ana Ruiz, Billing' })
    await button.evaluate((element: HTMLElement) => element.click())
    await sidebar.locator('.owner summary').click()
    await sidebar.getByText('Wrong owner').waitFor()
    expect(server.asked('POST /v1/items/itm_35436/assignment')).toEqual([])
    await page.close()
  })
})

describe('the clocks in the sidebar', { timeout: 30_000 }, () => {
  it('say what is left in their unit, and open to the stretches that add up', async () => {
    const page = await openTicket(extension.context, '35436')
    const sidebar = await sidebarOf(page)
    const clock = sidebar.locator('.clock').first()
    await clock.getByText(/business$/).waitFor()
    expect(await clock.locator('.bar-paused').count()).toBe(1)
    await clock.getByText('How it is counted').click()
    await clock.getByText('paused: status pending, by Ben Okafor').waitFor()
    await clock.getByText('By the rule everybody, policy version 3.').waitFor()
    expect(await clock.locator('.segment-counted').count()).toBe(2)
    await page.close()
  })
})
