import * as z from 'zod/mini'
import type { Condition } from '../../shared/condition.ts'
import { FIELD_NAMES, OPERATORS } from '../../shared/field-catalogue.ts'
import { ROLES } from '../../shared/member.ts'
import type { PolicyDocument } from '../../shared/policy-check.ts'
import { TICKET_CLOCKS } from '../../shared/sla-policy.ts'

/**
 * What the forms can show: the shape alone, as what is half typed is seldom right. Whether it is, the server says. What
 * a form does not know is kept as it is.
 */
const Amount = z.object({ minor: z.number(), currency: z.string() })
const FormCondition = z.object({
  field: z.enum(FIELD_NAMES),
  operator: z.enum(OPERATORS),
  value: z.optional(z.union([z.string(), z.number(), Amount, z.array(z.string())])),
})
const List = z.prefault(z.array(FormCondition), [])
const When = z.prefault(z.object({ all: List, any: List }), { all: [], any: [] })
export type When = { all: Condition[]; any: Condition[] }

const RoutingRuleForm = z.looseObject({
  name: z.string(),
  title: z.string(),
  owner: z.prefault(z.nullable(z.string()), null),
  when: When,
  assign: z.object({
    role: z.enum(ROLES),
    team: z.prefault(z.nullable(z.string()), null),
    accountField: z.prefault(z.nullable(z.literal('account_manager')), null),
    spread: z.prefault(z.enum(['first', 'least-loaded']), 'first'),
  }),
  fallback: z.prefault(z.enum(ROLES), 'admin'),
})
export type RoutingRuleForm = z.infer<typeof RoutingRuleForm>

const RoutingTestForm = z.object({
  name: z.string(),
  facts: z.record(z.string(), z.unknown()),
  rule: z.nullable(z.string()),
})
export type RoutingTestForm = z.infer<typeof RoutingTestForm>

const TeamForm = z.looseObject({
  name: z.string(),
  role: z.enum(ROLES),
  members: z.prefault(z.array(z.string()), []),
  groups: z.prefault(z.record(z.string(), z.string()), {}),
})
export type TeamForm = z.infer<typeof TeamForm>

export const RoutingForm = z.looseObject({
  teams: z.prefault(z.array(TeamForm), []),
  rules: z.array(RoutingRuleForm),
  tests: z.prefault(z.array(RoutingTestForm), []),
})
export type RoutingForm = z.infer<typeof RoutingForm>

const TargetForm = z.object({
  unit: z.enum(['calendar', 'business']),
  within: z.looseObject({ default: z.string() }),
  pausedIn: z.prefault(z.array(z.string()), []),
})
export type TargetForm = z.infer<typeof TargetForm>

const BumpForm = z.looseObject({ after: z.optional(z.string()), to: z.enum(ROLES) })
export type BumpForm = z.infer<typeof BumpForm>

const SlaRuleForm = z.looseObject({
  name: z.string(),
  title: z.string(),
  owner: z.string(),
  when: When,
  calendar: z.prefault(z.nullable(z.string()), null),
  targets: z.partialRecord(z.enum(TICKET_CLOCKS), TargetForm),
  // A text is what is no number yet.
  warnAt: z.prefault(z.array(z.union([z.number(), z.string()])), [0.8]),
  bumps: z.prefault(z.array(BumpForm), []),
})
export type SlaRuleForm = z.infer<typeof SlaRuleForm>

export const SlaForm = z.looseObject({ rules: z.array(SlaRuleForm) })
export type SlaForm = z.infer<typeof SlaForm>

/** A document as a form shows it; null where it can only be shown as text. */
export function formOf<T>(
  schema: { safeParse: (data: unknown) => { success: true; data: T } | { success: false } },
  document: PolicyDocument,
): T | null {
  const read = schema.safeParse(document)
  return read.success ? read.data : null
}

/** A team under another name or role takes the rules that name it along; not while another team has that name. */
export function withTeam(form: RoutingForm, at: number, next: TeamForm | null): RoutingForm {
  const before = form.teams[at]
  const others = form.teams.filter((_, index) => index !== at).map(({ name }) => name)
  const follows =
    before !== undefined && next !== null && !others.includes(before.name) && !others.includes(next.name)
  const rules = form.rules.map(rule =>
    follows && rule.assign.team === before.name
      ? { ...rule, assign: { ...rule.assign, team: next.name, role: next.role } }
      : rule,
  )
  return { ...form, rules, teams: withAt(form.teams, at, next) }
}

/** A list with one entry replaced, or taken out where `next` is null. */
export function withAt<T>(list: readonly T[], at: number, next: T | null): T[] {
  return list.flatMap((entry, index) => (index === at ? (next === null ? [] : [next]) : [entry]))
}

/** A list with an entry moved to another place. */
export function movedTo<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.toSpliced(from, 1)
  return list.slice(from, from + 1).length === 0
    ? [...list]
    : rest.toSpliced(to, 0, ...list.slice(from, from + 1))
}

/** A name no other rule has: `rule-3`. */
export function freeName(stem: string, taken: readonly string[]): string {
  const numbers = Array.from({ length: taken.length + 1 }, (_, index) => `${stem}-${index + 1}`)
  return numbers.find(name => !taken.includes(name)) ?? stem
}

/** Names of what two versions of a list of rules or calendars do not share, and of what differs in them. */
export function changedNames(ours: PolicyDocument, theirs: PolicyDocument): string[] {
  const [mine, other] = [ours, theirs].map(partsOf)
  const names = new Set([...(mine?.keys() ?? []), ...(other?.keys() ?? [])])
  return [...names].filter(name => mine?.get(name) !== other?.get(name))
}

function partsOf(document: PolicyDocument): Map<string, string> {
  const listed = [document.rules, document.calendars, document.teams, document.tests].flat()
  return new Map(
    listed.flatMap(part =>
      typeof part === 'object' && part !== null && 'name' in part
        ? [[String(part.name), JSON.stringify(part)] as const]
        : [],
    ),
  )
}
