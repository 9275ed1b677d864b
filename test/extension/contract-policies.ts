import { Hono } from 'hono'
import type { Backtest } from '../../shared/backtest.ts'
import { CalendarsPolicy } from '../../shared/calendars-policy.ts'
import { type PolicyCheck, type PolicyView, problemsIn } from '../../shared/policy-check.ts'
import { failedTests, runTests } from '../../shared/route-facts.ts'
import { RoutingPolicy } from '../../shared/routing-policy.ts'
import { SlaPolicy } from '../../shared/sla-policy.ts'
import { NO_CONFLICTS } from './conflict-fixtures.ts'
import { refusal } from './contract-words.ts'
import { backtest, OFFICE, policyView, ROUTING, SLA } from './policy-fixtures.ts'

/** What a test puts into the routes about policies. */
export function createPolicyControl() {
  return {
    policies: {
      routing: policyView(ROUTING, 3),
      sla: policyView(SLA),
      calendars: policyView({ calendars: [OFFICE] }),
    } as Record<string, PolicyView>,
    refusePolicy: false,
    conflicts: NO_CONFLICTS,
    /** What each look at the backtest finds, the last one over and over. */
    backtests: [backtest()] as Backtest[],
  }
}

const SCHEMAS = { routing: RoutingPolicy, sla: SlaPolicy, calendars: CalendarsPolicy }

/** The same schemas and tests as the server's. */
function checked(kind: string, policy: unknown): PolicyCheck {
  const schema = Object.entries(SCHEMAS).find(([name]) => name === kind)?.[1]
  const read = schema?.safeParse(policy)
  const none = { problems: [], warnings: [], tests: [], sentences: [] }
  if (read && !read.success) return { ...none, problems: problemsIn(read.error) }
  const { data: routing } = RoutingPolicy.safeParse(policy)
  if (kind !== 'routing' || !routing) return none
  return {
    ...none,
    problems: failedTests(routing, Date.now()).map(({ test, rule }) => ({
      path: ['tests', routing.tests.indexOf(test), 'rule'],
      message: `Test “${test.name}”: expected ${test.rule}, but ${rule} matches`,
    })),
    tests: runTests(routing, Date.now()).map(({ test, rule }) => ({
      name: test.name,
      expected: test.rule,
      got: rule,
    })),
  }
}

export function policyRoutes(control: ReturnType<typeof createPolicyControl>) {
  return new Hono()
    .get('/v1/policies/routing/conflicts', c => c.json(control.conflicts))
    .get('/v1/policies/:kind', c => {
      const view = control.policies[c.req.param('kind')]
      return view ? c.json(view) : refusal('not-found', 404)
    })
    .post('/v1/policies/:kind/check', async c => {
      const { policy } = await c.req.json<{ policy: unknown }>()
      return c.json(checked(c.req.param('kind'), policy))
    })
    .post('/v1/policies/:kind', async c => {
      const kind = c.req.param('kind')
      const sent = await c.req.json<{ policy: object; reason: string; basedOn: number }>()
      const current = control.policies[kind]
      if (control.refusePolicy) return refusal('not-allowed', 403)
      if (current?.version !== sent.basedOn) return refusal('policy-changed', 409)
      const version = current.version + 1
      control.policies[kind] = { ...policyView(sent.policy, version), reason: sent.reason }
      return c.json({ version, changed: true })
    })
    .post('/v1/backtests', c => c.json({ backtest: control.backtests[0] }, 202))
    .get('/v1/backtests/:id', c => {
      const [first, ...rest] = control.backtests
      if (rest.length > 0) control.backtests = rest
      return c.json({ backtest: first })
    })
    .delete('/v1/backtests/:id', c => {
      const ended = control.backtests.map(one => ({ ...one, cancelled: true, finishedAt: Date.now() }))
      control.backtests = ended.slice(0, 1)
      return c.json({ backtest: ended[0] })
    })
}
