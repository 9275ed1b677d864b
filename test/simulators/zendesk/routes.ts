import { type Context, Hono } from 'hono'
import { auditRoutes } from './audit-routes.ts'
import type { ActorEnv } from './credentials.ts'
import { invalidAttribute, notFound } from './error.ts'
import { cursorExport, timeExport } from './incremental.ts'
import { pageOf } from './page-of.ts'
import { peopleRoutes, shownGroup } from './people-routes.ts'
import type { ZendeskWorld } from './state.ts'
import type { SimTicket } from './ticket.ts'
import { readChange } from './ticket-change.ts'
import { updateTicket } from './update-ticket.ts'
import type { ZendeskWebhook } from './webhooks.ts'

/** `/api/v2`, with and without `.json` at the end. */
export function zendeskRoutes(world: ZendeskWorld, webhooks: readonly ZendeskWebhook[]): Hono<ActorEnv> {
  const app = new Hono<ActorEnv>()
  ticketRoutes(app, world)
  tagRoutes(app, world)
  app.route('/', auditRoutes(world))
  app.route('/', peopleRoutes(world))
  exportRoutes(app, world)
  app.get('/webhooks/:id/signing_secret', c => {
    const webhook = webhooks.find(({ id }) => id === c.req.param('id'))
    if (!webhook) throw notFound()
    return c.json({ signing_secret: { algorithm: 'SHA256', secret: webhook.secret } })
  })
  return app
}

function ticketRoutes(app: Hono<ActorEnv>, world: ZendeskWorld): void {
  const { state } = world
  app.get('/tickets', c => c.json(pageOf('tickets', state.liveTickets(), new URL(c.req.url))))
  app.get('/tickets/:id', c => c.json(showTicket(world, ticketOf(world, c), c.req.query('include') ?? '')))
  app.put('/tickets/:id', async c => {
    const ticket = ticketOf(world, c)
    const body = await bodyOf(c)
    const audit = updateTicket(world, ticket, readChange(body.ticket), c.var.actor)
    return c.json({ ticket, audit })
  })
  app.get('/tickets/:id/comments', c => {
    const { id } = ticketOf(world, c)
    return c.json(pageOf('comments', state.comments.get(id) ?? [], new URL(c.req.url)))
  })
}

/** What changed since a moment. */
function exportRoutes(app: Hono<ActorEnv>, { state, clock }: ZendeskWorld): void {
  const asked = (name: string, c: Context) => ({ name, url: new URL(c.req.url), nowSeconds: clock.seconds() })
  app.get('/incremental/tickets/cursor', c => {
    const answer = cursorExport(state.exportedTickets(), asked('tickets', c))
    if (c.req.query('include') !== 'users') return c.json(answer.page)
    const people = answer.rows.flatMap(({ requester_id, assignee_id }) => [requester_id, assignee_id])
    return c.json({
      ...answer.page,
      users: [...new Set(people)].flatMap(id => state.users.get(id ?? 0) ?? []),
    })
  })
  app.get('/incremental/users/cursor', c =>
    c.json(cursorExport(state.users.values(), asked('users', c)).page),
  )
  app.get('/incremental/organizations', c => {
    const all = [...state.organizations.values(), ...state.deletedOrganizations.values()]
    return c.json(timeExport(all, asked('organizations', c)))
  })
  app.get('/deleted_tickets', c => {
    const deleted = [...state.tickets.values()].filter(({ id }) => state.deleted.has(id))
    const rows = deleted.map(({ id, subject, updated_at }) => ({ id, subject, deleted_at: updated_at }))
    return c.json(
      pageOf(
        'deleted_tickets',
        rows.toSorted((a, b) => (a.deleted_at < b.deleted_at ? -1 : 1)),
        new URL(c.req.url),
      ),
    )
  })
}

/** PUT adds, POST sets, DELETE removes. */
function tagRoutes(app: Hono<ActorEnv>, world: ZendeskWorld): void {
  app.get('/tickets/:id/tags', c => c.json({ tags: ticketOf(world, c).tags }))
  app.put('/tickets/:id/tags', async c => c.json({ tags: await changeTags(world, c, 'additional_tags') }))
  app.post('/tickets/:id/tags', async c => c.json({ tags: await changeTags(world, c, 'tags') }, 201))
  app.delete('/tickets/:id/tags', async c => c.json({ tags: await changeTags(world, c, 'remove_tags') }))
}

async function changeTags(
  world: ZendeskWorld,
  c: Context<ActorEnv>,
  field: 'tags' | 'additional_tags' | 'remove_tags',
): Promise<string[]> {
  const ticket = ticketOf(world, c)
  const { tags, safe_update, updated_stamp } = await bodyOf(c)
  updateTicket(world, ticket, readChange({ [field]: tags, safe_update, updated_stamp }), c.var.actor)
  return ticket.tags
}

/** `include` takes users, organizations, groups and slas; the last sits inside the ticket. */
function showTicket({ state }: ZendeskWorld, ticket: SimTicket, include: string) {
  const wanted = new Set(include.split(',').map(name => name.trim()))
  const people = [ticket.requester_id, ticket.submitter_id, ticket.assignee_id]
  const organization = state.organizations.get(ticket.organization_id ?? 0)
  const group = state.groups.get(ticket.group_id ?? 0)
  return {
    ticket: {
      ...ticket,
      ...(wanted.has('slas') && { slas: { policy_metrics: state.slas.get(ticket.id) ?? [] } }),
    },
    ...(wanted.has('users') && { users: [...new Set(people)].flatMap(id => state.users.get(id ?? 0) ?? []) }),
    ...(wanted.has('organizations') && { organizations: organization ? [organization] : [] }),
    ...(wanted.has('groups') && { groups: group ? [shownGroup(group)] : [] }),
  }
}

function ticketOf({ state }: ZendeskWorld, c: Context): SimTicket {
  return state.ticket(Number(c.req.param('id')))
}

async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  const body: unknown = await c.req.json().catch(() => null)
  if (typeof body !== 'object' || body === null)
    throw invalidAttribute('body', 'The request body is not valid JSON.')
  return { ...body }
}
