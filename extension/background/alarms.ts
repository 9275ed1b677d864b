import { browser } from 'wxt/browser'

const TICK = 'look again'
const TICK_MINUTES = 1
const AT = 'at '

/** Sets one alarm for each of these times (epoch milliseconds) and drops those of other times. */
export async function setAlarms(times: readonly number[]): Promise<void> {
  const wanted = new Set(times.map(at => `${AT}${at}`))
  const there = new Set((await browser.alarms.getAll()).map(({ name }) => name))
  const stale = [...there].filter(name => name.startsWith(AT) && !wanted.has(name))
  await Promise.all(stale.map(name => browser.alarms.clear(name)))
  const missing = times.filter(at => !there.has(`${AT}${at}`))
  await Promise.all(missing.map(at => browser.alarms.create(`${AT}${at}`, { when: at })))
  // Made anew with every start of the worker it would begin anew each time, and never come.
  if (!there.has(TICK)) await browser.alarms.create(TICK, { periodInMinutes: TICK_MINUTES })
}

/** Calls back with every alarm, and when the browser starts: alarms do not outlive it everywhere. */
export function onWake(wake: () => void): void {
  browser.alarms.onAlarm.addListener(wake)
  browser.runtime.onStartup.addListener(wake)
  browser.runtime.onInstalled.addListener(wake)
}
