import { h, test } from './dom.ts'
import { say } from './words.ts'

export function statusBadge(status: string): HTMLElement {
  return h(
    'span',
    { class: `status status-${status}`, 'aria-label': say(status) },
    h('div', {}, h('div', test(`status-badge-${status}`), say(status).charAt(0))),
  )
}

export function statusLabel(status: string): HTMLElement {
  return h('span', { class: `ticket_status_label status-word status-${status}` }, say(status))
}

/** Hours or minutes that are left, with `-` in front once the time has passed. */
export function timeLeft(minutes: number): string {
  const size = Math.abs(minutes)
  const shown = size >= 60 ? `${Math.floor(size / 60)}h` : `${size}m`
  return minutes < 0 ? `-${shown}` : shown
}
