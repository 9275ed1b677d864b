import { avatar, garden, h, icon, test } from './dom.ts'
import { navigate } from './navigation.ts'
import { say } from './words.ts'

const RAIL = [
  ['home', '/agent/dashboard'],
  ['views', '/agent/filters/360000999001'],
  ['customers', null],
  ['organizations', null],
  ['reporting', null],
  ['admin', null],
] as const

/** The parts around the panes: rail at the left, header with the tabs. */
export function buildFrame(agent: string): { root: HTMLElement; tablist: HTMLElement; panes: HTMLElement } {
  const tablist = h('nav', { ...test('header-tablist'), class: 'tablist', 'aria-label': say('tickets') })
  const panes = h('main', { id: 'main_panes', ...garden('navigation.main') })
  const header = h(
    'header',
    { ...test('header-toolbar'), ...garden('navigation.header'), class: 'toolbar' },
    tablist,
    h(
      'button',
      { class: 'add', type: 'button', ...test('header-toolbar-add-menu-button') },
      icon('plus'),
      say('add'),
    ),
    h('span', { class: 'spring' }),
    button('header-toolbar-search-button', 'search', say('search')),
    button('global-notifications-button', 'bell', say('notifications')),
    button('header-toolbar-product-tray', 'apps', say('apps')),
    h(
      'button',
      {
        ...test('toolbar-profile-menu-button'),
        ...garden('navigation.profile-menu-button'),
        type: 'button',
        'aria-label': agent,
        class: 'profile',
      },
      avatar(agent),
    ),
  )
  return {
    root: h('div', { class: 'frame' }, rail(), h('div', { class: 'stage' }, header, panes)),
    tablist,
    panes,
  }
}

function button(testId: string, name: string, label: string): HTMLElement {
  return h('button', { ...test(testId), type: 'button', class: 'tool', 'aria-label': label }, icon(name))
}

function rail(): HTMLElement {
  const items = RAIL.map(([name, path]) => {
    const item = h(
      'a',
      {
        ...garden('navigation.nav_item'),
        class: 'rail-item',
        href: path ?? '#',
        title: say(name),
        'aria-label': say(name),
      },
      icon(name),
    )
    item.addEventListener('click', event => {
      event.preventDefault()
      if (path) navigate(path)
    })
    return item
  })
  return h(
    'nav',
    { ...garden('navigation.nav'), class: 'rail', 'aria-label': 'Zendesk' },
    h('span', { class: 'mark' }, 'A'),
    ...items,
  )
}
