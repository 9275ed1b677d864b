import { type Context, Hono } from 'hono'
import type { SimAudit } from './audit.ts'
import type { ActorEnv } from './credentials.ts'
import { pageOf } from './page-of.ts'
import { shownGroup } from './people-routes.ts'
import type { ZendeskState, ZendeskWorld } from './state.ts'

/** What was done to tickets, and the rules that did some of it. */
export function auditRoutes({ state }: ZendeskWorld): Hono<ActorEnv> {
  const app = new Hono<ActorEnv>()
  app.get('/tickets/:id/audits', c => {
    const { id } = state.ticket(Number(c.req.param('id')))
    const page = pageOf('audits', state.audits.get(id) ?? [], new URL(c.req.url))
    return c.json({ ...page, ...sideload(state, state.audits.get(id) ?? [], c) })
  })
  for (const kind of ['triggers', 'automations'] as const) {
    app.get(`/${kind}`, c => {
      const active = c.req.query('active')
      const rules = [...state[kind].values()].filter(
        rule => active === undefined || String(rule.active) === active,
      )
      return c.json(
        pageOf(
          kind,
          rules.toSorted((a, b) => a.position - b.position),
          new URL(c.req.url),
        ),
      )
    })
  }
  return app
}

/** `include` takes users and groups: whoever wrote, and whom and what a change names. */
function sideload(state: ZendeskState, audits: readonly SimAudit[], c: Context): object {
  const wanted = new Set(c.req.query('include')?.split(','))
  const named = (field: string) =>
    audits.flatMap(({ events }) =>
      events.flatMap(event =>
        'field_name' in event && event.field_name === field ? [event.value, event.previous_value] : [],
      ),
    )
  const authors = audits.flatMap(({ author_id, events }) => [
    author_id,
    ...events.flatMap(event => (event.type === 'Comment' ? [event.author_id] : [])),
  ])
  const idsOf = (values: readonly unknown[]) => [...new Set(values.map(Number))]
  const groups = idsOf(named('group_id')).flatMap(id => state.groups.get(id) ?? [])
  return {
    ...(wanted.has('users') && {
      users: idsOf([...authors, ...named('assignee_id')]).flatMap(id => state.users.get(id) ?? []),
    }),
    ...(wanted.has('groups') && { groups: groups.map(shownGroup) }),
  }
}
