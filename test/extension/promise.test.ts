import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LaunchedExtension, launchExtension, openTicket, pair, sidebarOf } from './browser.ts'
import { type ContractServer, startContractServer } from './contract-server.ts'
import { panelFor } from './panel-fixtures.ts'
import { HOUR, MINUTE } from './preview-fixtures.ts'

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
  server.panels.set('35436', panelFor('35436', Date.now()))
  server.seen.length = 0
})

const PROMISE = 'POST /v1/items/itm_35436/promise'

describe('a promise of an update, in the sidebar', { timeout: 30_000 }, () => {
  const open = async () => {
    const page = await openTicket(extension.context, '35436')
    const sidebar = await sidebarOf(page)
    await sidebar.getByRole('button', { name: 'Promise an update' }).focus()
    await page.keyboard.press('Enter')
    return { page, sidebar }
  }

  it('is made by keyboard, and its clock is shown', async () => {
    const { page, sidebar } = await open()
    await sidebar.getByRole('button', { name: '4 hours' }).focus()
    await page.keyboard.press('Enter')
    const before = Date.now()
    await sidebar.getByRole('button', { name: 'Start the clock' }).focus()
    await page.keyboard.press('Enter')
    await sidebar.getByText('Promised update').waitFor()
    await sidebar.getByRole('button', { name: 'Promise another time' }).waitFor()
    const sent: unknown = server.asked(PROMISE)[0]?.body
    const until = Number(Object(sent).until)
    expect(Math.abs(until - before - 4 * HOUR)).toBeLessThan(2 * MINUTE)
    await page.close()
  })

  it('is not sent for a time that is over, and says so', async () => {
    const { page, sidebar } = await open()
    await sidebar.getByLabel('By when does the customer hear again?').last().fill('2020-01-01T09:00')
    await sidebar.getByText('That time is over; choose a later one.').waitFor()
    await sidebar.getByRole('button', { name: 'Start the clock' }).focus()
    await page.keyboard.press('Enter')
    expect(server.asked(PROMISE)).toEqual([])
    await page.close()
  })
})
