import { statusBadge, timeLeft } from './badge.ts'
import { garden, h, icon, test } from './dom.ts'
import { navigate } from './navigation.ts'
import { type RowView, readRows, readViews, type ViewSummary } from './ticket-data.ts'
import { variant } from './variant.ts'
import { say, sayTime } from './words.ts'

type SortKey =
  | 'status'
  | 'subject'
  | 'requester'
  | 'updatedAt'
  | 'priority'
  | 'group'
  | 'assignee'
  | 'slaMinutes'

const COLUMNS: readonly (readonly [SortKey, string])[] = [
  ['status', 'status'],
  ['subject', 'subject'],
  ['requester', 'requester'],
  ['updatedAt', 'requested'],
  ['priority', 'priority'],
  ['group', 'group'],
  ['assignee', 'assignee'],
  ['slaMinutes', 'SLA'],
]

/** The page of one view: tree at the left, table at the right. Sorting and refreshing replace every row. */
export class ViewList {
  readonly element = h('div', { ...test('views_views-pane-div'), class: 'views' })
  #id = ''
  #rows: RowView[] = []
  #views: ViewSummary[] = []
  #sort: { key: SortKey; descending: boolean } = { key: 'updatedAt', descending: true }

  async show(id: string): Promise<void> {
    this.#id = id
    const [rows, views] = await Promise.all([readRows(id), readViews()])
    this.#rows = rows
    this.#views = views
    this.#render()
  }

  async refresh(): Promise<void> {
    if (this.#id !== '') await this.show(this.#id)
  }

  /** Turns the order round, or sorts by another column, with new row elements. */
  sortBy(key: SortKey = this.#sort.key): void {
    this.#sort = { key, descending: this.#sort.key === key ? !this.#sort.descending : false }
    this.#render()
  }

  #render(): void {
    const body = h('tbody', test('generic-table-body'), ...this.#sorted().map(row))
    const [head, ...tables] =
      variant.shell === 'old' ? this.#twoTables(body) : [this.#table([this.#head(), body])]
    const pane = h(
      'div',
      { ...garden('pane'), class: 'view-pane' },
      this.#header(),
      h(
        'div',
        garden('pane.content'),
        h('div', test(variant.shell === 'old' ? 'table_container' : 'table-wrap'), head ?? '', ...tables),
      ),
    )
    this.element.replaceChildren(this.#tree(), pane)
  }

  #sorted(): RowView[] {
    const { key, descending } = this.#sort
    const sorted = this.#rows.toSorted((a, b) => String(a[key] ?? '').localeCompare(String(b[key] ?? '')))
    return descending ? sorted.toReversed() : sorted
  }

  #table(parts: HTMLElement[], testId = 'generic-table'): HTMLElement {
    return h('table', { ...test(testId), ...garden('tables.table') }, ...parts)
  }

  #twoTables(body: HTMLElement): HTMLElement[] {
    return [this.#table([this.#head()], 'table_header'), this.#table([body], 'table_main')]
  }

  #head(): HTMLElement {
    const cells = COLUMNS.map(([key, name]) => {
      const isSorted = key === this.#sort.key
      const sortable = h(
        'button',
        { ...test('generic-table-cells-sortable'), type: 'button' },
        say(name),
        isSorted ? h('i', {}, this.#sort.descending ? '↓' : '↑') : null,
      )
      sortable.addEventListener('click', () => this.sortBy(key))
      const order = isSorted ? (this.#sort.descending ? 'descending' : 'ascending') : 'none'
      return h('th', { ...garden('tables.header_cell'), 'aria-sort': order }, sortable)
    })
    return h(
      'thead',
      test('generic-table-head'),
      h(
        'tr',
        garden('tables.header_row'),
        h('th', garden('tables.header_cell')),
        h('th', garden('tables.header_cell')),
        ...cells,
        h('th', garden('tables.header_cell')),
      ),
    )
  }

  #header(): HTMLElement {
    const name = this.#views.find(({ id }) => id === this.#id)?.name ?? say('views')
    const refresh = h(
      'button',
      {
        ...test('views_views-list_header-refresh'),
        type: 'button',
        class: 'tool',
        'aria-label': say('refresh'),
      },
      icon('refresh'),
    )
    refresh.addEventListener('click', () => void this.refresh())
    return h(
      'header',
      { ...test('views_views-header'), class: 'view-head' },
      h('h1', {}, name),
      h(
        'span',
        { ...test('views_views-header-counter'), class: 'quiet' },
        `${this.#rows.length} ${say('tickets')}`,
      ),
      h('span', { class: 'spring' }),
      refresh,
    )
  }

  #tree(): HTMLElement {
    const items = this.#views.map(({ id, name, count }) => {
      const item = h(
        'a',
        {
          ...test(`views_views-list_item-view-${id}`),
          href: `/agent/filters/${id}`,
          'aria-current': id === this.#id ? 'page' : null,
        },
        h('span', {}, name),
        h('span', { ...test('views_views-list_item_count'), class: 'count' }, String(count)),
      )
      item.addEventListener('click', event => {
        event.preventDefault()
        navigate(`/agent/filters/${id}`)
      })
      return item
    })
    return h('nav', { class: 'view-tree', 'aria-label': 'Views' }, h('h2', {}, say('views')), ...items)
  }
}

function row(ticket: RowView): HTMLElement {
  const link = h('a', { ...garden('buttons.anchor'), href: `/agent/tickets/${ticket.id}` }, ticket.subject)
  link.addEventListener('click', event => {
    event.preventDefault()
    navigate(`/agent/tickets/${ticket.id}`)
  })
  return h(
    'tr',
    {
      ...test('generic-table-row'),
      ...garden('tables.row'),
      role: 'row',
      'aria-selected': 'false',
      tabindex: '-1',
    },
    h(
      'td',
      test('generic-table-cells-selectable'),
      h('input', { type: 'checkbox', 'aria-label': say('select') }),
    ),
    h('td', test('ticket-table-cells-collision-eye')),
    h('td', test('ticket-table-cells-custom-status'), statusBadge(ticket.status)),
    h('td', test('ticket-table-cells-subject'), h('div', {}, h('div', {}, link))),
    word(ticket.requester),
    h(
      'td',
      test('generic-table-cells-date'),
      h('time', { datetime: ticket.updatedAt, title: ticket.updatedAt }, sayTime(ticket.updatedAt)),
    ),
    word(ticket.priority),
    word(ticket.group),
    h('td', test('ticket-table-cells-assignee'), ticket.assignee ?? '–'),
    h(
      'td',
      test('ticket-table-cells-sla'),
      ticket.slaMinutes === null ? '' : h('span', { class: 'sla' }, timeLeft(ticket.slaMinutes)),
    ),
    h(
      'td',
      test('generic-table-cells-overflow-menu-cell'),
      h(
        'button',
        {
          ...test('generic-table-cells-overflow-menu-overflow-button'),
          type: 'button',
          'aria-label': say('more'),
        },
        '⋮',
      ),
    ),
  )
}

function word(value: string | null): HTMLElement {
  const shown = value ? say(value) : '–'
  return h('td', { 'aria-label': shown }, shown)
}
