import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile, evaluate } from '../../shared/compile-conditions.ts'
import { Condition, type Conditions } from '../../shared/condition.ts'
import { explain } from '../../shared/explain-conditions.ts'
import type { FactValue } from '../../shared/facts.ts'
import { FIELD_CATALOGUE, type FieldName, OPERATORS_OF } from '../../shared/field-catalogue.ts'
import { someFacts } from '../support/matters.ts'

const NOW = Date.parse('2026-11-20T09:00:00Z')
const DAY = 86_400_000

/** One field of each type, so that facts and conditions meet often. */
const FIELDS = FIELD_CATALOGUE.filter(({ name }) =>
  [
    'ticket.subject',
    'ticket.priority',
    'ticket.tags',
    'account.health',
    'account.mrr',
    'ticket.created_at',
  ].includes(name),
)
const word = fc.constantFrom('refund', 'Refund', 'charged twice', 'vip')
const words = fc.array(word, { minLength: 1, maxLength: 3 })
const small = fc.integer({ min: 0, max: 3 })
const amount = fc.record({ minor: small, currency: fc.constantFrom('usd', 'eur') })
const priority = fc.constantFrom('low', 'high', 'urgent')

const someCondition: fc.Arbitrary<Condition> = fc
  .constantFrom(...FIELDS)
  .chain(({ name, type }) =>
    fc.record({
      field: fc.constant(name),
      operator: fc.constantFrom(...OPERATORS_OF[type]),
      value: fc.oneof(
        fc.constant(undefined),
        word,
        words,
        small,
        amount,
        priority,
        fc.array(priority, { minLength: 1, maxLength: 2 }),
        fc.constantFrom('2026-11-19', '2026-11-20', '2026-11-20T09:00:00Z'),
      ),
    }),
  )
  .filter(condition => Condition.safeParse(condition).success)
const list = fc.array(someCondition, { maxLength: 4 })
const conditions = fc.record({ all: list, any: list })

const maybe = <T extends FactValue>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: value }, fc.constant(null), fc.constant(undefined))
const values = fc.record({
  'ticket.subject': maybe(fc.array(word, { minLength: 1, maxLength: 3 }).map(said => said.join(' '))),
  'ticket.priority': maybe(fc.oneof(priority, fc.constant('unheard-of'))),
  'ticket.tags': maybe(fc.array(word, { maxLength: 2 })),
  'account.health': maybe(small),
  'account.mrr': maybe(amount),
  'ticket.created_at': maybe(fc.integer({ min: -3, max: 3 }).map(days => NOW + days * DAY)),
})

/** The meaning of conditions, said as plainly as possible. */
function plainly(condition: Condition, value: FactValue | undefined): boolean | null {
  const { operator, value: wanted } = condition
  const isThere = value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
  if (operator === 'present') return isThere
  if (operator === 'not_present') return !isThere
  if (value === undefined) return null
  if (operator === 'is_not') return not(plainly({ ...condition, operator: 'is' }, value))
  if (operator === 'not_includes') return not(plainly({ ...condition, operator: 'includes' }, value))
  if (value === null) return false
  if (operator === 'includes') return includes(condition, value)
  if (operator === 'is' && typeof value === 'string') {
    return typeof wanted === 'string' && low(value) === low(wanted)
  }
  if (typeof value === 'number') return numeric(condition, value, wanted)
  if (
    Array.isArray(value) ||
    typeof value === 'string' ||
    typeof wanted !== 'object' ||
    Array.isArray(wanted)
  ) {
    return null
  }
  if (!('currency' in value) || value.currency !== wanted.currency) return null
  return numeric(condition, value.minor, wanted.minor)
}

function numeric({ operator }: Condition, at: number, wanted: Condition['value']): boolean | null {
  const from = typeof wanted === 'string' ? Date.parse(wanted) : Number(wanted)
  const until = typeof wanted === 'string' && wanted.length === 10 ? from + DAY - 1 : from
  if (operator === 'is') return at === from
  if (operator === 'less_than' || operator === 'before') return at < from
  if (operator === 'less_than_equal') return at <= from
  if (operator === 'greater_than') return at > from
  if (operator === 'greater_than_equal') return at >= from
  if (operator === 'after') return at > until
  if (operator === 'within_previous_n_days') return at <= NOW && at >= NOW - from * DAY
  if (operator === 'within_next_n_days') return at >= NOW && at <= NOW + from * DAY
  return operator === 'older_than_n_days' ? at < NOW - from * DAY : null
}

function includes({ field, value: wanted }: Condition, value: FactValue): boolean {
  const listed = Array.isArray(wanted) ? wanted.map(low) : []
  if (Array.isArray(value)) return value.map(low).some(tag => listed.includes(tag))
  const text = typeof value === 'string' ? low(value) : ''
  return listed.some(part => (field === 'ticket.subject' ? ` ${text} `.includes(` ${part} `) : part === text))
}

function low(text: string): string {
  return text.toLowerCase()
}

function not(answer: boolean | null): boolean | null {
  return answer === null ? null : !answer
}

function overall(
  { all, any }: Conditions,
  said: Partial<Record<FieldName, FactValue | undefined>>,
): boolean | null {
  const judge = (condition: Condition) => plainly(condition, said[condition.field])
  const [needed, options] = [all.map(judge), any.map(judge)]
  const choice = options.length === 0 || options.includes(true) ? true : options.includes(null) ? null : false
  const parts = [...needed, choice]
  return parts.includes(false) ? false : parts.includes(null) ? null : true
}

describe('whatever the conditions and the facts', () => {
  test('the fast answer, the one with what is missing, the explained one and the plain meaning are the same', () => {
    fc.assert(
      fc.property(conditions, values, (asked, said) => {
        const facts = someFacts(said)
        const meant = overall(asked, said)
        const { matches, missing } = evaluate(asked, facts, NOW)
        expect(matches).toBe(meant === true)
        expect(missing.length > 0).toBe(meant === null)
        expect(compile(asked)(facts, NOW)).toBe(matches)
        const outcome = { true: 'passed', false: 'failed', null: 'unknown' }[String(meant)]
        expect(explain(asked, facts, NOW).outcome).toBe(outcome)
      }),
      { numRuns: 2_000 },
    )
  })

  test('any order within a list gives the same answer', () => {
    const shuffled = fc
      .tuple(list, list)
      .chain(([all, any]) =>
        fc.tuple(
          fc.constant({ all, any }),
          fc.shuffledSubarray(all, { minLength: all.length }),
          fc.shuffledSubarray(any, { minLength: any.length }),
        ),
      )
    fc.assert(
      fc.property(shuffled, values, ([asked, all, any], said) => {
        const facts = someFacts(said)
        expect(evaluate({ all, any }, facts, NOW)).toEqual(evaluate(asked, facts, NOW))
      }),
    )
  })

  test('what is unknown makes nothing true but that it is not there', () => {
    fc.assert(
      fc.property(conditions, ({ all, any }) => {
        const asked = [...all, ...any].filter(({ operator }) => operator !== 'not_present')
        for (const condition of asked) {
          expect(compile({ all: [condition], any: [] })(someFacts({}), NOW)).toBe(false)
        }
      }),
    )
  })

  test('knowing more never takes back a no or a yes, save where the question is whether something is there', () => {
    const asking = conditions.filter(({ all, any }) =>
      [...all, ...any].every(({ operator }) => operator !== 'present' && operator !== 'not_present'),
    )
    fc.assert(
      fc.property(asking, values, fc.constantFrom(...FIELDS), (asked, said, { name }) => {
        const less = explain(asked, someFacts({ ...said, [name]: undefined }), NOW).outcome
        const more = explain(asked, someFacts(said), NOW).outcome
        if (less !== 'unknown') expect(more).toBe(less)
      }),
    )
  })
})
