import type { Conditions } from './condition.ts'
import type { Facts } from './facts.ts'
import { type FieldName, slotOf } from './field-catalogue.ts'
import { type Judge, judgeOf, type Matcher } from './judge-condition.ts'

export interface Evaluation {
  readonly matches: boolean
  /**
   * Fields that are unknown, or in a currency that cannot be compared, and that alone keep it from being decided: once
   * they are known it may match. Empty where it matches, and where something known already says no.
   */
  readonly missing: readonly FieldName[]
}

const MATCHED: Evaluation = { matches: true, missing: [] }
const REFUSED: Evaluation = { matches: false, missing: [] }

/** One function that says whether conditions hold, for asking often. */
export function compile({ all, any }: Conditions): Matcher {
  return matcherOf(all.map(judgeOf), any.map(judgeOf))
}

/** The same with the fields that are missing. */
export function compileEvaluation({ all, any }: Conditions): (facts: Facts, now: number) => Evaluation {
  const [needed, options] = [all.map(judgeOf), any.map(judgeOf)]
  const matches = matcherOf(needed, options)
  return (facts, now) => {
    if (matches(facts, now)) return MATCHED
    const open = needed.filter(judge => !judge.matches(facts, now))
    const optionHolds = options.some(judge => judge.matches(facts, now))
    const undecided = options.filter(judge => !judge.decides(facts))
    const optionsFail = options.length > 0 && !optionHolds && undecided.length === 0
    if (optionsFail || open.some(judge => judge.decides(facts))) return REFUSED
    const missing = new Set([...open, ...(optionHolds ? [] : undecided)].map(({ field }) => field))
    return { matches: false, missing: [...missing].toSorted((a, b) => slotOf(a) - slotOf(b)) }
  }
}

export function evaluate(conditions: Conditions, facts: Facts, now: number): Evaluation {
  return compileEvaluation(conditions)(facts, now)
}

function matcherOf(needed: readonly Judge[], options: readonly Judge[]): Matcher {
  const all = cheapestFirst(needed)
  const any = cheapestFirst(options)
  return (facts, now) => {
    for (const matches of all) if (!matches(facts, now)) return false
    if (any.length === 0) return true
    for (const matches of any) if (matches(facts, now)) return true
    return false
  }
}

function cheapestFirst(judges: readonly Judge[]): Matcher[] {
  return judges.toSorted((a, b) => a.cost - b.cost).map(({ matches }) => matches)
}
