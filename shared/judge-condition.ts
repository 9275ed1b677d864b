import { type Condition, conditionProblem } from './condition.ts'
import type { Facts } from './facts.ts'
import {
  type CatalogueField,
  catalogueField,
  type FieldName,
  type FieldType,
  type Operator,
  slotOf,
} from './field-catalogue.ts'
import { isAmount, type Money } from './money.ts'
import { fold, foldedOf, phraseFinder } from './searchable-text.ts'
import type { ReasonOutcome } from './verdict.ts'
import { parseTime } from './written-time.ts'

const DAY_MS = 86_400_000

/** Whether something is so; false for what is unknown. Time: epoch milliseconds. */
export type Matcher = (facts: Facts, now: number) => boolean

/** A condition made ready. Where it neither matches nor `decides`, it is unknown. */
export interface Judge {
  readonly field: FieldName
  readonly matches: Matcher
  readonly decides: (facts: Facts) => boolean
  /** What it takes to ask, so that the dear ones are asked last; that changes no answer. */
  readonly cost: number
}

export function outcomeOf({ matches, decides }: Judge, facts: Facts, now: number): ReasonOutcome {
  if (matches(facts, now)) return 'passed'
  return decides(facts) ? 'failed' : 'unknown'
}

/** A condition that means nothing, such as one on a field that is no more, is never true and always unknown. */
export function judgeOf(condition: Condition): Judge {
  const field = catalogueField(condition.field)
  const judge = field && !conditionProblem(condition) ? ready(condition, field) : null
  return judge ?? { field: condition.field, matches: () => false, decides: () => false, cost: 0 }
}

const NEGATED: ReadonlySet<Operator> = new Set(['is_not', 'not_includes'])

function ready({ operator, value }: Condition, { name, type, choices }: CatalogueField): Judge | null {
  const slot = slotOf(name)
  if (operator === 'present') return presence(name, isPresent(slot))
  if (operator === 'not_present') return presence(name, isAbsent(slot))
  const test = testOf({ slot, type, choices }, operator, value)
  if (!test) return null
  const { matches, cost } = test
  const decides = isAmount(value) ? comparable(slot, value.currency) : known(slot)
  if (!NEGATED.has(operator)) return { field: name, matches, decides, cost }
  return { field: name, matches: (facts, now) => decides(facts) && !matches(facts, now), decides, cost }
}

interface Test {
  readonly matches: Matcher
  readonly cost: number
}

interface Place {
  readonly slot: number
  readonly type: FieldType
  readonly choices: readonly string[] | null
}

/** The test behind an operator and behind its negation. */
function testOf({ slot, type, choices }: Place, operator: Operator, value: Condition['value']): Test | null {
  if (Array.isArray(value)) {
    if (choices) return isOneOf(slot, new Set(value.map(word => choices.indexOf(word))))
    return type === 'tags' ? hasTag(slot, value) : hasWords(slot, value)
  }
  if (isAmount(value)) return amountTest(slot, operator, value)
  if (typeof value === 'number') {
    return type === 'date' ? daysTest(slot, operator, value * DAY_MS) : numberTest(slot, operator, value)
  }
  if (value === undefined) return null
  if (choices) return numberTest(slot, 'is', choices.indexOf(value))
  return type === 'date' ? dateTest(slot, operator, value) : isText(slot, value)
}

function presence(field: FieldName, matches: Matcher): Judge {
  return { field, matches, decides: () => true, cost: 0 }
}

function isPresent(slot: number): Matcher {
  return facts => {
    const value = facts.known[slot]?.value
    return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
  }
}

function isAbsent(slot: number): Matcher {
  const isThere = isPresent(slot)
  return (facts, now) => !isThere(facts, now)
}

function known(slot: number): (facts: Facts) => boolean {
  return facts => facts.known[slot] !== undefined
}

/** Whether an amount can be held against one in this currency; one that is known to be empty can. */
function comparable(slot: number, currency: string): (facts: Facts) => boolean {
  return facts => facts.currencies[slot] === currency || facts.known[slot]?.value === null
}

function numberAt({ numbers }: Facts, slot: number): number {
  return numbers[slot] ?? Number.NaN
}

type Comparison = (slot: number, limit: number) => Matcher

const isEqual: Comparison = (slot, limit) => facts => numberAt(facts, slot) === limit
const isBelow: Comparison = (slot, limit) => facts => numberAt(facts, slot) < limit
const isAbove: Comparison = (slot, limit) => facts => numberAt(facts, slot) > limit

/** Every comparison with NaN is false, so that what is unknown needs no test of its own. */
const COMPARISONS: Readonly<Partial<Record<Operator, Comparison>>> = {
  is: isEqual,
  is_not: isEqual,
  less_than: isBelow,
  less_than_equal: (slot, limit) => facts => numberAt(facts, slot) <= limit,
  greater_than: isAbove,
  greater_than_equal: (slot, limit) => facts => numberAt(facts, slot) >= limit,
  before: isBelow,
  after: isAbove,
}

const DAY_COMPARISONS: Readonly<Partial<Record<Operator, Comparison>>> = {
  within_previous_n_days: (slot, ms) => (facts, now) =>
    numberAt(facts, slot) <= now && numberAt(facts, slot) >= now - ms,
  within_next_n_days: (slot, ms) => (facts, now) =>
    numberAt(facts, slot) >= now && numberAt(facts, slot) <= now + ms,
  older_than_n_days: (slot, ms) => (facts, now) => numberAt(facts, slot) < now - ms,
}

function numberTest(slot: number, operator: Operator, limit: number): Test | null {
  const matches = COMPARISONS[operator]?.(slot, limit)
  return matches ? { matches, cost: 0 } : null
}

function daysTest(slot: number, operator: Operator, ms: number): Test | null {
  const matches = DAY_COMPARISONS[operator]?.(slot, ms)
  return matches ? { matches, cost: 0 } : null
}

function amountTest(slot: number, operator: Operator, { minor, currency }: Money): Test | null {
  const compares = COMPARISONS[operator]?.(slot, minor)
  if (!compares) return null
  const matches: Matcher = (facts, now) => facts.currencies[slot] === currency && compares(facts, now)
  return { matches, cost: 0 }
}

function dateTest(slot: number, operator: Operator, written: string): Test | null {
  const time = parseTime(written)
  return time && numberTest(slot, operator, operator === 'after' ? time.until : time.from)
}

function isOneOf(slot: number, wanted: ReadonlySet<number>): Test {
  return { matches: facts => wanted.has(numberAt(facts, slot)), cost: 0 }
}

function isText(slot: number, text: string): Test {
  const wanted = fold(text)
  const matches: Matcher = ({ texts }) => {
    const seen = texts[slot]
    return seen !== undefined && foldedOf(seen) === wanted
  }
  return { matches, cost: 2 }
}

function hasWords(slot: number, phrases: readonly string[]): Test {
  const finds = phraseFinder(phrases)
  const matches: Matcher = ({ texts }) => {
    const seen = texts[slot]
    return seen !== undefined && finds(seen)
  }
  return { matches, cost: 3 }
}

function hasTag(slot: number, tags: readonly string[]): Test {
  const wanted = [...new Set(tags.map(fold))]
  const [first = '', ...others] = wanted
  const has: Matcher = facts => facts.tags[slot]?.has(first) ?? false
  if (others.length === 0) return { matches: has, cost: 1 }
  const matches: Matcher = facts => {
    const seen = facts.tags[slot]
    return seen !== undefined && wanted.some(tag => seen.has(tag))
  }
  return { matches, cost: 1 }
}
