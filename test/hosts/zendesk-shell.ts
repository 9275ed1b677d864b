const NONCE = 'c2hlbGw'

/** The policy a strict host would send; extension frames load in spite of it. */
export const SHELL_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; script-src 'nonce-${NONCE}'; style-src 'nonce-${NONCE}'; frame-src 'self'; connect-src 'self'`,
}

interface Shell {
  tickets: readonly string[]
  /** How the shell marks the tab in front. */
  marks?: 'current' | 'legacy'
  headerAfterMs?: number
  dark?: boolean
}

/**
 * A page with the bones of the Agent Workspace: all open tickets mounted together, a header of tabs, a submit button
 * in the lower right corner. `shell` in the page plays what a real one does.
 */
export function zendeskShell({ tickets, marks = 'current', headerAfterMs = 0, dark = false }: Shell): string {
  return `<!doctype html><html lang="en"><head><title>Agent</title><style nonce="${NONCE}">
  html, body { margin: 0; height: 100%; font: 14px system-ui; ${dark ? 'color: #d8dcde; background: rgb(21,26,30)' : 'background: #fff'} }
  body { display: grid; grid-template-rows: 48px 1fr }
  header { display: flex; gap: 8px; padding: 8px; border-bottom: 1px solid #ccc }
  main { position: relative } .ticket { position: absolute; inset: 0 }
  footer { position: absolute; right: 0; bottom: 0; padding: 12px }
  .ticket:not(:has([data-is-active="true"])) { z-index: -1 }
  </style></head><body><header data-test-id="header-toolbar"></header><main id="main_panes"></main>
  <script nonce="${NONCE}">
  const marks = ${JSON.stringify(marks)}, ids = ${JSON.stringify(tickets)}
  const header = document.querySelector('header'), main = document.querySelector('main')
  const tab = id => '<a data-test-id="header-tab" data-entity-type="TICKET_ENTITY_TYPE" data-entity-id="' + id + '" href="/agent/tickets/' + id + '">#' + id + '</a>'
  const pane = id => '<div class="ticket"><div data-test-id="ticket-' + id + '-standard-layout" data-is-active="false"><h1>Ticket ' + id + '</h1><footer><button data-test-id="submit_button-button">Submit</button></footer></div></div>'
  window.shell = {
    submitted: 0,
    header() { header.innerHTML = '<nav data-test-id="header-tablist">' + ids.map(tab).join('') + '</nav>'; this.select(this.front) },
    panes() { main.innerHTML = ids.map(pane).join(''); this.select(this.front) },
    front: location.pathname.match(/tickets\\/(\\d+)/)?.[1],
    select(id) {
      this.front = id
      for (const tab of document.querySelectorAll('[data-test-id=header-tab]')) {
        const on = tab.dataset.entityId === id
        if (marks === 'legacy') tab.setAttribute('data-selected', String(on))
        else { tab.setAttribute('data-entity-is-selected', String(on)); on ? tab.setAttribute('aria-current', 'page') : tab.removeAttribute('aria-current') }
      }
      for (const pane of document.querySelectorAll('[data-is-active]')) pane.dataset.isActive = String(pane.dataset.testId.includes('-' + id + '-'))
    },
    go(id) { history.pushState(null, '', '/agent/tickets/' + id); this.select(id) },
    leave() { history.pushState(null, '', '/agent/filters/1'); this.select(null) },
  }
  document.addEventListener('click', event => { if (event.target.closest('[data-test-id=submit_button-button]')) shell.submitted++ })
  shell.panes()
  setTimeout(() => shell.header(), ${headerAfterMs})
  </script></body></html>`
}
