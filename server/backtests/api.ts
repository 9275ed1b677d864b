import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { Backtest, BacktestOrder } from '../../shared/backtest.ts'
import type { Localized } from '../../shared/locale.ts'
import { problemLine } from '../../shared/policy-check.ts'
import { actorOf } from '../access/authenticate.ts'
import type { Deps, HonoEnv } from '../deps.ts'
import { explainInvalid } from '../explain-invalid.ts'
import { onlyViews, problem, problemAnswers, spoken } from '../problem.ts'
import { cancelBacktest } from './cancel-backtest.ts'
import { startBacktest } from './start-backtest.ts'
import { findBacktest } from './store.ts'

const oneBacktest = {
  content: { 'application/json': { schema: z.object({ backtest: Backtest }) } },
}
const params = z.object({ id: z.string() })

const start = createRoute({
  method: 'post',
  path: '/v1/backtests',
  summary: 'Try a policy on the items of the last days; changes nothing',
  request: {
    body: { required: true, content: { 'application/json': { schema: BacktestOrder } } },
  },
  responses: { 202: { description: 'Under way', ...oneBacktest }, ...problemAnswers },
})

const show = createRoute({
  method: 'get',
  path: '/v1/backtests/{id}',
  summary: 'How far a backtest is, and what it has found',
  request: { params },
  responses: { 200: { description: 'Rows as they are found', ...oneBacktest }, ...problemAnswers },
})

const cancel = createRoute({
  method: 'delete',
  path: '/v1/backtests/{id}',
  summary: 'Stop a backtest; what it has found stays',
  request: { params },
  responses: { 200: { description: 'It has ended', ...oneBacktest }, ...problemAnswers },
})

export function backtestRoutes(deps: Deps) {
  const { store } = deps
  return new OpenAPIHono<HonoEnv>({ defaultHook: explainInvalid })
    .openapi(start, async c => {
      const caller = c.get('caller')
      const order = { ...c.req.valid('json'), actor: actorOf(caller), member: caller.member }
      const outcome = await startBacktest(deps, order)
      if (outcome.kind === 'not-allowed') return problem(c, 'not-allowed', spoken(c, ONLY_VIEWS))
      if (outcome.kind === 'too-many') return problem(c, 'not-finished', spoken(c, TOO_MANY))
      if (outcome.kind === 'unfit') {
        const detail = outcome.problems.slice(0, 20).map(problemLine).join('; ')
        return problem(c, 'policy-unfit', { title: spoken(c, UNFIT).title, detail })
      }
      deps.wake()
      const backtest = await findBacktest(store.db, outcome.id)
      return backtest ? c.json({ backtest }, 202) : notFound(c)
    })
    .openapi(show, async c => {
      const backtest = await findBacktest(store.db, c.req.valid('param').id)
      return backtest ? c.json({ backtest }, 200) : notFound(c)
    })
    .openapi(cancel, async c => {
      const caller = c.get('caller')
      const order = { id: c.req.valid('param').id, member: caller.member }
      const outcome = await store.write(actorOf(caller), tx => cancelBacktest(tx, order))
      if (outcome === 'not-allowed') return problem(c, 'not-allowed', spoken(c, ONLY_VIEWS))
      const backtest = await findBacktest(store.db, order.id)
      return backtest ? c.json({ backtest }, 200) : notFound(c)
    })
}

type Words = Readonly<Record<'title' | 'detail', Localized>>

const ONLY_VIEWS = onlyViews({ en: 'run a backtest', de: 'einen Rücktest starten' })

const TOO_MANY: Words = {
  title: { en: 'Too many backtests are under way', de: 'Es laufen zu viele Rücktests' },
  detail: {
    en: 'Wait until one is finished, or cancel one',
    de: 'Warten Sie, bis einer fertig ist, oder brechen Sie einen ab',
  },
}

const UNFIT: Words = {
  title: { en: 'The policy cannot be tried as it is', de: 'So kann die Richtlinie nicht erprobt werden' },
  detail: { en: '', de: '' },
}

function notFound(c: Context) {
  const detail = 'Start another; those that ended 30 days ago are dropped'
  return problem(c, 'not-found', { title: 'No such backtest', detail })
}
