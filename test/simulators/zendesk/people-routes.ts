import { type Context, Hono } from 'hono'
import type { ActorEnv } from './credentials.ts'
import { notFound } from './error.ts'
import { membershipsIn, type SimMembership } from './memberships.ts'
import { pageOf } from './page-of.ts'
import type { SimGroup, SimUser } from './people.ts'
import type { ZendeskState, ZendeskWorld } from './state.ts'

/** Users, organizations and groups. */
export function peopleRoutes({ state }: ZendeskWorld): Hono<ActorEnv> {
  const app = new Hono<ActorEnv>()
  app.get('/users/me', c => c.json({ user: state.users.get(c.var.actor.id) }))
  app.get('/users/search', c => {
    const hits = [...state.users.values()].filter(isHit(c.req.query('query') ?? ''))
    return c.json({ ...pageOf('users', hits, new URL(c.req.url)), ...sideload(state, hits, c) })
  })
  app.get('/users/show_many', c => {
    const hits = many([...state.users.values()], c).filter(({ active }) => active)
    return c.json({ ...pageOf('users', hits, new URL(c.req.url)), ...sideload(state, hits, c) })
  })
  app.get('/users/:id', c => c.json({ user: found(state.users, c) }))
  app.get('/organizations/search', c => {
    const { external_id: externalId, name } = c.req.query()
    const hits = [...state.organizations.values()].filter(
      organization => organization.external_id === externalId || organization.name === name,
    )
    return c.json(pageOf('organizations', hits, new URL(c.req.url)))
  })
  app.get('/organizations/show_many', c =>
    c.json(pageOf('organizations', many([...state.organizations.values()], c), new URL(c.req.url))),
  )
  app.get('/organizations/:id/merges', c => {
    const merge = state.merges.get(Number(c.req.param('id')))
    return c.json({ organization_merges: merge ? [merge] : [] })
  })
  app.get('/organizations/:id', c => c.json({ organization: found(state.organizations, c) }))
  groupRoutes(app, state)
  return app
}

function groupRoutes(app: Hono<ActorEnv>, state: ZendeskState): void {
  const all = (c: Context) => new URL(c.req.url)
  const memberships = (c: Context, isMeant: (membership: SimMembership) => boolean) =>
    c.json(pageOf('group_memberships', membershipsIn(state).filter(isMeant), all(c)))
  app.get('/groups', c => {
    const groups = [...state.groups.values()].filter(({ deleted }) => !deleted)
    return c.json(pageOf('groups', groups.map(shownGroup), all(c)))
  })
  app.get('/group_memberships', c => memberships(c, () => true))
  app.get('/users/:id/group_memberships', c => {
    const { id } = found(state.users, c)
    return memberships(c, ({ user_id }) => user_id === id)
  })
  app.get('/groups/:id/memberships', c => {
    const { id } = found(state.groups, c)
    return memberships(c, ({ group_id }) => group_id === id)
  })
  app.get('/groups/:id', c => c.json({ group: shownGroup(found(state.groups, c)) }))
}

export const shownGroup = ({ memberIds: _hidden, ...group }: SimGroup) => group

/** `email:"a@b.example"` is that address; other words are looked for in name and address. */
function isHit(query: string): (user: SimUser) => boolean {
  const wanted = query
    .replace(/^email:/, '')
    .replaceAll('"', '')
    .toLowerCase()
  const isEmail = query.startsWith('email:')
  return ({ email, name, active }) =>
    active && (isEmail ? email.toLowerCase() === wanted : `${name} ${email}`.toLowerCase().includes(wanted))
}

/** Those whose `ids` or `external_ids` the address names. */
function many<T extends { readonly id: number; readonly external_id: string | null }>(
  all: readonly T[],
  c: Context,
) {
  const ids = new Set(c.req.query('ids')?.split(','))
  const externalIds = new Set(c.req.query('external_ids')?.split(','))
  return all.filter(({ id, external_id }) => ids.has(String(id)) || externalIds.has(external_id ?? ''))
}

function sideload(state: ZendeskState, users: readonly SimUser[], c: Context): object {
  if (c.req.query('include') !== 'organizations') return {}
  const ids = [...new Set(users.map(({ organization_id }) => organization_id))]
  return { organizations: ids.flatMap(id => state.organizations.get(id ?? 0) ?? []) }
}

function found<T>(all: ReadonlyMap<number, T>, c: Context): T {
  const record = all.get(Number(c.req.param('id')))
  if (!record) throw notFound()
  return record
}
