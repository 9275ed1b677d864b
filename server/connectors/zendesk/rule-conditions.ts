import type { Condition } from '../../../shared/condition.ts'
import type { NativeRule, RuleCondition, SaidConditions } from '../assigner.ts'

/** In the order by which Zendesk compares them; a ticket without a priority lies below all. */
const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const
const STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed'] as const

/**
 * A trigger's or automation's conditions as our own say them, as far as they are about priority, status and tags. What
 * is asked of the update itself (what changed, who did it) or of hours that passed has no counterpart. Every ticket is created once, so that creation alone
 * asks for nothing.
 */
export function saidInOurWords({ all, any }: NativeRule['conditions']): SaidConditions {
  const onlyCreation = any.length === 0 && all.length === 1 && all.every(isCreation)
  return { all: onlyCreation ? [] : all.map(said), any: any.map(said) }
}

function isCreation({ field, value }: RuleCondition): boolean {
  return field === 'update_type' && value === 'Create'
}

function said({ field, operator, value }: RuleCondition): Condition | null {
  if (typeof value !== 'string') return null
  const text = value.toLowerCase()
  if (field === 'priority') return chosen('ticket.priority', PRIORITIES, { operator, text })
  if (field === 'status') return chosen('ticket.status', STATUSES, { operator, text })
  const tags = text.split(/\s+/).filter(tag => tag !== '')
  if (field !== 'current_tags' || tags.length === 0) return null
  return operator === 'includes' || operator === 'not_includes'
    ? { field: 'ticket.tags', operator, value: tags }
    : null
}

function chosen(
  field: Condition['field'],
  choices: readonly string[],
  { operator, text }: { operator: string; text: string },
): Condition | null {
  const place = choices.indexOf(text)
  if (place < 0) return null
  if (operator === 'is' || operator === 'is_not') return { field, operator, value: text }
  if (operator === 'less_than') return { field, operator: 'not_includes', value: choices.slice(place) }
  return operator === 'greater_than' ? { field, operator: 'includes', value: choices.slice(place + 1) } : null
}
