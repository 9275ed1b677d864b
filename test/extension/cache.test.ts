import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LaunchedExtension, launchExtension, openTicket, pair, sidebarOf } from './browser.ts'
import { question } from './context-fixtures.ts'
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

const LATER: ReadonlySet<string> = new Set(['identityQuestions', 'identityAnswers', 'sources'])

/** What the first released version kept: a panel without questions, answers and sources, and a typed reason. */
async function keepAsBefore() {
  const panel = Object.fromEntries(
    Object.entries(panelFor('35436', Date.now())).filter(([part]) => !LATER.has(part)),
  )
  const { id } = question('qst_kept')
  const page = await extension.openPage('popup.html')
  // What this version has opened already, the settings' page with its drafts, is no earlier version.
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase('meshline-cache')
        deleting.addEventListener('success', () => resolve())
        deleting.addEventListener('error', () => reject(deleting.error ?? new Error('not deleted')))
      }),
  )
  await page.evaluate(
    ({ old, subject }) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('meshline-cache', 10)
        opening.addEventListener('upgradeneeded', () => {
          for (const [name, keyPath] of [
            ['panels', 'key'],
            ['drafts', 'subject'],
          ] as const) {
            opening.result.createObjectStore(name, { keyPath }).createIndex('savedAt', 'savedAt')
          }
        })
        opening.addEventListener('error', () => reject(opening.error ?? new Error('not opened')))
        opening.addEventListener('success', () => {
          const db = opening.result
          const writing = db.transaction(['panels', 'drafts'], 'readwrite')
          writing.objectStore('panels').put({ key: 'zendesk:ticket:35436', panel: old, savedAt: 1 })
          const draft = { subject, code: 'other', text: 'Typed before the update', acceptedStale: [] }
          writing.objectStore('drafts').put({ ...draft, savedAt: Date.now() })
          writing.addEventListener('complete', () => {
            db.close()
            resolve()
          })
        })
      }),
    { old: panel, subject: id },
  )
  await page.close()
}

describe('what an earlier version kept', { timeout: 30_000 }, () => {
  it('is left out where it lacks what the panel shows now; typed reasons stay', async () => {
    await keepAsBefore()
    server.control.down = true
    const sidebar = await sidebarOf(await openTicket(extension.context, '35436'))
    await sidebar.getByRole('heading', { name: 'The Meshline server does not answer' }).waitFor()
    expect(await sidebar.getByText('Acme Corp').count()).toBe(0)
    server.control.down = false
    const asked = question('qst_kept')
    server.panels.set('35436', panelFor('35436', Date.now(), { identityQuestions: [asked], previews: [] }))
    await sidebar.getByRole('button', { name: 'Refresh' }).click()
    await sidebar.locator('.card-question').waitFor()
    await expect
      .poll(() => sidebar.locator('.card-question textarea').inputValue())
      .toBe('Typed before the update')
    await sidebar.getByRole('radio').first().check()
    await sidebar.getByRole('button', { name: 'It is Acme Corp' }).click()
    await sidebar.getByText('It is Acme Corp, said Ana Ruiz').waitFor()
  })
})
