import { recordInvalid } from './error.ts'
import type { ZendeskWorld } from './state.ts'
import type { SimTicket } from './ticket.ts'
import type { ReadChange } from './ticket-change.ts'

/** Throws Zendesk's 422 where a ticket would go to somebody who may not have it. */
export function refuseStranger({ state }: ZendeskWorld, ticket: SimTicket, change: ReadChange): void {
  const groupId = change.group_id === undefined ? ticket.group_id : change.group_id
  const group = state.groups.get(groupId ?? 0)
  if (typeof change.group_id === 'number' && (!group || group.deleted)) {
    throw recordInvalid('group', `Group: ${groupId} is invalid`)
  }
  const assigneeId = change.assignee_id
  if (typeof assigneeId !== 'number') return
  const assignee = state.users.get(assigneeId)
  if (!assignee?.active) throw recordInvalid('assignee', 'Assignee: is invalid')
  if (assignee.role === 'end-user') throw recordInvalid('assignee', 'Assignee: is not an agent')
  if (group && !group.memberIds.includes(assigneeId)) {
    throw recordInvalid('assignee', 'Assignee: is invalid', {
      andThat: 'Assignee: is not a member of the group',
    })
  }
}

/** Who is not in the group a ticket goes to cannot keep it. */
export function withoutStranger({ state }: ZendeskWorld, ticket: SimTicket, change: ReadChange): ReadChange {
  const { group_id: groupId, assignee_id: assigneeId } = change
  if (typeof groupId !== 'number' || assigneeId !== undefined || ticket.assignee_id === null) return change
  const stays = state.groups.get(groupId)?.memberIds.includes(ticket.assignee_id) ?? true
  return stays ? change : { ...change, assignee_id: null }
}
