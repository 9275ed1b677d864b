import { garden, h, icon, test } from './dom.ts'
import type { TicketView } from './ticket-data.ts'
import { say } from './words.ts'

/** The ticket's fields. */
export function buildForm(view: TicketView): HTMLElement {
  return h(
    'div',
    { id: 'ticket_sidebar', class: 'form' },
    field(
      'requester',
      h('div', { ...test('ticket-system-field-requester-menu'), class: 'control' }, view.requester.name),
    ),
    field('assignee', assignee(view)),
    h('hr', {}),
    field('tags', h('div', { ...test('ticket-fields-tags'), class: 'control tags' }, ...tagChips(view.tags))),
    field('type', select(view.type)),
    field('priority', select(view.priority)),
    field(
      'plan',
      h(
        'div',
        test('ticket-form-field-text-field-360011223344'),
        h('input', { class: 'control', 'aria-label': say('plan') }),
      ),
    ),
  )
}

/** Shows the fields as they are now; what the agent has typed stays. */
export function updateForm(pane: ParentNode, view: TicketView): void {
  pane.querySelector('[data-test-id="ticket-fields-tags"]')?.replaceChildren(...tagChips(view.tags))
  pane.querySelector('[data-test-id="assignee-field"]')?.replaceWith(assignee(view))
}

function field(name: string, control: HTMLElement): HTMLElement {
  return h(
    'div',
    { ...garden('forms.field'), class: 'field' },
    h('label', { ...garden('forms.input_label') }, say(name)),
    control,
  )
}

function assignee(view: TicketView): HTMLElement {
  const names = [view.group, view.assignee].filter(name => name !== null)
  const shown = names.flatMap((name, index) => [
    index > 0 ? h('i', {}, '/') : null,
    h('span', { title: name }, name),
  ])
  return h(
    'div',
    { ...test('assignee-field'), class: 'control' },
    h(
      'span',
      { ...test('assignee-field-selected-agent-tag'), class: 'assignee' },
      ...(names.length > 0 ? shown : [say('unassigned')]),
    ),
    icon('down'),
  )
}

function tagChips(tags: readonly string[]): HTMLElement[] {
  return tags.map(tag => h('span', { ...garden('tags.tag_view'), class: 'tag' }, tag))
}

function select(value: string | null): HTMLElement {
  return h('div', { class: 'control' }, value ? say(value) : say('unassigned'), icon('down'))
}
