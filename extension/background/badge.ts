import { browser } from 'wxt/browser'
import { isSnoozed } from '../../shared/clock-warnings.ts'
import type { Alert } from '../../shared/panel.ts'
import { burnDown } from '../../shared/sla.ts'

/** On the toolbar button: how many of my clocks are at risk or missed, those aside that I put off or have seen. */
export async function paintBadge(alerts: readonly Alert[], now: number): Promise<void> {
  const states = alerts.filter(alert => isOpen(alert, now)).map(({ clock }) => burnDown(clock, now).state)
  const missed = states.filter(state => state === 'missed').length
  const pressing = missed + states.filter(state => state === 'at-risk').length
  await browser.action.setBadgeText({ text: pressing > 0 ? String(pressing) : '' })
  await browser.action.setBadgeBackgroundColor({ color: missed > 0 ? '#cc3340' : '#ad5e18' })
}

/** Whether somebody is still to look at it: neither seen nor put off. */
export function isOpen(alert: Alert, now: number): boolean {
  return alert.acknowledged === null && !isSnoozed(alert, now)
}
