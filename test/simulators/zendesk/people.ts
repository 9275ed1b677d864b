import { SITE } from './ticket.ts'

export interface SimUser {
  readonly id: number
  readonly url: string
  readonly name: string
  readonly email: string
  readonly role: 'end-user' | 'agent' | 'admin'
  readonly locale: string
  readonly time_zone: string
  readonly iana_time_zone: string
  readonly organization_id: number | null
  readonly external_id: string | null
  readonly tags: readonly string[]
  readonly user_fields: object
  readonly active: boolean
  readonly verified: boolean
  readonly suspended: boolean
  readonly default_group_id: number | null
  readonly created_at: string
  readonly updated_at: string
}

export interface SimOrganization {
  readonly id: number
  readonly url: string
  readonly name: string
  readonly domain_names: readonly string[]
  readonly external_id: string | null
  readonly tags: readonly string[]
  readonly organization_fields: Readonly<Record<string, string>>
  readonly group_id: number | null
  readonly shared_tickets: boolean
  readonly shared_comments: boolean
  readonly notes: string
  readonly details: string
  readonly created_at: string
  readonly updated_at: string
  /** Only of one that was deleted. */
  readonly deleted_at?: string
}

export interface SimGroup {
  readonly id: number
  readonly url: string
  readonly name: string
  readonly description: string
  readonly default: boolean
  readonly deleted: boolean
  readonly is_public: boolean
  readonly created_at: string
  readonly updated_at: string
  /** Not shown by the API: who may be assigned tickets of this group. */
  readonly memberIds: readonly number[]
}

export type UserSeed = Pick<SimUser, 'id' | 'name' | 'email'> &
  Partial<Pick<SimUser, 'role' | 'locale' | 'organization_id' | 'external_id' | 'tags' | 'default_group_id'>>

const SINCE = '2025-01-11T10:00:00Z'
const UPDATED = '2026-11-01T10:00:00Z'

export function makeUser(seed: UserSeed): SimUser {
  return {
    role: 'end-user',
    locale: 'en-US',
    organization_id: null,
    external_id: null,
    tags: [],
    default_group_id: null,
    ...seed,
    url: `${SITE}/api/v2/users/${seed.id}.json`,
    time_zone: 'Berlin',
    iana_time_zone: 'Europe/Berlin',
    user_fields: {},
    active: true,
    verified: true,
    suspended: false,
    created_at: SINCE,
    updated_at: UPDATED,
  }
}

export type OrganizationSeed = Pick<SimOrganization, 'id' | 'name' | 'domain_names'> &
  Partial<Pick<SimOrganization, 'external_id' | 'tags' | 'organization_fields'>>

export function makeOrganization(seed: OrganizationSeed): SimOrganization {
  return {
    external_id: null,
    tags: [],
    organization_fields: {},
    ...seed,
    url: `${SITE}/api/v2/organizations/${seed.id}.json`,
    group_id: null,
    shared_tickets: false,
    shared_comments: false,
    notes: '',
    details: '',
    created_at: SINCE,
    updated_at: UPDATED,
  }
}

export function makeGroup({ id, name, memberIds }: Pick<SimGroup, 'id' | 'name' | 'memberIds'>): SimGroup {
  return {
    id,
    url: `${SITE}/api/v2/groups/${id}.json`,
    name,
    description: '',
    default: false,
    deleted: false,
    is_public: true,
    created_at: SINCE,
    updated_at: UPDATED,
    memberIds,
  }
}
