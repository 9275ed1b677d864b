import { z } from 'zod'
import { Localized } from './locale.ts'

export type ReasonOutcome = 'passed' | 'failed' | 'unknown'

/** One predicate's answer with its own words: what was seen, what is needed. A group carries its parts. */
export interface Reason {
  readonly predicate: string
  readonly outcome: ReasonOutcome
  readonly seen: Localized
  readonly needed: Localized
  readonly children: readonly Reason[]
}

export const Reason: z.ZodType<Reason> = z
  .object({
    predicate: z.string(),
    outcome: z.enum(['passed', 'failed', 'unknown']),
    seen: Localized,
    needed: Localized,
    get children() {
      return z.array(Reason)
    },
  })
  .meta({ id: 'Reason' })

/**
 * What a gate says of a preview. Blocked: a rule forbids it. Pending: something it needs is stale or unknown.
 * Suggest: it may go ahead once somebody approves.
 */
export const Verdict = z.object({
  kind: z.enum(['blocked', 'pending', 'suggest']),
  reasons: z.array(Reason),
})
export type Verdict = z.infer<typeof Verdict>

/** A reason that stands on its own. */
export function reason(
  predicate: string,
  outcome: ReasonOutcome,
  words: { seen: Localized; needed: Localized },
): Reason {
  return { predicate, outcome, ...words, children: [] }
}

/** Failed reasons first, then unknown ones, each group in its own order. */
export function worstFirst(reasons: readonly Reason[]): Reason[] {
  const rank: Record<ReasonOutcome, number> = { failed: 0, unknown: 1, passed: 2 }
  return reasons.toSorted((a, b) => rank[a.outcome] - rank[b.outcome])
}
