import { fillDashboard } from './dashboard.ts'
import { h } from './dom.ts'
import { buildFrame } from './frame.ts'
import { navigate, type Place, pushPath } from './navigation.ts'
import { buildTab, markDirty, markTab } from './tabs.ts'
import { readTicket } from './ticket-data.ts'
import { TicketPane } from './ticket-pane.ts'
import { ViewList } from './view-list.ts'

interface OpenTicket {
  readonly pane: TicketPane
  readonly tab: HTMLElement
}

export interface Activation {
  /** What changes first: the address or the page. */
  readonly order?: 'url-first' | 'dom-first'
  /** Between the two, milliseconds; 0 keeps both in one task. */
  readonly gapMs?: number
}

/** The whole page: open tickets, all mounted together, and the view list and dashboard under them. */
export class Workspace {
  readonly root: HTMLElement
  readonly views = new ViewList()
  readonly #agent: string
  readonly #tablist: HTMLElement
  readonly #panes: HTMLElement
  readonly #dashboard = h('div', { class: 'dashboard' })
  readonly #open = new Map<number, OpenTicket>()

  constructor(agent: string) {
    this.#agent = agent
    const { root, tablist, panes } = buildFrame(agent)
    this.root = root
    this.#tablist = tablist
    this.#panes = panes
    panes.append(this.#dashboard, this.views.element)
  }

  async show(place: Place): Promise<void> {
    if (place.kind === 'ticket') {
      if (await this.mount(place.id)) this.#select(place.id)
      return
    }
    this.#select(null)
    this.#dashboard.classList.toggle('front', place.kind === 'dashboard')
    this.views.element.classList.toggle('front', place.kind === 'view')
    if (place.kind === 'view') await this.views.show(place.id)
    else await fillDashboard(this.#dashboard, this.#agent)
  }

  /** Opens a tab without going to it. False where there is no such ticket. */
  async mount(id: number): Promise<boolean> {
    if (this.#open.has(id)) return true
    const view = await readTicket(id)
    if (!view) return false
    if (this.#open.has(id)) return true
    const tab = buildTab(id, view.subject, {
      open: opened => navigate(`/agent/tickets/${opened}`),
      close: closed => this.close(closed),
    })
    const pane = new TicketPane(view, isDirty => markDirty(tab, isDirty))
    this.#open.set(id, { pane, tab })
    this.#tablist.append(tab)
    this.#panes.append(pane.element)
    return true
  }

  async activate(id: number, { order = 'url-first', gapMs = 0 }: Activation = {}): Promise<void> {
    await this.mount(id)
    const steps = [() => pushPath(`/agent/tickets/${id}`), () => this.#select(id)]
    if (order === 'dom-first') steps.reverse()
    steps[0]?.()
    if (gapMs > 0) await new Promise(resolve => setTimeout(resolve, gapMs))
    steps[1]?.()
  }

  close(id: number): void {
    const wasActive = location.pathname === `/agent/tickets/${id}`
    const ticket = this.#open.get(id)
    ticket?.tab.remove()
    ticket?.pane.element.remove()
    this.#open.delete(id)
    const next = [...this.#open.keys()].at(-1)
    if (wasActive) navigate(next === undefined ? '/agent/dashboard' : `/agent/tickets/${next}`)
  }

  pane(id: number): TicketPane {
    const open = this.#open.get(id)
    if (!open) throw new Error(`Ticket ${id} is not open`)
    return open.pane
  }

  setDirty(id: number, isDirty: boolean): void {
    const tab = this.#open.get(id)?.tab
    if (tab) markDirty(tab, isDirty)
  }

  /** Something changed on the server. */
  async refresh(id: number): Promise<void> {
    const open = this.#open.get(id)
    const view = open && (await readTicket(id))
    if (view) open.pane.update(view)
    if (this.views.element.classList.contains('front')) await this.views.refresh()
  }

  #select(id: number | null): void {
    for (const [each, { pane, tab }] of this.#open) {
      pane.activate(each === id)
      markTab(tab, each === id)
    }
    if (id === null) return
    this.#dashboard.classList.remove('front')
    this.views.element.classList.remove('front')
  }
}
