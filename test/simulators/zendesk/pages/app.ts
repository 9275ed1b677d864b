import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { z } from 'zod'
import { Refused } from '../error.ts'
import type { LiveTickets } from '../live-tickets.ts'
import type { ZendeskWorld } from '../state.ts'
import { readChange, TicketChange } from '../ticket-change.ts'
import { updateTicket } from '../update-ticket.ts'
import { shellPage } from './shell.ts'
import { listRows, VIEWS, viewTicket } from './ticket-view.ts'

export interface PagesParts {
  readonly world: ZendeskWorld
  readonly live: LiveTickets
  /** Who is signed in. */
  readonly agentId: number
}

const BROWSER = new URL('browser/', import.meta.url)

/** `https://acme.zendesk.com/agent/…`: one shell for every address, its modules, and the data behind them. */
export function pagesApp(parts: PagesParts): Hono {
  const app = new Hono()
  let pages = 0
  app.get('/agent/assets/:name{[a-z-]+\\.(?:ts|css)}', c => {
    const name = c.req.param('name')
    const text = readFileSync(new URL(name, BROWSER), 'utf8')
    const isStyle = name.endsWith('.css')
    c.header('content-type', isStyle ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8')
    c.header('cache-control', 'no-store')
    return c.body(isStyle ? text : stripTypeScriptTypes(text))
  })
  app.route('/agent/data', dataRoutes(parts))
  app.get('/agent/*', c => {
    pages += 1
    const nonce = Buffer.from(`mesh-nonce-${pages}`).toString('base64')
    c.header('content-security-policy', policyOf(nonce))
    return c.html(
      shellPage({
        nonce,
        url: new URL(c.req.url),
        agent: parts.world.state.users.get(parts.agentId)?.name ?? 'Agent',
      }),
    )
  })
  app.get('/', c => c.redirect('/agent/dashboard'))
  app.get('/favicon.ico', c => c.body(null, 204))
  app.onError((error, c) => {
    if (error instanceof Refused) return c.json(error.body, error.status)
    throw error
  })
  return app
}

/** Strict, so that whatever works here works under Zendesk's own policy. */
const policyOf = (nonce: string) =>
  `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; connect-src 'self'; frame-src 'self'`

const Submit = z.object({ change: TicketChange })

function dataRoutes({ world, live, agentId }: PagesParts): Hono {
  const app = new Hono()
  app.get('/tickets/:id', c => c.json(viewTicket(world, world.state.ticket(Number(c.req.param('id'))))))
  app.get('/views', c =>
    c.json(VIEWS.map(({ id, name }) => ({ id, name, count: listRows(world, id).length }))),
  )
  app.get('/views/:id', c => c.json(listRows(world, c.req.param('id'))))
  app.post('/tickets/:id', async c => {
    const { change } = Submit.parse(await c.req.json())
    const ticket = world.state.ticket(Number(c.req.param('id')))
    updateTicket(world, ticket, readChange(change), { id: agentId, channel: 'web' })
    return c.json(viewTicket(world, ticket))
  })
  app.get('/live', c =>
    streamSSE(c, async stream => {
      const ended = new AbortController()
      stream.onAbort(() => ended.abort())
      live.listen(ticketId => void stream.writeSSE({ event: 'ticket', data: String(ticketId) }), ended.signal)
      await stream.writeSSE({ event: 'ready', data: '' })
      await new Promise(resolve => ended.signal.addEventListener('abort', resolve))
    }),
  )
  return app
}
