import { z } from 'zod'
import type { Calendar } from './calendar.ts'
import { Conditions } from './condition.ts'
import { Role } from './member.ts'
import { PartName, Title, WrittenDuration } from './policy-parts.ts'
import { ClockUnit } from './sla.ts'

/** What a ticket's own course starts and stops clocks of. */
export const TICKET_CLOCKS = ['first-response', 'next-response', 'resolution'] as const
export const TicketClock = z.enum(TICKET_CLOCKS)
export type TicketClock = z.infer<typeof TicketClock>

/** How long something may take. */
export const Target = z.strictObject({
  unit: ClockUnit,
  /** By the ticket's priority; `default` is for one without, and for priorities that are not named. */
  within: z.strictObject({
    default: WrittenDuration,
    low: WrittenDuration.optional(),
    normal: WrittenDuration.optional(),
    high: WrittenDuration.optional(),
    urgent: WrittenDuration.optional(),
  }),
  /** Ticket statuses in which the clock stands still, such as pending. */
  pausedIn: z.array(z.string().min(1)).default([]),
})
export type Target = z.infer<typeof Target>

/** Who is told when a window was missed, and how long after. */
export const BumpStep = z.strictObject({
  /** After the due time, or after the step before; in the clock's unit. Left out: at once. */
  after: WrittenDuration.optional(),
  to: Role,
})
export type BumpStep = z.infer<typeof BumpStep>

export const SlaRule = z.strictObject({
  name: PartName,
  title: Title,
  /** Who answers for the rule, by address. */
  owner: z.email(),
  when: Conditions,
  /** By name; needed where a target counts business time. */
  calendar: PartName.nullable().default(null),
  targets: z.partialRecord(TicketClock, Target),
  /** Shares of the target at which the owner is told: in the browser, and by mail where the rule says so. */
  warnAt: z
    .array(z.number().gt(0, 'must lie between 0 and 1').lt(1, 'must lie between 0 and 1'))
    .max(5)
    .default([0.8]),
  bumps: z.array(BumpStep).max(10).default([]),
  /** Whether each step is also written on the ticket, as an internal note. */
  noteOnBump: z.boolean().default(false),
  /** Whether the owner is mailed at each share of `warnAt` and when it is missed, and whoever it goes up to. */
  mail: z.boolean().default(false),
})
export type SlaRule = z.infer<typeof SlaRule>

/** Rules in order; the first that matches an item sets its clocks. */
export const SlaPolicy = z.strictObject({ rules: z.array(SlaRule).max(200) }).superRefine(({ rules }, at) => {
  const names = new Set<string>()
  for (const [index, rule] of rules.entries()) {
    const say = (path: (string | number)[], message: string) =>
      at.addIssue({ code: 'custom', path: ['rules', index, ...path], message })
    if (names.has(rule.name))
      say(['name'], `${rule.name} is taken by a rule before it; give this one another name`)
    names.add(rule.name)
    const business = Object.values(rule.targets).some(({ unit }) => unit === 'business')
    if (business && rule.calendar === null) {
      say(['calendar'], 'must name a calendar, as a target counts business time')
    }
    if (Object.keys(rule.targets).length === 0)
      say(['targets'], `must have at least one of ${TICKET_CLOCKS.join(', ')}`)
    for (const [step, { to }] of rule.bumps.entries()) {
      if (rule.bumps.findIndex(other => other.to === to) < step) {
        say(
          ['bumps', step, 'to'],
          `${to} was bumped to by a step before; escalation must go on to somebody else`,
        )
      }
    }
  }
})
export type SlaPolicy = z.infer<typeof SlaPolicy>

/** How Meshline starts: no target until somebody sets one. */
export const FIRST_SLA_POLICY: SlaPolicy = { rules: [] }

/** Calendars a policy names that do not exist. */
export function missingCalendars({ rules }: SlaPolicy, calendars: readonly Calendar[]): string[] {
  const known = new Set(calendars.map(({ name }) => name))
  const named = rules.flatMap(({ calendar }) => (calendar === null || known.has(calendar) ? [] : [calendar]))
  return [...new Set(named)]
}
