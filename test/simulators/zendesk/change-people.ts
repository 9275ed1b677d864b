import { notFound } from './error.ts'
import type { SimOrganization, SimUser } from './people.ts'
import { laterThan, type ZendeskWorld } from './state.ts'

export type UserChange = Partial<
  Pick<SimUser, 'name' | 'email' | 'role' | 'locale' | 'organization_id' | 'external_id' | 'active'>
>
export type OrganizationChange = Partial<
  Pick<SimOrganization, 'name' | 'domain_names' | 'external_id' | 'tags' | 'organization_fields'>
>

/** An admin changes somebody; `active` false deletes them, which is all that is left to see of a merged user. */
export function changeUser({ state, clock }: ZendeskWorld, id: number, change: UserChange): SimUser {
  const before = found(state.users.get(id))
  const user = { ...before, ...change, updated_at: laterThan(before.updated_at, clock.now()) }
  state.users.set(id, user)
  return user
}

export function changeOrganization(
  { state, clock }: ZendeskWorld,
  id: number,
  change: OrganizationChange,
): SimOrganization {
  const before = found(state.organizations.get(id))
  const organization = { ...before, ...change, updated_at: laterThan(before.updated_at, clock.now()) }
  state.organizations.set(id, organization)
  return organization
}

/** The API answers 404 from now on; exports still tell of it, with the time of its deletion. */
export function deleteOrganization({ state, clock }: ZendeskWorld, id: number): void {
  const before = found(state.organizations.get(id))
  const deletedAt = laterThan(before.updated_at, clock.now())
  state.organizations.delete(id)
  state.deletedOrganizations.set(id, { ...before, updated_at: deletedAt, deleted_at: deletedAt })
}

/** People, tickets and domains go over to the winner; the loser is deleted. */
export function mergeOrganizations(world: ZendeskWorld, loserId: number, winnerId: number): void {
  const { state, clock } = world
  const loser = found(state.organizations.get(loserId))
  const winner = found(state.organizations.get(winnerId))
  changeOrganization(world, winnerId, {
    domain_names: [...new Set([...winner.domain_names, ...loser.domain_names])],
  })
  for (const { id, organization_id } of state.users.values()) {
    if (organization_id === loserId) changeUser(world, id, { organization_id: winnerId })
  }
  for (const ticket of state.tickets.values()) {
    if (ticket.organization_id !== loserId) continue
    ticket.organization_id = winnerId
    ticket.updated_at = laterThan(ticket.updated_at, clock.now())
  }
  deleteOrganization(world, loserId)
  state.merges.set(loserId, {
    id: `01KA9ZMERGE${loserId}`,
    loser_id: loserId,
    winner_id: winnerId,
    status: 'complete',
  })
}

function found<T>(record: T | undefined): T {
  if (record === undefined) throw notFound()
  return record
}
