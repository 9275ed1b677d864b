import { statusBadge } from './badge.ts'
import { avatar, h, icon, test } from './dom.ts'
import type { TicketView } from './ticket-data.ts'
import { say } from './words.ts'

/** The requester's card, other tickets, and the place for apps. */
export function buildContextPanel(view: TicketView): HTMLElement {
  const { requester } = view
  return h(
    'div',
    { ...test('component-type-ContextPanel'), class: 'context' },
    h(
      'div',
      { class: 'context-body' },
      h(
        'div',
        test('omnipanel-content'),
        h(
          'div',
          { ...test('customer-context-pane'), class: 'customer' },
          h('div', { class: 'customer-head' }, avatar(requester.name), h('strong', {}, requester.name)),
          h(
            'dl',
            {},
            ...row(say('email'), h('span', { ...test('attribute-email-display') }, requester.email)),
            ...row(say('organization'), h('span', {}, view.organization ?? say('noOrganization'))),
          ),
          h('h3', {}, say('interactions')),
          ...history(view),
        ),
      ),
      h('div', { ...test('component-type-AppPane') }),
    ),
    h(
      'div',
      { class: 'selector' },
      h(
        'button',
        {
          ...test('omnipanel-selector-item-customer-context'),
          type: 'button',
          'aria-pressed': 'true',
          'aria-label': say('customer'),
        },
        icon('customers'),
      ),
      h(
        'button',
        {
          ...test('omnipanel-selector-item-apps'),
          type: 'button',
          'aria-pressed': 'false',
          'aria-label': say('apps'),
        },
        icon('apps'),
      ),
    ),
  )
}

const row = (label: string, value: HTMLElement): HTMLElement[] => [h('dt', {}, label), h('dd', {}, value)]

function history({ others }: TicketView): HTMLElement[] {
  if (others.length === 0) return [h('p', { class: 'quiet' }, say('noInteractions'))]
  return others.map(({ id, subject, status }) =>
    h(
      'a',
      { class: 'interaction', href: `/agent/tickets/${id}` },
      statusBadge(status),
      h('span', {}, subject),
      h('small', {}, `#${id}`),
    ),
  )
}
