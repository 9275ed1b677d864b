import { browser } from 'wxt/browser'
import { burnDown } from '../../shared/sla.ts'
import type { Session } from './session.ts'

const ALARM = 'badge'
const EVERY_MINUTES = 1

export interface Badge {
  readonly refresh: () => Promise<void>
}

/** On the toolbar button: how many of my clocks are at risk or missed. */
export function createBadge(session: Session): Badge {
  const badge: Badge = {
    async refresh() {
      const answer = await session.asMember(api => api.alerts('mine'))
      // Without an answer the last count stays: a stale number is nearer the truth than none.
      if (!answer.ok && answer.failure.kind !== 'not-set-up') return
      const alerts = answer.ok ? answer.value.alerts : []
      const states = alerts.map(alert => burnDown(alert.clock, Date.now()).state)
      const missed = states.filter(state => state === 'missed').length
      const pressing = missed + states.filter(state => state === 'at-risk').length
      await browser.action.setBadgeText({ text: pressing > 0 ? String(pressing) : '' })
      await browser.action.setBadgeBackgroundColor({ color: missed > 0 ? '#cc3340' : '#ad5e18' })
    },
  }
  browser.alarms.onAlarm.addListener(alarm => {
    if (alarm.name === ALARM) void badge.refresh()
  })
  void browser.alarms.create(ALARM, { periodInMinutes: EVERY_MINUTES })
  return badge
}
