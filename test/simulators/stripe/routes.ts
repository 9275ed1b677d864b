import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import type { SimEnv } from '../request-log.ts'
import { acceptDispute, EvidenceParams, giveEvidence } from './change-dispute.ts'
import { createRefund, RefundParams } from './create-refund.ts'
import { invalid, noSuch } from './error.ts'
import { decodeForm, type FormObject } from './form.ts'
import { listOf } from './list.ts'
import { cancelRefund } from './move-refund.ts'
import type { Cause, StripeWorld } from './state.ts'

/** The `/v1` resources. */
export function stripeRoutes(world: StripeWorld): Hono<SimEnv> {
  const app = new Hono<SimEnv>()
  reads(app, world)
  const { state } = world

  app.post('/v1/refunds', async c => c.json(createRefund(world, await formAs(c, RefundParams), causeOf(c))))
  app.post('/v1/refunds/:id/cancel', c =>
    c.json(cancelRefund(world, found('refund', state.refunds, c), causeOf(c))),
  )
  app.post('/v1/disputes/:id', async c => {
    const dispute = found('dispute', state.disputes, c)
    return c.json(giveEvidence(world, dispute, await formAs(c, EvidenceParams), causeOf(c)))
  })
  app.post('/v1/disputes/:id/close', c =>
    c.json(acceptDispute(world, found('dispute', state.disputes, c), causeOf(c))),
  )
  return app
}

function reads(app: Hono<SimEnv>, { state }: StripeWorld): void {
  app.get('/v1/customers', c => list(c, state.customers, ['email']))
  app.get('/v1/customers/:id', c => c.json(found('customer', state.customers, c)))
  app.get('/v1/subscriptions', c => list(c, liveSubscriptions(state.subscriptions, c), ['customer']))
  app.get('/v1/subscriptions/:id', c => c.json(found('subscription', state.subscriptions, c)))
  app.get('/v1/invoices', c => list(c, state.invoices, ['customer', 'status']))
  app.get('/v1/invoices/:id', c => c.json(found('invoice', state.invoices, c)))
  app.get('/v1/charges', c => list(c, state.charges, ['customer', 'payment_intent']))
  app.get('/v1/charges/:id', c => c.json(found('charge', state.charges, c)))
  app.get('/v1/disputes', c => list(c, state.disputes, ['charge', 'payment_intent']))
  app.get('/v1/disputes/:id', c => c.json(found('dispute', state.disputes, c)))
  app.get('/v1/refunds', c => list(c, state.refunds, ['charge', 'payment_intent']))
  app.get('/v1/refunds/:id', c => c.json(found('refund', state.refunds, c)))
  app.get('/v1/events', c => list(c, state.events, ['type']))
  app.get('/v1/events/:id', c => c.json(found('event', state.events, c)))
}

/** Without `status`, canceled subscriptions are left out; `all` shows every one. */
function liveSubscriptions<T extends { id: string; status: string }>(
  all: ReadonlyMap<string, T>,
  c: Context,
): Map<string, T> {
  const status = c.req.query('status')
  const shown = [...all].filter(([, each]) => {
    if (status === 'all') return true
    return status ? each.status === status : each.status !== 'canceled'
  })
  return new Map(shown)
}

function list<T extends { id: string; created: number }>(
  c: Context,
  all: ReadonlyMap<string, T>,
  filters: string[],
): Response {
  const query = decodeForm(new URL(c.req.url).search)
  const matching = [...all.values()].filter(item => {
    const fields = new Map<string, unknown>(Object.entries(item))
    return filters.every(name => query[name] === undefined || fields.get(name) === query[name])
  })
  return c.json(listOf(c.req.path, matching, query))
}

function found<T>(kind: string, all: ReadonlyMap<string, T>, c: Context): T {
  const id = c.req.param('id') ?? ''
  const object = all.get(id)
  if (!object) throw noSuch(kind, id)
  return object
}

async function formAs<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const form: FormObject = decodeForm(await c.req.text())
  const parsed = schema.safeParse(form)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  if (issue?.code === 'unrecognized_keys') {
    const param = issue.keys[0] ?? ''
    throw invalid(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param })
  }
  throw invalid(`Invalid ${issue?.path.join('.')}: ${issue?.message}`, {
    param: String(issue?.path[0] ?? ''),
  })
}

function causeOf(c: Context): Cause {
  return { id: c.res.headers.get('request-id'), idempotency_key: c.req.header('idempotency-key') ?? null }
}
