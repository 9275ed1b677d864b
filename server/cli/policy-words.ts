import type { Calendar } from '../../shared/calendar.ts'
import { timeText, WEEKDAYS } from '../../shared/calendar-hours.ts'
import { conditionsWords } from '../../shared/condition-words.ts'
import { durationText } from '../../shared/duration.ts'
import { ActionClass } from '../../shared/freshness.ts'
import type { FreshnessLimit, FreshnessPolicy } from '../../shared/freshness-policy.ts'
import type { RoutingRule } from '../../shared/routing-policy.ts'
import type { SlaRule, Target } from '../../shared/sla-policy.ts'
import type { Policies, PolicyKind } from '../policies/kinds.ts'

/** A policy as a person reads it in a terminal, a line each. */
export function policyLines<K extends PolicyKind>(kind: K, policy: Policies[K]): string[] {
  return LINES[kind](policy)
}

const LINES: { readonly [K in PolicyKind]: (policy: Policies[K]) => string[] } = {
  freshness: policy => [
    'A value is fit to act on until the first age with a tick, until the second not at all.',
    ...tableOf(policy),
  ],
  routing: ({ rules, teams, tests }) => [
    'The first rule that matches an item says who answers for it.',
    ...rules.flatMap(routingLines),
    ...teams.map(
      ({ name, role, members }) => `team ${name}: ${role}, ${members.join(', ') || 'everybody who holds it'}`,
    ),
    `${tests.length} stored tests`,
  ],
  sla: ({ rules }) =>
    rules.length === 0
      ? ['No targets yet']
      : ['The first rule that matches an item sets its clocks.', ...rules.flatMap(slaLines)],
  calendars: ({ calendars }) =>
    calendars.length === 0 ? ['No calendars yet'] : calendars.flatMap(calendarLines),
}

function routingLines({ name, title, owner, when, assign, fallback }: RoutingRule, at: number): string[] {
  const who = [
    assign.role,
    ...(assign.team === null ? [] : [`team ${assign.team}`]),
    ...(assign.accountField === null ? [] : ['the account manager of the account first']),
    ...(assign.spread === 'least-loaded' ? ['whoever has least to do'] : []),
  ]
  return [
    `${String(at + 1).padStart(3)}. ${name}: ${title}${owner === null ? '' : ` (${owner})`}`,
    `     when ${uncapital(conditionsWords(when).en)}`,
    `     to ${who.join(', ')}; fallback ${fallback}`,
  ]
}

function slaLines(rule: SlaRule, at: number): string[] {
  const { name, title, owner, when, calendar, targets, bumps } = rule
  return [
    `${String(at + 1).padStart(3)}. ${name}: ${title} (${owner})${calendar === null ? '' : `, calendar ${calendar}`}`,
    `     when ${uncapital(conditionsWords(when).en)}`,
    ...Object.entries(targets).map(([clock, target]) => `     ${clock}: ${targetWords(target)}`),
    ...(bumps.length === 0
      ? []
      : [
          `     missed: ${bumps.map(({ to, after }) => (after ? `after ${after} ${to}` : to)).join(', then ')}`,
        ]),
    ...(rule.mail
      ? [`     mail: to the owner ${sharesText(rule.warnAt)}when missed; to whoever it goes up to`]
      : []),
  ]
}

function sharesText(warnAt: readonly number[]): string {
  return warnAt.length === 0 ? '' : `at ${warnAt.map(share => `${Math.round(share * 100)}%`).join(', ')} and `
}

function targetWords({ unit, within, pausedIn }: Target): string {
  const { default: byDefault, ...byPriority } = within
  const named = Object.entries(byPriority).map(([priority, length]) => `${priority} ${length}`)
  const paused = pausedIn.length === 0 ? '' : `; stands still in ${pausedIn.join(', ')}`
  return `${byDefault} ${unit} time${named.length === 0 ? '' : ` (${named.join(', ')})`}${paused}`
}

function calendarLines({ name, timeZone, week, holidays, breaks, overrides }: Calendar): string[] {
  const days = WEEKDAYS.map(day => `     ${day.padEnd(9)} ${week[day].map(timeText).join(', ') || 'closed'}`)
  const counts = `${holidays.length} holidays, ${breaks.length} breaks, ${overrides.length} dates of their own`
  return [`${name}: ${timeZone}`, ...days, `     ${counts}`]
}

function uncapital(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** One line a field, one column a class; a field without a limit of its own has the default. */
function tableOf({ default: byDefault, fields }: FreshnessPolicy): string[] {
  const classes = ActionClass.options
  const limits = (of: FreshnessPolicy['fields'][string]) => classes.map(name => limitText(of[name]))
  return [
    row('', classes),
    row('default', limits(byDefault)),
    ...Object.entries(fields).map(([field, own]) => row(field, limits(own))),
  ]
}

function row(name: string, cells: readonly string[]): string {
  return [name.padEnd(20), ...cells.map(cell => cell.padEnd(17))].join(' ').trimEnd()
}

function limitText(limit: FreshnessLimit | undefined): string {
  return limit ? `${durationText(limit.warnAfterMs)} / ${durationText(limit.errorAfterMs)}` : '-'
}
