import type { NativeSla } from '../../../shared/billing.ts'
import type { ClockKind } from '../../../shared/sla.ts'
import { type CaseRow, MilestoneRow, readChildren } from './case-shapes.ts'

/** Milestones have the names an admin gave them; the first word that says what is measured counts. */
const MEASURES: readonly (readonly [RegExp, ClockKind])[] = [
  [/(?:next|subsequent|further)\s+(?:response|reply)/i, 'next-response'],
  [/response|reply/i, 'first-response'],
  [/resol(?:ution|ve)|clos(?:e|ing|ure)/i, 'resolution'],
]

/** The clock of ours that measures what a milestone of this name does; null where its name does not say. */
export function clockOfMilestone(name: string): ClockKind | null {
  return MEASURES.find(([words]) => words.test(name))?.[1] ?? null
}

/** What Salesforce itself promises of a case: its milestones, which all stand still while the case is stopped. */
export function milestonesOf({ CaseMilestones, IsStopped, Entitlement }: CaseRow): NativeSla[] {
  return readChildren(MilestoneRow, CaseMilestones).rows.map(({ MilestoneType, TargetDate, IsCompleted }) => {
    const metric = MilestoneType?.Name ?? 'Milestone'
    const stage = IsCompleted ? 'achieved' : IsStopped ? 'paused' : 'active'
    return {
      metric,
      kind: clockOfMilestone(metric),
      stage,
      breachAt: stage === 'active' ? (TargetDate ?? null) : null,
      policy: Entitlement?.Name ?? null,
    }
  })
}
