import { z } from 'zod'
import {
  type CatalogueField,
  catalogueField,
  FIELD_NAMES,
  type FieldType,
  OPERATORS,
  OPERATORS_OF,
  type Operator,
} from './field-catalogue.ts'
import { isAmount, isKnownCurrency, Money } from './money.ts'
import { didYouMean } from './nearest-name.ts'
import { needing } from './policy-parts.ts'
import { wordsIn } from './searchable-text.ts'
import { parseTime } from './written-time.ts'

const LONGEST_TEXT = 1_000
const MOST_WORDS = 1_000
/** Of all texts of one list: what is looked for is kept ready in memory. */
const LONGEST_LIST = 20_000
const MOST_CONDITIONS = 100
const MOST_DAYS = 3_650

const AMOUNT = '{"minor": 500000, "currency": "usd"}, in cents or the like,'

/** What a field is compared with: a text, choice or date, a number or number of days, an amount, or a list of words. */
const ConditionValue = z.union(
  [z.string(), z.number(), z.strictObject(Money.shape), z.array(z.string())],
  `must be a text, a number, a list of texts or an amount such as ${AMOUNT}`,
)

const ConditionShape = z.strictObject(
  {
    field: z.enum(FIELD_NAMES, {
      error: ({ input }) =>
        `must be a field conditions know${didYouMean(input, FIELD_NAMES) || `: one of ${FIELD_NAMES.join(', ')}`}`,
    }),
    operator: z.enum(OPERATORS, {
      error: ({ input }) => `must be one of ${OPERATORS.join(', ')}${didYouMean(input, OPERATORS)}`,
    }),
    value: ConditionValue.optional(),
  },
  needing('like {"field": "ticket.priority", "operator": "is", "value": "urgent"}'),
)

/**
 * One thing asked of one field. What is unknown answers nothing, so that a condition on it is never true, save
 * `not_present`, which asks for just that. What is known to be empty (a ticket without a group) is no unknown: it is not
 * present, is not anything, and includes none of anything. A date such as `2026-11-20` is a day in UTC: before it is
 * before it begins, after it is after it ends. Days are 24 hours.
 */
export const Condition = ConditionShape.superRefine((condition, at) => {
  const problem = conditionProblem(condition)
  if (problem) at.addIssue({ code: 'custom', ...problem })
})
export type Condition = z.infer<typeof Condition>

const Listed = z
  .array(Condition, 'must be a list of conditions')
  .max(MOST_CONDITIONS, `must have at most ${MOST_CONDITIONS} conditions`)
  .default([])

/** All of one list and at least one of the other; a list without entries asks for nothing. */
export const Conditions = z
  .strictObject({ all: Listed, any: Listed }, needing('like {"all": [...], "any": [...]}'))
  .refine(
    ({ all, any }) => all.length + any.length <= MOST_CONDITIONS,
    `must have at most ${MOST_CONDITIONS} conditions in both lists together`,
  )
export type Conditions = z.infer<typeof Conditions>

interface Problem {
  readonly path: ['operator' | 'value']
  readonly message: string
}

/** Why a condition means nothing, or null for one that can be judged. */
export function conditionProblem({ field: name, operator, value }: Condition): Problem | null {
  const field = catalogueField(name)
  if (!field) return { path: ['operator'], message: `has nothing to ask of ${name}` }
  const allowed = OPERATORS_OF[field.type]
  if (!allowed.includes(operator)) {
    const message = `must be one of ${allowed.join(', ')} for ${name}, which is ${TYPE_WORDS[field.type]}`
    return { path: ['operator'], message }
  }
  const needed = neededValue(field, operator)
  if (needed === null) {
    return value === undefined ? null : { path: ['value'], message: `must be left out with ${operator}` }
  }
  const mistake = needed(value)
  return mistake === null ? null : { path: ['value'], message: `${mistake} for ${name} ${operator}` }
}

const TYPE_WORDS: Readonly<Record<FieldType, string>> = {
  text: 'a text',
  choice: 'one of a few choices',
  tags: 'a list of tags',
  number: 'a number',
  money: 'an amount of money',
  date: 'a date',
}

type Check = (value: unknown) => string | null

function neededValue(field: CatalogueField, operator: Operator): Check | null {
  if (operator === 'present' || operator === 'not_present') return null
  if (operator === 'includes' || operator === 'not_includes') return listOf(field)
  if (operator === 'before' || operator === 'after') return checkDate
  return field.type === 'choice' ? choiceOf(field.choices ?? []) : CHECKS[field.type]
}

const checkDate: Check = value =>
  typeof value === 'string' && parseTime(value) !== null
    ? null
    : 'must be a date such as "2026-11-20" or "2026-11-20T09:30:00Z"'

const CHECKS: Readonly<Record<Exclude<FieldType, 'choice'>, Check>> = {
  text: value =>
    typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_TEXT
      ? null
      : `must be a text of 1 to ${LONGEST_TEXT} characters`,
  tags: () => 'must be left out',
  number: value => (typeof value === 'number' && Number.isFinite(value) ? null : 'must be a number'),
  money: value => {
    if (!isAmount(value)) return `must be an amount such as ${AMOUNT}`
    return isKnownCurrency(value.currency) ? null : `must have a currency of ISO 4217, not ${value.currency},`
  },
  date: value =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_DAYS
      ? null
      : `must be a whole number of days from 1 to ${MOST_DAYS}`,
}

function choiceOf(choices: readonly string[]): Check {
  return value =>
    typeof value === 'string' && choices.includes(value)
      ? null
      : `must be one of ${choices.join(', ')}${didYouMean(value, choices)}`
}

function listOf({ type, choices }: CatalogueField): Check {
  const check = type === 'choice' ? choiceOf(choices ?? []) : type === 'text' ? checkWords : CHECKS.text
  return value => {
    if (!Array.isArray(value) || value.length === 0 || value.length > MOST_WORDS) {
      return `must be a list of 1 to ${MOST_WORDS} ${type === 'tags' ? 'tags' : 'texts'}, such as ["refund"],`
    }
    const wrong = value.find(word => check(word) !== null)
    if (wrong !== undefined) return check(wrong)
    return value.join('').length > LONGEST_LIST ? `must have at most ${LONGEST_LIST} characters in all` : null
  }
}

const checkWords: Check = value =>
  CHECKS.text(value) ??
  (typeof value === 'string' && wordsIn(value).length > 0
    ? null
    : 'must have a letter or a digit in each text')
