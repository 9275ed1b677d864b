import type { FieldChange } from './change-fields.ts'
import type { Actor, ZendeskState } from './state.ts'
import { PRIORITIES, type SimTicket, STATUSES } from './ticket.ts'
import type { SimTrigger, TriggerCondition } from './trigger.ts'

/** What a trigger sees of an update. */
export interface Update {
  readonly kind: 'Create' | 'Change'
  readonly ticket: SimTicket
  readonly actor: Actor
  /** Of this update, those of triggers that ran before included. */
  readonly changes: readonly FieldChange[]
  /** Whether it had a comment that everybody sees; null: none at all. */
  readonly isPublic: boolean | null
}

/** All of `all`, and one of `any` where there are some. A condition nobody here knows is never met. */
export function applies(
  { conditions: { all, any } }: SimTrigger,
  update: Update,
  state: ZendeskState,
): boolean {
  const isMet = (condition: TriggerCondition) => holds(condition, update, state)
  return all.every(isMet) && (any.length === 0 || any.some(isMet))
}

function holds({ field, operator, value }: TriggerCondition, update: Update, state: ZendeskState): boolean {
  const seen = valueIn(field, update, state)
  if (seen === undefined) return false
  if (typeof seen !== 'string') return listHolds(operator, seen, value ?? '')
  const wanted = value ?? ''
  const change = update.changes.find(each => each.field === field)
  switch (operator) {
    case 'is':
      return seen === wanted
    case 'is_not':
      return seen !== wanted
    case 'less_than':
      return rankOf(field, seen) < rankOf(field, wanted)
    case 'greater_than':
      return rankOf(field, seen) > rankOf(field, wanted)
    case 'changed':
      return change !== undefined
    case 'not_changed':
      return change === undefined
    case 'value':
      return change?.value === wanted
    case 'value_previous':
      return change?.previous === wanted
    case 'includes':
      return words(wanted).some(word => seen.toLowerCase().includes(word))
    case 'not_includes':
      return words(wanted).every(word => !seen.toLowerCase().includes(word))
    default:
      return false
  }
}

function listHolds(operator: string, seen: readonly string[], value: string): boolean {
  const hit = words(value).some(word => seen.includes(word))
  if (operator === 'includes') return hit
  return operator === 'not_includes' ? !hit : false
}

const words = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean)

function rankOf(field: string, value: string): number {
  const order: readonly string[] = field === 'priority' ? PRIORITIES : STATUSES
  return order.indexOf(value)
}

/** As text, empty where there is nothing; undefined for what is not known here. */
function valueIn(field: string, update: Update, state: ZendeskState): string | readonly string[] | undefined {
  const { ticket, kind, actor, isPublic } = update
  switch (field) {
    case 'update_type':
      return kind
    case 'status':
      return ticket.status
    case 'priority':
    case 'type':
    case 'group_id':
    case 'assignee_id':
    case 'requester_id':
    case 'organization_id':
      return String(ticket[field] ?? '')
    case 'current_tags':
      return ticket.tags
    case 'subject_includes_word':
      return ticket.subject
    case 'comment_is_public':
      return isPublic === null ? '' : String(isPublic)
    case 'role':
      return state.isStaff(actor.id) ? 'agent' : 'end_user'
    default:
      return undefined
  }
}
