import { Hono } from 'hono'
import { z } from 'zod'
import { badCommand } from '../control.ts'
import type { StripeSimulator } from './simulator.ts'

const RefundStatus = z.enum(['pending', 'requires_action', 'succeeded', 'failed', 'canceled'])

/** What happens at Stripe or at a bank without an API call, to be mounted at `/__sim`. */
export function stripeControl(sim: () => StripeSimulator): Hono {
  const app = new Hono()
  app.post('/charges/:id/inquiry', c => c.json(sim().openInquiry(c.req.param('id'))))
  app.post('/charges/:id/chargeback', c => c.json(sim().openChargeback(c.req.param('id'))))
  app.post('/disputes/:id/escalate', c => c.json(sim().escalateToDispute(c.req.param('id'))))
  app.post('/disputes/:id/close', async c => {
    const { to } = z.object({ to: z.enum(['won', 'lost', 'warning_closed']) }).parse(await c.req.json())
    return c.json(sim().closeDispute(c.req.param('id'), to))
  })
  app.post('/refunds/next', async c => {
    sim().nextRefund(z.object({ status: RefundStatus }).parse(await c.req.json()).status)
    return c.json({ done: true })
  })
  app.post('/refunds/:id/fail', c => c.json(sim().failRefundLater(c.req.param('id'))))
  app.post('/refunds/:id/settle', c => c.json(sim().settleRefund(c.req.param('id'))))
  app.post('/refunds/:id/move', async c => {
    const { to } = z.object({ to: RefundStatus }).parse(await c.req.json())
    return c.json(sim().moveRefund(c.req.param('id'), to))
  })
  app.post('/invoices/:id/fail', c => c.json(sim().failInvoice(c.req.param('id'))))
  app.post('/endpoints', async c => {
    const { url, secrets } = z
      .object({ url: z.url(), secrets: z.array(z.string()).min(1) })
      .parse(await c.req.json())
    return c.json(sim().addWebhookEndpoint(url, secrets))
  })
  app.onError(badCommand)
  return app
}
