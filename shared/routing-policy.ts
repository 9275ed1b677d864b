import { z } from 'zod'
import { type Condition, Conditions } from './condition.ts'
import { Role } from './member.ts'
import { PartName, Title } from './policy-parts.ts'
import { WrittenFacts } from './written-facts.ts'

/** People who share a kind of work, and where the host tools keep it. */
export const Team = z.strictObject({
  name: PartName,
  role: Role,
  /** By address, in order; empty for everybody who holds the role. */
  members: z.array(z.email()).max(500).default([]),
  /** The name of the team's group or queue in each tool: `{"zendesk": "Billing"}`. */
  groups: z.record(z.string(), z.string().trim().min(1)).default({}),
})
export type Team = z.infer<typeof Team>

export const Assignment = z.strictObject({
  role: Role,
  /** By name; null for everybody who holds the role. */
  team: PartName.nullable().default(null),
  /** A field of the account that names a person who goes first. */
  accountField: z.enum(['account_manager']).nullable().default(null),
  /** Who of several goes first: the first of the team, or whoever has least to do. */
  spread: z.enum(['first', 'least-loaded']).default('first'),
})
export type Assignment = z.infer<typeof Assignment>

export const RoutingRule = z.strictObject({
  name: PartName,
  title: Title,
  /** Who answers for the rule, by address; null for one that came with Meshline. */
  owner: z.email().nullable(),
  when: Conditions,
  assign: Assignment,
  /** Who stands in where nobody of the team can. */
  fallback: Role.default('admin'),
})
export type RoutingRule = z.infer<typeof RoutingRule>

/** Facts and what must follow from them; checked whenever the policy is set. */
export const RoutingTest = z.strictObject({
  name: Title,
  /** By field: `{"ticket.tags": ["billing"]}`. What is left out is unknown. */
  facts: WrittenFacts,
  /** The name of the rule that must match; null for none. */
  rule: PartName.nullable(),
})
export type RoutingTest = z.infer<typeof RoutingTest>

/** Rules in order; the first that matches an item says who answers for it. */
export const RoutingPolicy = z
  .strictObject({
    teams: z.array(Team).max(200).default([]),
    rules: z.array(RoutingRule).min(1, 'must have at least one rule').max(5_000),
    tests: z.array(RoutingTest).max(1_000).default([]),
  })
  .superRefine((policy, at) => {
    const say = (path: (string | number)[], message: string) => at.addIssue({ code: 'custom', path, message })
    for (const [kind, parts] of [
      ['teams', policy.teams],
      ['rules', policy.rules],
    ] as const) {
      for (const [index, { name }] of parts.entries()) {
        if (parts.findIndex(other => other.name === name) < index) {
          say([kind, index, 'name'], `${name} is taken by one before it; give this one another name`)
        }
      }
    }
    const teams = new Map(policy.teams.map(team => [team.name, team]))
    for (const [index, { assign }] of policy.rules.entries()) {
      const team = assign.team === null ? null : teams.get(assign.team)
      if (team === undefined) {
        const known = [...teams.keys()].join(', ') || 'none yet'
        say(
          ['rules', index, 'assign', 'team'],
          `${assign.team} is not a team of this policy; there are: ${known}`,
        )
      } else if (team && team.role !== assign.role) {
        say(
          ['rules', index, 'assign', 'role'],
          `must be ${team.role}, as that is what the team ${team.name} does`,
        )
      }
    }
    const last = policy.rules.at(-1)
    if (last && !isCatchAll(last)) {
      say(
        ['rules', policy.rules.length - 1, 'when'],
        'must be empty in the last rule, so that no item is left without an owner',
      )
    }
    for (const [index, rule] of policy.rules.slice(0, -1).entries()) {
      if (isCatchAll(rule))
        say(['rules', index, 'when'], 'is empty, so no rule after it can ever match; make it the last one')
    }
  })
export type RoutingPolicy = z.infer<typeof RoutingPolicy>

function isCatchAll({ when }: RoutingRule): boolean {
  return when.all.length === 0 && when.any.length === 0
}

const BILLING: Condition[] = [
  { field: 'item.kind', operator: 'is', value: 'billing-inquiry' },
  { field: 'item.kind', operator: 'is', value: 'billing-dispute' },
]

const anyone = { team: null, accountField: null, spread: 'first' as const }

/** How Meshline starts: billing goes to the billing resolvers, everything else to the support managers. */
export const FIRST_ROUTING_POLICY: RoutingPolicy = {
  teams: [],
  rules: [
    {
      name: 'billing',
      title: 'Billing',
      owner: null,
      when: { all: [], any: BILLING },
      assign: { role: 'billing-resolver', ...anyone },
      fallback: 'admin',
    },
    {
      name: 'everything-else',
      title: 'Everything else',
      owner: null,
      when: { all: [], any: [] },
      assign: { role: 'support-manager', ...anyone },
      fallback: 'admin',
    },
  ],
  tests: [],
}
