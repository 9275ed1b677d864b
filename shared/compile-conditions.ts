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

/** The same with the fields that are missing. A thousand rules are asked for each item, and nearly all say no at once. */
export function compileEvaluation({ all, any }: Conditions): (facts: Facts, now: number) => Evaluation {
  const [needed, options] = [byCost(all.map(judgeOf)), byCost(any.map(judgeOf))]
  return (facts, now) => {
    let isOpen = false
    for (const judge of needed) {
      if (judge.matches(facts, now)) continue
      if (judge.decides(facts)) return REFUSED
      isOpen = true
    }
    const option = options.length === 0 ? 'holds' : standingOf(options, facts, now)
    if (option === 'fails') return REFUSED
    if (option === 'holds' && !isOpen) return MATCHED
    const asked = option === 'holds' ? needed : [...needed, ...options]
    const undecided = asked.filter(judge => !judge.matches(facts, now) && !judge.decides(facts))
    const missing = new Set(undecided.map(({ field }) => field))
    return { matches: false, missing: [...missing].toSorted((a, b) => slotOf(a) - slotOf(b)) }
  }
}

function standingOf(options: readonly Judge[], facts: Facts, now: number): 'holds' | 'fails' | 'open' {
  let standing: 'fails' | 'open' = 'fails'
  for (const judge of options) {
    if (judge.matches(facts, now)) return 'holds'
    if (!judge.decides(facts)) standing = 'open'
  }
  return standing
}

export function evaluate(conditions: Conditions, facts: Facts, now: number): Evaluation {
  return compileEvaluation(conditions)(facts, now)
}

function matcherOf(needed: readonly Judge[], options: readonly Judge[]): Matcher {
  const all = byCost(needed).map(({ matches }) => matches)
  const any = byCost(options).map(({ matches }) => matches)
  return (facts, now) => {
    for (const matches of all) if (!matches(facts, now)) return false
    if (any.length === 0) return true
    for (const matches of any) if (matches(facts, now)) return true
    return false
  }
}

function byCost(judges: readonly Judge[]): Judge[] {
  return judges.toSorted((a, b) => a.cost - b.cost)
}
