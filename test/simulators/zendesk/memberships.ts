import type { ZendeskState } from './state.ts'
import { SITE } from './ticket.ts'

/** That an agent is in a group. */
export interface SimMembership {
  readonly id: number
  readonly url: string
  readonly user_id: number
  readonly group_id: number
  readonly default: boolean
  readonly created_at: string
  readonly updated_at: string
}

/** Who is deleted, or no agent any more, is in no group. */
export function membershipsIn({ groups, users }: ZendeskState): SimMembership[] {
  const pairs = [...groups.values()].flatMap(group =>
    group.memberIds.flatMap(userId => {
      const user = users.get(userId)
      return user?.active && user.role !== 'end-user' && !group.deleted ? [{ group, user }] : []
    }),
  )
  return pairs.map(({ group, user }, index) => ({
    id: 4_461 + index,
    url: `${SITE}/api/v2/group_memberships/${4_461 + index}.json`,
    user_id: user.id,
    group_id: group.id,
    default: user.default_group_id === group.id,
    created_at: group.created_at,
    updated_at: group.updated_at,
  }))
}
