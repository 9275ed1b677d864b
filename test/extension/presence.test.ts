import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LaunchedExtension, launchExtension, pair } from './browser.ts'
import { createMeControl } from './contract-me.ts'
import { type ContractServer, startContractServer } from './contract-server.ts'
import { HOUR } from './preview-fixtures.ts'

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
  Object.assign(server.control, createMeControl(), { down: false })
  server.seen.length = 0
})

describe('whether I take on new items', { timeout: 30_000 }, () => {
  it('is said in the popup and changed by keyboard; the words say what it means', async () => {
    const page = await extension.openPage('popup.html')
    const mine = page.getByRole('switch', { name: 'Taking on new items' })
    expect(await mine.isChecked()).toBe(true)
    await mine.focus()
    await page.keyboard.press('Space')
    await page.getByText('New items go to others. What you have stays with you.').waitFor()
    expect(await mine.isChecked()).toBe(false)
    expect(server.control.presence).toBe('away')
    await page.keyboard.press('Space')
    await expect.poll(() => mine.isChecked()).toBe(true)
    expect(server.asked('PUT /v1/me/presence')).toHaveLength(2)
    await page.close()
  })

  it('stays as the server has it where that refuses, and says why', async () => {
    server.control.refusePresence = true
    const page = await extension.openPage('popup.html')
    const mine = page.getByRole('switch')
    await mine.click()
    await page.getByText('Refused: not-allowed. Do something else.').waitFor()
    expect(await mine.isChecked()).toBe(true)
    await page.close()
  })

  it('is not there while nobody knows', async () => {
    server.control.down = true
    const page = await extension.openPage('popup.html')
    await page.locator('footer').waitFor()
    await expect.poll(() => server.asked('GET /v1/me/presence').length).toBeGreaterThan(0)
    expect(await page.getByRole('switch').count()).toBe(0)
    await page.close()
  })
})

describe('my leave', { timeout: 30_000 }, () => {
  const form = async () => {
    const page = await extension.openPage('options.html')
    await page.locator('.leave-form').waitFor()
    return page
  }

  it('is typed by the clock of the device, kept until it is sent, listed and taken back', async () => {
    const page = await form()
    const zone = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone)
    await page.getByText(`In the time of this device, ${zone}.`).waitFor()
    await page.getByText('None is coming up.').waitFor()
    await page.getByLabel('From').fill('2027-12-21')
    await page.getByLabel('Back on').fill('2027-12-20')
    await page.getByText('You would be back before it begins.').waitFor()
    await page.getByRole('button', { name: 'Add leave' }).click({ force: true })
    await page.getByLabel('Back on').fill('2028-01-03')
    await page.getByLabel('Time you are back').fill('09:30')
    await page.getByLabel('Reason').fill('Christmas')
    await page.reload()
    await expect.poll(() => page.getByLabel('Reason').inputValue()).toBe('Christmas')
    await page.getByRole('button', { name: 'Add leave' }).click()
    await page.getByText('Your leave is noted.').waitFor()
    const [startsAt, endsAt] = await page.evaluate(() => [
      new Date(2027, 11, 21).getTime(),
      new Date(2028, 0, 3, 9, 30).getTime(),
    ])
    expect(server.asked('POST /v1/me/leaves').map(({ body }) => body)).toEqual([
      { startsAt, endsAt, reason: 'Christmas' },
    ])
    expect(await page.getByLabel('Reason').inputValue()).toBe('')
    await page.getByRole('button', { name: /^Take back the leave Dec 21, 2027/ }).click()
    await page.getByText('Your leave is taken back.').waitFor()
    await page.getByText('None is coming up.').waitFor()
    expect(server.control.leaves).toEqual([])
    await page.close()
  })

  it('one that has begun says until when; an outage keeps what is typed', async () => {
    const now = Date.now()
    server.control.leaves = [{ id: 'lve_1', startsAt: now - HOUR, endsAt: now + HOUR, reason: '<b>ill</b>' }]
    const page = await form()
    await page.getByText(/^now, until /).waitFor()
    expect(await page.locator('.leave-reason b').count()).toBe(0)
    await page.getByLabel('From').fill('2027-12-21')
    await page.getByLabel('Back on').fill('2027-12-22')
    server.control.down = true
    await page.getByRole('button', { name: 'Add leave' }).click()
    await page.getByText('The Meshline server does not answer').waitFor()
    expect(await page.getByLabel('Back on').inputValue()).toBe('2027-12-22')
    await page.close()
  })
})
