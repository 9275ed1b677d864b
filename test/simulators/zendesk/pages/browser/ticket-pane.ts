import { statusLabel } from './badge.ts'
import { buildContextPanel } from './context-panel.ts'
import { buildComment, buildConversation, typedComment } from './conversation.ts'
import { garden, h, test } from './dom.ts'
import { buildFooter } from './footer.ts'
import { buildForm, updateForm } from './form.ts'
import { saveTicket, type TicketView } from './ticket-data.ts'
import { type Column, variant } from './variant.ts'
import { say } from './words.ts'

const WIDTHS: Readonly<Record<Column, string>> = { form: '22fr', conversation: '50fr', context: '28fr' }

/** One open ticket's workspace. It stays in the document, at the same place as all others, while its tab is open. */
export class TicketPane {
  readonly id: number
  readonly element: HTMLElement
  #view: TicketView
  #isActive = false
  readonly #onDirty: (isDirty: boolean) => void

  constructor(view: TicketView, onDirty: (isDirty: boolean) => void) {
    this.id = view.id
    this.#view = view
    this.#onDirty = onDirty
    this.element = h(
      'div',
      { class: variant.shell === 'old' ? 'ticket ember-view workspace' : 'ticket' },
      this.#layout(),
    )
    this.#showPanelLate()
    this.activate(false)
  }

  get subject(): string {
    return this.#view.subject
  }

  activate(isActive: boolean): void {
    this.#isActive = isActive
    this.element.classList.toggle('front', isActive)
    if (variant.shell === 'old') this.element.style.display = isActive ? '' : 'none'
    this.#markLayout(this.#layoutElement())
  }

  /** Shows the ticket as it is now, in place. */
  update(view: TicketView): void {
    this.#view = view
    const feed = this.element.querySelector('.feed')
    for (const comment of view.comments) {
      if (!feed?.querySelector(`[data-comment-id="${comment.id}"]`)) feed?.append(buildComment(comment))
    }
    this.element.querySelector('.breadcrumb .ticket_status_label')?.replaceWith(statusLabel(view.status))
    updateForm(this.element, view)
    this.element.querySelector('[data-test-id="ticket-footer"]')?.replaceWith(this.#footer())
    const log = this.element.querySelector('.log')
    log?.scrollTo({ top: log.scrollHeight })
  }

  /** A new layout with equal attributes takes the old one's place, all in one task. */
  rerender(): void {
    this.#layoutElement().replaceWith(this.#layout())
    this.#showPanelLate()
  }

  /** The layout stays, everything in it is replaced. */
  wipeChildren(): void {
    this.#layoutElement().replaceChildren(...this.#layout().childNodes)
    this.#showPanelLate()
  }

  #layoutElement(): HTMLElement {
    const layout = this.element.firstElementChild
    if (!(layout instanceof HTMLElement)) throw new Error('The pane has no layout')
    return layout
  }

  #layout(): HTMLElement {
    const columns = variant.columns.map((column, index) =>
      h(
        'div',
        { ...test(`column-${index + 1}`), ...garden('pane'), class: `column ${column}-column` },
        this.#column(column),
      ),
    )
    const layout = h(
      'div',
      { ...test(`ticket-${this.id}-${variant.layout}-layout`), class: 'ticket-panes-grid-layout' },
      ...columns,
      this.#footer(),
    )
    layout.style.display = 'grid'
    layout.style.gridTemplateColumns = variant.columns.map(column => WIDTHS[column]).join(' ')
    this.#markLayout(layout)
    return layout
  }

  #markLayout(layout: HTMLElement): void {
    if (variant.shell === 'old') return
    layout.classList.toggle('active', this.#isActive)
    layout.setAttribute('data-is-active', String(this.#isActive))
  }

  #column(column: Column): HTMLElement | null {
    if (column === 'form') return buildForm(this.#view)
    if (column === 'conversation') return this.#conversation()
    return variant.latePanelMs > 0 ? null : buildContextPanel(this.#view)
  }

  #conversation(): HTMLElement {
    const conversation = buildConversation(this.#view)
    conversation.addEventListener('input', () => this.#onDirty(true))
    return conversation
  }

  #showPanelLate(): void {
    if (variant.latePanelMs === 0) return
    setTimeout(() => {
      const column = this.element.querySelector('.context-column')
      if (column && !column.hasChildNodes()) column.append(buildContextPanel(this.#view))
    }, variant.latePanelMs)
  }

  #footer(): HTMLElement {
    return buildFooter(this.#view.status, status => void this.#submit(status))
  }

  async #submit(status: string): Promise<void> {
    const comment = typedComment(this.element)
    const saved = await saveTicket(this.id, { status, ...(comment && { comment }) })
    if (!saved) {
      this.#layoutElement().append(
        h(
          'div',
          { ...test('ticket_saving_error_notification'), class: 'failed', role: 'alert' },
          say('saveFailed'),
        ),
      )
      return
    }
    this.element.querySelector('.composer-text')?.replaceChildren()
    this.#onDirty(false)
    this.update(saved)
  }
}
