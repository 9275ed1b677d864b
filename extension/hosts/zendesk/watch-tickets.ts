import { type RecordRef, recordKey } from '../../../shared/record-ref.ts'
import { activeTicket, TAB_MARKS, tabListOf, ticketInUrl } from './active-ticket.ts'

/** What the watcher needs from the content script's lifetime. */
export interface Lifetime {
  readonly setTimeout: (run: () => void, ms: number) => number
  readonly setInterval: (run: () => void, ms: number) => number
  readonly onInvalidated: (run: () => void) => void
}

/** Tabs and URL change one after the other; by the last of these they agree or never will. */
const SETTLE_MS = [0, 30, 100, 300, 1000, 3000]
/** How soon a replaced tab list or a wiped panel is noticed. */
const UPKEEP_MS = 1000

export interface TicketWatch {
  /** Asks the page now; nothing remembered. */
  readonly now: () => RecordRef | null
  /** To be told of every navigation, with the URL it leads to. */
  readonly navigated: (to: URL) => void
}

interface Handlers {
  /** Each new answer of `activeTicket`; resolves to whether somebody heard it. Unheard, it is told again. */
  readonly change: (record: RecordRef | null, onTicketPage: boolean) => Promise<boolean>
  /** About once a second on tickets. */
  readonly upkeep: () => void
}

/** Off tickets nothing observes and no timer runs. */
export function watchTickets(lifetime: Lifetime, on: Handlers): TicketWatch {
  let told: string | undefined
  let observed: Element | null = null
  let upkeep: number | undefined

  const tell = async (url: URL) => {
    const record = activeTicket(document, url)
    const onTicketPage = ticketInUrl(url) !== null
    const said = `${onTicketPage} ${record ? recordKey(record) : ''}`
    if (said === told) return
    told = said
    if (!(await on.change(record, onTicketPage)) && told === said) told = undefined
  }
  const observer = new MutationObserver(() => void tell(new URL(location.href)))

  const observeTabs = () => {
    const tabs = tabListOf(document)
    if (tabs === observed) return
    observer.disconnect()
    observed = tabs
    if (tabs) observer.observe(tabs, { subtree: true, childList: true, attributeFilter: TAB_MARKS })
  }
  const look = () => {
    observeTabs()
    void tell(new URL(location.href))
    on.upkeep()
  }
  const start = () => {
    for (const ms of SETTLE_MS) lifetime.setTimeout(() => upkeep !== undefined && look(), ms)
    upkeep ??= lifetime.setInterval(() => !document.hidden && look(), UPKEEP_MS)
  }
  const stop = () => {
    clearInterval(upkeep)
    upkeep = undefined
    observer.disconnect()
    observed = null
  }
  const navigated = (to: URL) => {
    // The event comes before the commit: location still names the page being left.
    if (ticketInUrl(to)) start()
    else stop()
    void tell(to)
  }

  lifetime.onInvalidated(stop)
  navigated(new URL(location.href))
  return { now: ticketNow, navigated }
}

function ticketNow(): RecordRef | null {
  return activeTicket(document, new URL(location.href))
}
