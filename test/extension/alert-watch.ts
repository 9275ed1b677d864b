import type { Page } from 'playwright-core'
import type { WxtBrowser } from 'wxt/browser'
import type { LaunchedExtension } from './browser.ts'

declare const chrome: WxtBrowser

/** A page of the extension that does not talk to the worker, so that it keeps no worker alive. */
export function openWatch(extension: LaunchedExtension): Promise<Page> {
  return extension.openPage('manifest.json')
}

export function noticesIn(watch: Page): Promise<string[]> {
  return watch.evaluate(async () => Object.keys(await chrome.notifications.getAll()).toSorted())
}

/** Clears them all, as somebody does who has read them. */
export function clearNotices(watch: Page): Promise<void> {
  return watch.evaluate(async () => {
    for (const id of Object.keys(await chrome.notifications.getAll())) await chrome.notifications.clear(id)
  })
}

export function badgeIn(watch: Page): Promise<string> {
  return watch.evaluate(() => chrome.action.getBadgeText({}))
}

/** When alarms are set for clocks, in epoch milliseconds. */
export function alarmsIn(watch: Page): Promise<number[]> {
  return watch.evaluate(async () => {
    const all = await chrome.alarms.getAll()
    return all.filter(({ name }) => name.startsWith('at ')).map(({ scheduledTime }) => scheduledTime)
  })
}

/** Ends the worker as the browser does when it is idle; resolves once it is gone. */
export async function killWorker(extension: LaunchedExtension, watch: Page): Promise<void> {
  const devtools = await extension.context.newCDPSession(watch)
  const stopped = new Promise<void>(resolve => {
    devtools.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      if (versions.some(({ runningStatus }) => runningStatus === 'stopped')) resolve()
    })
  })
  await devtools.send('ServiceWorker.enable')
  await devtools.send('ServiceWorker.stopAllWorkers')
  await stopped
  await devtools.detach()
}

/** By how many milliseconds each warning was given late. */
export function latenessIn(watch: Page): Promise<number[]> {
  return watch.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('meshline-alerts')
      opening.addEventListener('success', () => resolve(opening.result))
      opening.addEventListener('error', () => reject(new Error('No book of alerts')))
    })
    const rows = await new Promise<{ at: number; toldAt: number | null }[]>(resolve => {
      const reading = db.transaction('warnings').objectStore('warnings').getAll()
      reading.addEventListener('success', () => resolve(reading.result))
    })
    db.close()
    return rows.flatMap(({ at, toldAt }) => (toldAt === null ? [] : [toldAt - at]))
  })
}
