import { garden, h, icon, test } from './dom.ts'
import { say } from './words.ts'

const CHOICES = ['open', 'pending', 'solved']

/** Macro field and submit button. `submit` gets the status to save. */
export function buildFooter(status: string, submit: (status: string) => void): HTMLElement {
  const shown = status === 'new' ? 'open' : status
  const button = h(
    'button',
    { ...test('submit_button-button'), ...garden('buttons.button'), type: 'button', class: 'submit' },
    ...label(shown),
  )
  const menu = h(
    'button',
    {
      ...test('submit_button-menu-button'),
      ...garden('buttons.icon_button'),
      type: 'button',
      class: 'submit-menu',
      'aria-label': say('more'),
    },
    icon('down'),
  )
  const list = h('ul', { class: 'submit-list', hidden: '' }, ...CHOICES.map(choice => option(choice)))
  button.addEventListener('click', () => submit(shown))
  menu.addEventListener('click', () => list.toggleAttribute('hidden'))
  return h(
    'footer',
    { ...test('ticket-footer'), class: 'ticket-footer' },
    h(
      'div',
      { class: 'macro' },
      icon('bolt'),
      h('input', {
        ...test('ticket-footer-macro-menu-autocomplete-input'),
        placeholder: say('macro'),
        'aria-label': say('macro'),
      }),
    ),
    h('div', { ...garden('buttons.button_group_view'), class: 'submit-group' }, list, button, menu),
  )

  function option(choice: string): HTMLElement {
    const item = h(
      'button',
      { ...test(`submit_button-menu-item-${choice}`), type: 'button' },
      ...label(choice),
    )
    item.addEventListener('click', () => {
      list.setAttribute('hidden', '')
      submit(choice)
    })
    return h('li', {}, item)
  }
}

const label = (status: string) => [
  `${say('submitAs')} `,
  h('strong', { class: `status-${status}` }, say(status)),
]
