import { browser } from 'wxt/browser'
import { type Locale, localeOf } from '../../shared/locale.ts'
import type { Alert } from '../../shared/panel.ts'
import { burnDown } from '../../shared/sla.ts'
import { deClocks } from '../strings/de-clocks.ts'
import { enClocks } from '../strings/en-clocks.ts'
import { type Fill, fillIn } from '../strings/fill-in.ts'
import { timeLeft } from './time-left.ts'

const OF_CLOCK = 'clock '
const TOGETHER = 'together'
const TEST = 'test'

/** One per clock: a later one takes the place of the earlier. */
export function showAlert(alert: Alert, now: number): Promise<void> {
  const locale = localeOf(navigator.language)
  const { clock, customer, title } = alert
  const { leftMs, state } = burnDown(clock, now)
  const what = wordsOf(locale, `clock.${clock.kind}`)
  const key = state === 'missed' ? 'notice.over' : (`notice.left.${clock.unit}` as const)
  return show(OF_CLOCK + clock.id, {
    title: `${customer ?? wordsOf(locale, 'notice.noCustomer')}: ${what}`,
    message: `${wordsOf(locale, key, { time: timeLeft(leftMs, locale) })}\n${title}`,
    // What is missed stays until somebody has seen it.
    stays: state === 'missed',
  })
}

export function showTogether(alerts: readonly Alert[], now: number): Promise<void> {
  const locale = localeOf(navigator.language)
  const missed = alerts.filter(({ clock }) => burnDown(clock, now).state === 'missed').length
  const customers = [...new Set(alerts.flatMap(({ customer }) => customer ?? []))].join(', ')
  return show(TOGETHER, {
    title: wordsOf(locale, 'notice.together', { count: alerts.length }),
    message: `${wordsOf(locale, 'notice.missed', { count: missed })}\n${customers}`,
    stays: missed > 0,
  })
}

/** Whether the browser shows notices of ours; what the system does with them it cannot tell. */
export async function showTest(): Promise<boolean> {
  const locale = localeOf(navigator.language)
  await show(TEST, {
    title: wordsOf(locale, 'notice.test'),
    message: wordsOf(locale, 'notice.testHelp'),
    stays: false,
  })
  // Firefox cannot say; there a notice that was made is one that is shown.
  const level = await browser.notifications.getPermissionLevel?.()
  return level !== 'denied'
}

/** From these words alone: the whole catalogue would come along with every start of the worker. */
function wordsOf(locale: Locale, key: keyof typeof enClocks, fill: Fill = {}): string {
  return fillIn(locale, { en: enClocks, de: deClocks }[locale][key], fill)
}

interface Notice {
  readonly title: string
  readonly message: string
  /** Until somebody closes it. */
  readonly stays: boolean
}

async function show(id: string, { title, message, stays }: Notice): Promise<void> {
  await browser.notifications.create(id, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    title,
    message,
    // Firefox refuses the whole notice for a property it does not know; it does not tell levels either.
    ...('getPermissionLevel' in browser.notifications && { requireInteraction: stays }),
  })
}

/** Takes back the notices of clocks that are not among these: stopped, seen, put off. */
export async function keepNotices(alerts: readonly Alert[]): Promise<void> {
  const kept = new Set(alerts.map(({ clock }) => OF_CLOCK + clock.id))
  const shown = Object.keys(await browser.notifications.getAll())
  const stale = shown.filter(id =>
    id.startsWith(OF_CLOCK) ? !kept.has(id) : id === TOGETHER && kept.size === 0,
  )
  await Promise.all(stale.map(id => browser.notifications.clear(id)))
}

/** Calls back with the clock somebody pressed on; null for the notice of several. */
export function onPressed(open: (clockId: string | null) => void): void {
  browser.notifications.onClicked.addListener(id => {
    void browser.notifications.clear(id)
    if (id.startsWith(OF_CLOCK)) open(id.slice(OF_CLOCK.length))
    else if (id === TOGETHER) open(null)
  })
}
