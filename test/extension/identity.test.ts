import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type LaunchedExtension,
  launchExtension,
  openTicket,
  pair,
  type Sidebar,
  sidebarOf,
} from './browser.ts'
import { answer, HOSTILE_NAME, question } from './context-fixtures.ts'
import { type ContractServer, startContractServer } from './contract-server.ts'
import { panelFor } from './panel-fixtures.ts'

let server: ContractServer
let extension: LaunchedExtension
/** A new question for each test, because what is typed for one is kept. */
let asked = question('qst_0')
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
  Object.assign(server.control, { signedIn: true, down: false, delayMs: 0, refuse: null, refuseAnswer: null })
  server.seen.length = 0
  asked = question(`qst_${++count}`)
  server.panels.set('35436', panelFor('35436', Date.now(), { identityQuestions: [asked], previews: [] }))
})

afterEach(async () => {
  for (const page of extension.context.pages().slice(1)) await page.close()
})

async function open() {
  const page = await openTicket(extension.context, '35436')
  const sidebar = await sidebarOf(page)
  await sidebar.waitForFunction(() => performance.getEntriesByName('meshline:fresh').length > 0)
  await sidebar.locator('.card-question').waitFor()
  return { page, sidebar }
}

const answers = () => server.asked(`POST /v1/identity/questions/${asked.id}/answers`)
const choose = (sidebar: Sidebar, index = 0) => sidebar.getByRole('radio').nth(index).check()
const giveReason = (sidebar: Sidebar) =>
  sidebar.locator('.card-question select').selectOption('asked-the-customer')
const itIs = (sidebar: Sidebar, name: string) => sidebar.getByRole('button', { name: `It is ${name}` })

/** A second selected tab where nobody watches: the sidebar has not been told. */
const otherTicketInFront = (page: Page) =>
  page.evaluate(() => {
    const tab = '<a data-test-id="header-tab" data-entity-is-selected="true" data-entity-id="35437"></a>'
    document.body.insertAdjacentHTML('beforeend', tab)
  })

describe('the question whose this is', { timeout: 30_000 }, () => {
  it('asks before money moves, and shows names and hints as text', async () => {
    const { page, sidebar } = await open()
    await sidebar.getByRole('heading', { name: '2 accounts match dana@acme.example' }).waitFor()
    await sidebar.getByText('No money moves until somebody has answered').waitFor()
    expect(await sidebar.locator('.choice strong').nth(1).textContent()).toBe(HOSTILE_NAME)
    expect(await sidebar.locator('.choices img, .choices script').count()).toBe(0)
    expect(await sidebar.locator('.choices a').count()).toBe(1)
    expect(await page.title()).toBe('Agent')
  })

  it('takes an answer with its reason, and shows who gave it', async () => {
    const { sidebar } = await open()
    await choose(sidebar)
    await giveReason(sidebar)
    await itIs(sidebar, 'Acme Corp').dblclick()
    await sidebar.getByText('It is Acme Corp, said Ana Ruiz').waitFor()
    expect(await sidebar.locator('.card-question').count()).toBe(0)
    expect(await sidebar.evaluate(() => document.activeElement?.className)).toBe('answer')
    expect(answers()).toHaveLength(1)
    expect(answers()[0]?.body).toEqual({
      record: { host: 'zendesk', type: 'ticket', id: '35436' },
      chosen: { source: 'salesforce', type: 'account', id: '0015g00000AbCdEAAV' },
      reason: { code: 'asked-the-customer', text: '' },
    })
  })

  it('can be answered with none of these, in words of one’s own, by keyboard alone', async () => {
    const { page, sidebar } = await open()
    await sidebar.getByRole('radio').first().focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Other')
    await page.keyboard.press('Tab')
    await page.keyboard.type('A reseller wrote for a third company')
    await page.keyboard.press('Tab')
    expect(await sidebar.evaluate(() => document.activeElement?.textContent)).toBe('It is none of these')
    await page.keyboard.press('Enter')
    await sidebar.getByText('Ana Ruiz said it is none of these').waitFor()
    expect(answers()[0]?.body).toMatchObject({ chosen: null, reason: { code: 'other' } })
  })

  it('leads a press to what is missing, and ignores presses that no person made', async () => {
    const { sidebar } = await open()
    const button = sidebar.getByRole('button', { name: 'Answer' })
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    await sidebar.getByText('To answer: say which account it is').waitFor()
    await button.press('Enter')
    expect(await sidebar.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('radio')
    await choose(sidebar)
    await sidebar.getByText('To answer: choose a reason').waitFor()
    await giveReason(sidebar)
    await itIs(sidebar, 'Acme Corp').evaluate((element: HTMLElement) => element.click())
    await sidebar.waitForTimeout(300)
    expect(answers()).toHaveLength(0)
  })

  it('refuses in words when another ticket came to the front before the press', async () => {
    const { page, sidebar } = await open()
    await choose(sidebar)
    await giveReason(sidebar)
    // By key, as a place on the screen may have moved on by the time it is clicked.
    await itIs(sidebar, 'Acme Corp').focus()
    await otherTicketInFront(page)
    await page.keyboard.press('Enter')
    await sidebar.getByText('Nothing was decided. Another ticket is in front').first().waitFor()
    expect(answers()).toHaveLength(0)
  })

  it('tells who was first when somebody else answered', async () => {
    const { sidebar } = await open()
    await choose(sidebar, 1)
    await giveReason(sidebar)
    const first = answer('ans_first', Date.now(), { label: HOSTILE_NAME })
    server.control.refuseAnswer = { kind: 'already-answered', status: 409, answered: first }
    await itIs(sidebar, HOSTILE_NAME).click()
    await sidebar.getByText(`Ben Okafor answered first: it is ${HOSTILE_NAME}`).waitFor()
    expect(await sidebar.locator('.answers img').count()).toBe(0)
    expect(await sidebar.locator('.card-question').count()).toBe(0)
  })

  it('says why somebody may not answer, and keeps the question', async () => {
    const { sidebar } = await open()
    await choose(sidebar)
    await giveReason(sidebar)
    server.control.refuseAnswer = { kind: 'not-allowed', status: 403 }
    await itIs(sidebar, 'Acme Corp').click()
    await sidebar.locator('.card-question .refusal', { hasText: 'Refused: not-allowed.' }).waitFor()
  })

  it('keeps choice and reason through a failed server and a reload of the page', async () => {
    const { page, sidebar } = await open()
    await choose(sidebar)
    await giveReason(sidebar)
    await sidebar.locator('.card-question textarea').fill('She said so on the phone')
    server.control.down = true
    await itIs(sidebar, 'Acme Corp').click()
    await sidebar.locator('.card-question .refusal', { hasText: 'may or may not' }).waitFor()
    server.control.down = false
    await page.reload()
    const again = await sidebarOf(page)
    await itIs(again, 'Acme Corp').waitFor()
    expect(await again.locator('.card-question textarea').inputValue()).toBe('She said so on the phone')
  })
})

describe('an answer given before', { timeout: 30_000 }, () => {
  async function openAnswered() {
    const now = Date.now()
    const identityAnswers = [
      answer(`ans_new_${count}`, now),
      answer(`ans_old_${count}`, now - 9e8, { chosen: null, label: '' }),
    ]
    server.panels.set('35436', panelFor('35436', now, { identityAnswers, previews: [] }))
    const page = await openTicket(extension.context, '35436')
    const sidebar = await sidebarOf(page)
    await sidebar.getByText('It is Acme Corp, said Ben Okafor').waitFor()
    return { page, sidebar }
  }
  const undone = (which: string) => server.asked(`POST /v1/identity/answers/ans_${which}_${count}/undo`)

  it('is split again with a reason, and says by whom', async () => {
    const { sidebar } = await openAnswered()
    await sidebar.getByRole('button', { name: 'Split again' }).click()
    await sidebar.locator('.undo-form select').selectOption('separate-companies')
    await sidebar.getByRole('button', { name: 'Split again' }).click()
    await sidebar.getByText('Split again by Ana Ruiz').waitFor()
    expect(undone('new')[0]?.body).toMatchObject({ reason: { code: 'separate-companies', text: '' } })
  })

  it('can be taken back long after, and a change of mind gives the focus back', async () => {
    const { sidebar } = await openAnswered()
    await sidebar.getByText('1 earlier answer').click()
    const takeBack = sidebar.getByRole('button', { name: 'Take the answer back' })
    await takeBack.click()
    await sidebar.getByRole('button', { name: 'Cancel' }).click()
    expect(await takeBack.evaluate(element => element === document.activeElement)).toBe(true)
    await takeBack.click()
    await sidebar.locator('.undo-form select').selectOption('wrong-account')
    await sidebar.getByRole('button', { name: 'Take it back' }).click()
    await expect.poll(() => undone('old').length).toBe(1)
  })

  it('stays as it is when another ticket came to the front before the press', async () => {
    const { page, sidebar } = await openAnswered()
    await sidebar.getByRole('button', { name: 'Split again' }).click()
    await sidebar.locator('.undo-form select').selectOption('wrong-account')
    const confirm = sidebar.locator('.undo-form .button-primary')
    // By key, as a place on the screen may have moved on by the time it is clicked.
    await confirm.focus()
    await otherTicketInFront(page)
    await page.keyboard.press('Enter')
    await sidebar.getByText('Nothing was decided. Another ticket is in front').first().waitFor()
    expect(undone('new')).toHaveLength(0)
  })
})
