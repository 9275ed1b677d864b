import { h, icon, test } from './dom.ts'
import { variant } from './variant.ts'
import { say } from './words.ts'

export interface TabActions {
  open(id: number): void
  close(id: number): void
}

/** A ticket's tab in the header. */
export function buildTab(id: number, subject: string, actions: TabActions): HTMLElement {
  const close = h(
    'button',
    { ...test('close-button'), type: 'button', 'aria-label': say('close') },
    icon('close'),
  )
  const isOld = variant.shell === 'old'
  const tab = h(
    isOld ? 'div' : 'a',
    {
      ...test('header-tab'),
      class: 'tab',
      'data-entity-type': 'TICKET_ENTITY_TYPE',
      'data-entity-id': String(id),
      ...(isOld ? { role: 'tab', tabindex: '0' } : { href: `/agent/tickets/${id}` }),
    },
    h('div', { ...test('header-tab-title'), class: 'tab-title', title: subject }, subject),
    h('div', { ...test('header-tab-subtitle'), class: 'tab-subtitle' }, `#${id}`),
    close,
  )
  tab.addEventListener('click', event => {
    event.preventDefault()
    if (event.target instanceof Node && close.contains(event.target)) actions.close(id)
    else actions.open(id)
  })
  markTab(tab, false)
  return tab
}

export function markTab(tab: HTMLElement, isSelected: boolean): void {
  if (variant.shell === 'old') {
    tab.setAttribute('aria-selected', String(isSelected))
    tab.setAttribute('data-selected', String(isSelected))
    return
  }
  tab.setAttribute('data-entity-is-selected', String(isSelected))
  if (isSelected) tab.setAttribute('aria-current', 'page')
  else tab.removeAttribute('aria-current')
}

/** The dot of unsaved changes. */
export function markDirty(tab: HTMLElement, isDirty: boolean): void {
  const dot = tab.querySelector('[data-test-id="omnitab-dirty-notification"]')
  if (isDirty && !dot)
    tab
      .querySelector('[data-test-id="close-button"]')
      ?.before(h('span', { ...test('omnitab-dirty-notification'), class: 'dirty' }))
  if (!isDirty) dot?.remove()
}
