import { LogicEngine } from 'json-logic-engine'
import { Engine, type NestedCondition } from 'json-rules-engine'
import { compile } from '../../shared/compile-conditions.ts'
import { Conditions } from '../../shared/condition.ts'
import type { ContextRecord, FieldContent } from '../../shared/context-record.ts'
import { explain } from '../../shared/explain-conditions.ts'
import { factsOf, type Matter } from '../../shared/facts.ts'

const RULES = 1_000
const ROUNDS = 9
/** How often the faster engines answer all rules in one turn. */
const PASSES = 400
const NOW = Date.parse('2026-11-20T09:00:00Z')
const DAY = 86_400_000

export interface PolicyFigures {
  /** Our evaluations a second over the other's, of the same round: medians. */
  readonly ratio_to_json_logic: number
  readonly ratio_to_json_rules: number
  readonly ours_per_s: number
  readonly json_logic_per_s: number
  readonly json_rules_per_s: number
  readonly explained_per_s: number
  readonly rules: number
  readonly matching: number
}

/** The same six questions in the words of each engine. */
interface Rule {
  readonly ours: Conditions
  readonly logic: object
  readonly rules: NestedCondition
}

/** The nested record the other engines read. */
interface Nested {
  readonly account: Readonly<Record<string, string | number>>
  readonly ticket: Readonly<Record<string, string | number | readonly string[]>>
}

/** How fast 1,000 different rules of six conditions each are asked of one record, beside two known engines. */
export async function benchPolicies(): Promise<PolicyFigures> {
  const rules = Array.from({ length: RULES }, (_, at) => ruleAt(at))
  const ours = rules.map(rule => compile(Conditions.parse(rule.ours)))
  const logic = new LogicEngine()
  const compiled = rules.map(rule => logic.build(rule.logic))
  const engine = rulesEngine(rules)

  const answerOurs = () => {
    const facts = factsOf(MATTER)
    return ours.map(matches => matches(facts, NOW))
  }
  const answerLogic = () => compiled.map(run => run(NESTED) === true)
  const answerRules = async () => {
    const { events } = await engine.run({ ...NESTED })
    const matching = new Set(events.map(({ type }) => type))
    return rules.map((_, at) => matching.has(String(at)))
  }
  const answers = answerOurs()
  agree(answers, answerLogic(), 'json-logic-engine')
  agree(answers, await answerRules(), 'json-rules-engine')
  agree(answers, explained(rules), 'explain')

  const rounds: { ours: number; logic: number; rules: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({
      ours: await rate(PASSES, answerOurs),
      logic: await rate(PASSES, answerLogic),
      rules: await rate(1, answerRules),
    })
  }
  const explaining = await rate(1, () => explained(rules))
  return {
    ratio_to_json_logic: Number(median(rounds.map(round => round.ours / round.logic)).toFixed(2)),
    ratio_to_json_rules: Math.round(median(rounds.map(round => round.ours / round.rules))),
    ours_per_s: Math.round(median(rounds.map(round => round.ours))),
    json_logic_per_s: Math.round(median(rounds.map(round => round.logic))),
    json_rules_per_s: Math.round(median(rounds.map(round => round.rules))),
    explained_per_s: Math.round(explaining),
    rules: RULES,
    matching: answers.filter(Boolean).length,
  }
}

const TIERS = ['gold', 'silver']
const PLANS = ['Scale', 'Team']
const STATUSES = ['open', 'pending']
const PRIORITIES = ['low', 'normal', 'high', 'urgent']
const TAGS = ['refund', 'billing', 'vip', 'bug', 'login', 'export', 'sso', 'invoice']

const ACCOUNT = {
  tier: 'gold',
  plan: 'Scale',
  health: 62,
  usage_14d: 480,
  open_incidents: 1,
  renews_at: NOW + 20 * DAY,
}
const TICKET = {
  id: '35436',
  subject: 'Charged twice for our plan',
  description: 'We were charged twice in November.',
  status: 'open',
  priority: 'high',
  tags: ['billing', 'refund', 'vip'],
  createdAt: NOW - 2 * DAY,
  updatedAt: NOW - 3_600_000,
}
const NESTED: Nested = {
  account: { ...ACCOUNT, mrr: 420_000 },
  ticket: TICKET,
}
const MATTER: Matter = {
  account: record(),
  item: { kind: 'billing-inquiry', links: [] },
  ticket: { value: TICKET, readAt: NOW },
  dispute: null,
}

function record(): ContextRecord {
  const known = (field: ContextRecord['fields'][number]['field'], content: FieldContent) => {
    const value = { content, source: 'stripe', sourceId: 'cus_1', changedAt: NOW, readAt: NOW }
    return { field, rule: 'last-write' as const, value, losing: [] }
  }
  const count = (counted: number): FieldContent => ({ kind: 'count', count: counted })
  return {
    id: 'ctx_1',
    hash: '',
    fields: [
      known('tier', { kind: 'text', text: ACCOUNT.tier }),
      known('plan', { kind: 'text', text: ACCOUNT.plan }),
      known('mrr', { kind: 'money', money: { minor: 420_000, currency: 'usd' } }),
      known('health', count(ACCOUNT.health)),
      known('usage_14d', count(ACCOUNT.usage_14d)),
      known('open_incidents', count(ACCOUNT.open_incidents)),
      known('renews_at', { kind: 'date', at: ACCOUNT.renews_at }),
    ],
  }
}

type Asked = readonly [ours: Conditions['all'][number], logic: object, rules: NestedCondition]

/** Four conditions of which all must hold and two of which one must; drawn so that they differ from rule to rule. */
function ruleAt(at: number): Rule {
  const pick = <T>(list: readonly T[], step: number): T => {
    const picked = list[Math.floor(at / step) % list.length]
    if (picked === undefined) throw new Error('Nothing to pick from')
    return picked
  }
  const minor = 100_000 + at * 700
  const all = [
    compared('account.mrr', at % 3 === 0 ? 'less_than' : 'greater_than_equal', {
      limit: minor,
      value: { minor, currency: 'usd' },
    }),
    at % 4 === 0 ? anyTag([pick(TAGS, 1), pick(TAGS, 5)]) : equal('ticket.status', pick(STATUSES, 2)),
    compared('account.health', 'greater_than', { limit: at % 70, value: at % 70 }),
    equal(at % 2 === 0 ? 'account.tier' : 'account.plan', at % 2 === 0 ? pick(TIERS, 3) : pick(PLANS, 2)),
  ]
  const any = [
    equal('ticket.priority', pick(PRIORITIES, 7)),
    compared('account.usage_14d', 'less_than', { limit: at, value: at }),
  ]
  return {
    ours: { all: all.map(([asked]) => asked), any: any.map(([asked]) => asked) },
    logic: { and: [...all.map(([, asked]) => asked), { or: any.map(([, asked]) => asked) }] },
    rules: { all: [...all.map(([, , asked]) => asked), { any: any.map(([, , asked]) => asked) }] },
  }
}

type Field = Conditions['all'][number]['field']
type Comparing = 'less_than' | 'greater_than' | 'greater_than_equal'

const SIGNS = { less_than: '<', greater_than: '>', greater_than_equal: '>=' } as const
const NAMES = {
  less_than: 'lessThan',
  greater_than: 'greaterThan',
  greater_than_equal: 'greaterThanInclusive',
} as const

function compared(
  field: Field,
  operator: Comparing,
  { limit, value }: { limit: number; value: Conditions['all'][number]['value'] },
): Asked {
  return [
    { field, operator, value },
    { [SIGNS[operator]]: [{ var: field }, limit] },
    { ...placeOf(field), operator: NAMES[operator], value: limit },
  ]
}

function equal(field: Field, value: string): Asked {
  return [
    { field, operator: 'is', value },
    { '===': [{ var: field }, value] },
    { ...placeOf(field), operator: 'equal', value },
  ]
}

function anyTag(tags: readonly string[]): Asked {
  const place = placeOf('ticket.tags')
  return [
    { field: 'ticket.tags', operator: 'includes', value: [...tags] },
    { or: tags.map(tag => ({ in: [tag, { var: 'ticket.tags' }] })) },
    { any: tags.map(value => ({ ...place, operator: 'contains', value })) },
  ]
}

function placeOf(field: Field): { fact: string; path: string } {
  const [fact = '', name = ''] = field.split('.')
  return { fact, path: `$.${name}` }
}

function rulesEngine(rules: readonly Rule[]): Engine {
  const engine = new Engine()
  for (const [at, rule] of rules.entries()) {
    engine.addRule({ conditions: { all: [rule.rules] }, event: { type: String(at) } })
  }
  return engine
}

function explained(rules: readonly Rule[]): boolean[] {
  const facts = factsOf(MATTER)
  return rules.map(({ ours }) => explain(ours, facts, NOW).outcome === 'passed')
}

function agree(ours: readonly boolean[], theirs: readonly boolean[], whose: string): void {
  const differing = ours.findIndex((answer, at) => answer !== theirs[at])
  if (differing >= 0) throw new Error(`Rule ${differing} is answered otherwise by ${whose}`)
}

async function rate(passes: number, answer: () => unknown): Promise<number> {
  const began = performance.now()
  for (let pass = 0; pass < passes; pass += 1) await answer()
  return (passes * RULES * 1_000) / (performance.now() - began)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
