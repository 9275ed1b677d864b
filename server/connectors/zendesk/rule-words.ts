import type { NativeRule, RuleCondition } from '../assigner.ts'

/** What ids in a rule are called. */
export interface RuleNames {
  readonly group: (id: string) => string
  readonly person: (id: string) => string
}

/** A trigger's or automation's conditions in one sentence of plain English. */
export function conditionsInWords({ all, any }: NativeRule['conditions'], names: RuleNames): string {
  const words = (list: readonly RuleCondition[]) => list.map(condition => inWords(condition, names))
  const parts = [...words(all), ...(any.length > 0 ? [eitherOf(words(any))] : [])]
  return parts.length > 0 ? parts.join(' and ') : 'at every update'
}

function eitherOf(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? '') : `(${words.join(' or ')})`
}

const FIELDS: ReadonlyMap<string, string> = new Map([
  ['group_id', 'group'],
  ['assignee_id', 'assignee'],
  ['requester_id', 'requester'],
  ['organization_id', 'organization'],
  ['current_tags', 'tags'],
  ['current_via_id', 'channel'],
  ['subject_includes_word', 'subject'],
  ['comment_includes_word', 'comment'],
  ['comment_is_public', 'comment'],
  ['role', 'who updates it'],
  ['current_user', 'who updates it'],
  // What automations count, in whole hours.
  ['NEW', 'hours since new'],
  ['OPEN', 'hours since open'],
  ['PENDING', 'hours since pending'],
  ['HOLD', 'hours since on hold'],
  ['SOLVED', 'hours since solved'],
  ['CLOSED', 'hours since closed'],
])

/** `value` and `value_previous` are what Zendesk calls changes; the rest mean what they say. */
const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['is', 'is'],
  ['is_not', 'is not'],
  ['less_than', 'is below'],
  ['greater_than', 'is above'],
  ['includes', 'includes'],
  ['not_includes', 'does not include'],
  ['value', 'changed to'],
  ['value_previous', 'changed from'],
  ['changed', 'changed'],
  ['not_value', 'did not change to'],
  ['not_value_previous', 'did not change from'],
  ['not_changed', 'did not change'],
])

const WITHOUT_VALUE: ReadonlySet<string> = new Set(['changed', 'not_changed', 'present', 'not_present'])

function inWords(condition: RuleCondition, names: RuleNames): string {
  const { field, operator } = condition
  if (field === 'update_type') return condition.value === 'Create' ? 'ticket is created' : 'ticket is updated'
  const what = FIELDS.get(field) ?? spaced(field)
  const how = OPERATORS.get(operator) ?? spaced(operator)
  return WITHOUT_VALUE.has(operator) ? `${what} ${how}` : `${what} ${how} ${valueInWords(condition, names)}`
}

const spaced = (name: string) => name.replaceAll('_', ' ')

function valueInWords({ field, value }: RuleCondition, names: RuleNames): string {
  if (Array.isArray(value))
    return value.map(each => valueInWords({ field, operator: '', value: each }, names)).join(', ')
  if (value === null || value === undefined || value === '') return 'empty'
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    return JSON.stringify(value)
  }
  const text = String(value)
  if (field === 'group_id') return names.group(text)
  if (field === 'assignee_id' || field === 'requester_id' || field === 'current_user')
    return names.person(text)
  return field === 'current_tags' ? text.split(' ').join(' or ') : spaced(text)
}
