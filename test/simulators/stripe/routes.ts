import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import type { SimEnv } from '../request-log.ts'
import { deleteCustomer } from './change-customer.ts'
import { acceptDispute, EvidenceParams, giveEvidence } from './change-dispute.ts'
import { createRefund, RefundParams } from './create-refund.ts'
import { invalid, noSuch } from './error.ts'
import { decodeForm, type FormObject } from './form.ts'
import { cancelRefund } from './move-refund.ts'
import { readRoutes } from './reads.ts'
import type { Cause, StripeWorld } from './state.ts'

/** The `/v1` resources. */
export function stripeRoutes(world: StripeWorld): Hono<SimEnv> {
  const app = new Hono<SimEnv>()
  readRoutes(app, world)
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
  app.delete('/v1/customers/:id', c => c.json(deleteCustomer(world, c.req.param('id'), causeOf(c))))
  return app
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
