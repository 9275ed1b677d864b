import type { Condition, Conditions } from './condition.ts'
import { conditionWords } from './condition-words.ts'
import { type Facts, isMoney } from './facts.ts'
import { catalogueField, slotOf } from './field-catalogue.ts'
import { judgeOf, outcomeOf } from './judge-condition.ts'
import type { Localized } from './locale.ts'
import { factWords } from './value-words.ts'
import type { ReasonOutcome } from './verdict.ts'

/** One condition as it was judged. */
export interface JudgedCondition {
  readonly condition: Condition
  readonly outcome: ReasonOutcome
  /** What is asked: `Account revenue is at least $5,000.00 a month`. */
  readonly sentence: Localized
  /** What is known: `$4,200.00 a month`, or why it cannot be said. */
  readonly seen: Localized
  readonly source: string | null
  /** Epoch milliseconds. */
  readonly readAt: number | null
}

/** Both lists in the order they were written, and what they come to. */
export interface Trace {
  readonly outcome: ReasonOutcome
  readonly all: readonly JudgedCondition[]
  readonly any: readonly JudgedCondition[]
}

/** Why conditions hold or do not. Says something whatever it is given, and never throws. */
export function explain({ all, any }: Conditions, facts: Facts, now: number): Trace {
  const judged = (condition: Condition) => judge(condition, facts, now)
  const trace = { all: all.map(judged), any: any.map(judged) }
  const options = trace.any.map(({ outcome }) => outcome)
  return { outcome: allOf([...trace.all.map(({ outcome }) => outcome), anyOf(options)]), ...trace }
}

function allOf(outcomes: readonly ReasonOutcome[]): ReasonOutcome {
  if (outcomes.includes('failed')) return 'failed'
  return outcomes.includes('unknown') ? 'unknown' : 'passed'
}

function anyOf(outcomes: readonly ReasonOutcome[]): ReasonOutcome {
  if (outcomes.length === 0 || outcomes.includes('passed')) return 'passed'
  return outcomes.includes('unknown') ? 'unknown' : 'failed'
}

function judge(condition: Condition, facts: Facts, now: number): JudgedCondition {
  const fact = facts.known[slotOf(condition.field)]
  const outcome = outcomeOf(judgeOf(condition), facts, now)
  return {
    condition,
    outcome,
    sentence: conditionWords(condition),
    seen: seen(condition, facts, outcome),
    source: fact?.source ?? null,
    readAt: fact?.readAt ?? null,
  }
}

function seen({ field: name, value }: Condition, facts: Facts, outcome: ReasonOutcome): Localized {
  const field = catalogueField(name)
  if (!field)
    return { en: 'unknown: there is no such field', de: 'unbekannt: ein solches Feld gibt es nicht' }
  const fact = facts.known[slotOf(name)]
  const words = factWords(field, fact)
  if (outcome !== 'unknown' || !fact) return words
  if (value === undefined || !isMoney(value)) return words
  const wanted = value.currency.toUpperCase()
  return {
    en: `${words.en}, which cannot be compared with ${wanted}`,
    de: `${words.de}, nicht vergleichbar mit ${wanted}`,
  }
}
