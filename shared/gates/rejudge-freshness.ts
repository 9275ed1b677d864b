import type { UsedField } from '../freshness.ts'
import type { Verdict } from '../verdict.ts'
import { verdictOn } from './evaluate-gate.ts'
import { judgeFreshness } from './predicates/fresh-context.ts'

/** The same verdict later: nothing was read again, so nothing but the age of what it rests on can have changed. */
export function rejudgeFreshness({ reasons }: Verdict, used: readonly UsedField[], now: number): Verdict {
  const fresh = judgeFreshness(used, now)
  const others = reasons.filter(({ predicate }) => predicate !== fresh.predicate)
  return verdictOn([...others, fresh])
}
