import { z } from 'zod'
import { Localized } from './locale.ts'
import type { Member, Role } from './member.ts'

/** The kinds of policies, as routes and commands name them. */
export const POLICY_KINDS = ['freshness', 'routing', 'sla', 'calendars'] as const
export const PolicyKind = z.enum(POLICY_KINDS)
export type PolicyKind = z.infer<typeof PolicyKind>

/** Who writes policies. */
export const POLICY_AUTHORS: readonly Role[] = ['rev-ops-lead', 'automation-engineer', 'admin']

export function mayWritePolicies({ active, roles }: Pick<Member, 'active' | 'roles'>): boolean {
  return active && roles.some(role => POLICY_AUTHORS.includes(role))
}

/** What is wrong with a policy, and where. English, as the words of a file's author are. */
export const PolicyProblem = z.object({
  /** The way into the document: `["rules", 0, "assign", "team"]`; empty for the whole. */
  path: z.array(z.union([z.string(), z.int()])),
  message: z.string(),
})
export type PolicyProblem = z.infer<typeof PolicyProblem>

/** A stored test with the rule that matches its facts; null for none. */
export const TestOutcome = z.object({
  name: z.string(),
  expected: z.string().nullable(),
  got: z.string().nullable(),
})
export type TestOutcome = z.infer<typeof TestOutcome>

/** When a rule holds, as one says it. */
export const RuleSentence = z.object({ rule: z.string(), sentence: Localized })
export type RuleSentence = z.infer<typeof RuleSentence>

/** What can be said of a policy before it is set. Without problems it can be. */
export const PolicyCheck = z.object({
  problems: z.array(PolicyProblem),
  /** What holds nobody up, but may not be meant. */
  warnings: z.array(PolicyProblem),
  tests: z.array(TestOutcome),
  sentences: z.array(RuleSentence),
})
export type PolicyCheck = z.infer<typeof PolicyCheck>

const PolicyNote = z.object({
  version: z.int(),
  /** Who set it and why; null for version 0, which came with Meshline. */
  author: z.string().nullable(),
  reason: z.string().nullable(),
  /** Epoch milliseconds. */
  createdAt: z.int().nullable(),
})

/** A policy as people write it down; its kind's file form says of what. */
export const PolicyDocument = z.record(z.string(), z.unknown())
export type PolicyDocument = z.infer<typeof PolicyDocument>

/** The version of a policy that holds, or an earlier one, and what was before. */
export const PolicyView = PolicyNote.extend({
  policy: PolicyDocument,
  /** Newest first, at most 50. */
  history: z.array(PolicyNote),
})
export type PolicyView = z.infer<typeof PolicyView>

/** `rules > 0 > assign > team: must be ...`: one line a problem. */
export function problemLine({ path, message }: PolicyProblem): string {
  return `${path.join(' > ') || 'The policy'}: ${message}`
}

/** Problems as a schema tells them. */
export function problemsIn({ issues }: Pick<z.ZodError, 'issues'>): PolicyProblem[] {
  return issues.map(({ path, message }) => ({
    path: path.map(part => (typeof part === 'number' ? part : String(part))),
    message,
  }))
}
