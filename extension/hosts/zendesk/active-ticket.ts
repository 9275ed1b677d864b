import type { RecordRef } from '../../../shared/record-ref.ts'

const TAB_LIST = '[data-test-id="header-tablist"]'
const TAB = '[data-test-id="header-tab"]'
const SELECTED = [
  '[data-entity-is-selected="true"]',
  '[aria-current="page"]',
  '[aria-selected="true"]',
  '[data-selected="true"]',
]
  .map(mark => `${TAB}${mark}`)
  .join(',')
const TICKET_PATH = /^\/agent\/tickets\/(\d{1,20})(?:\/|$)/

/** Attributes by which one shell or another marks the tab in front. */
export const TAB_MARKS = [
  'data-entity-id',
  'data-entity-is-selected',
  'aria-current',
  'aria-selected',
  'data-selected',
]

export function tabListOf(page: Document): Element | null {
  return page.querySelector(TAB_LIST)
}

/** The ticket a URL names, or null. */
export function ticketInUrl(url: URL): string | null {
  return TICKET_PATH.exec(url.pathname)?.[1] ?? null
}

/**
 * The ticket before the agent. Every open ticket stays in the page and looks visible, so neither the first match nor
 * visibility says anything: the selected tab of the header does, and the URL must not contradict it. No header yet
 * (it may come seconds late): the URL alone. Several selected tabs, another kind of tab, or another id: none.
 */
export function activeTicket(page: Document, url: URL): RecordRef | null {
  const inUrl = ticketInUrl(url)
  if (!inUrl) return null
  const selected = [...page.querySelectorAll(SELECTED)]
  if (selected.length > 1) return null
  const [tab] = selected
  if (tab && !(isTicketTab(tab) && tab.getAttribute('data-entity-id') === inUrl)) return null
  return { host: 'zendesk', type: 'ticket', id: inUrl }
}

/** Older shells leave the entity type out. */
function isTicketTab(tab: Element): boolean {
  return (tab.getAttribute('data-entity-type') ?? 'TICKET_ENTITY_TYPE') === 'TICKET_ENTITY_TYPE'
}
