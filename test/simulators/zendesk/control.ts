import { Hono } from 'hono'
import { z } from 'zod'
import { badCommand } from '../control.ts'
import { CustomerWriting } from './customer-writing.ts'
import type { ZendeskSimulator } from './simulator.ts'
import { TicketChange } from './ticket-change.ts'

const Webhook = z.object({
  url: z.url(),
  secret: z.string(),
  types: z.array(z.string()).optional(),
  template: z.string().optional(),
})

const Condition = z.object({ field: z.string(), operator: z.string(), value: z.string().nullable() })

const Trigger = z.object({
  title: z.string(),
  actions: z.array(z.object({ field: z.string(), value: z.string() })),
  all: z.array(Condition).default([]),
  any: z.array(Condition).default([]),
})

/** What people do in Zendesk without the API, to be mounted at `/__sim`. */
export function zendeskControl(sim: () => ZendeskSimulator): Hono {
  const app = new Hono()
  app.post('/customer-writes', async c =>
    c.json(sim().customerWrites(CustomerWriting.parse(await c.req.json()))),
  )
  app.post('/tickets/:id/agent-updates/:agentId', async c => {
    const change = TicketChange.parse(await c.req.json())
    return c.json(sim().agentUpdates(Number(c.req.param('id')), change, Number(c.req.param('agentId'))))
  })
  app.post('/tickets/:id/delete', c => {
    sim().deleteTicket(Number(c.req.param('id')))
    return c.json({ done: true })
  })
  app.post('/triggers', async c => c.json(sim().addTrigger(Trigger.parse(await c.req.json()))))
  app.post('/rate-limit', async c => {
    const { perMinute } = z.object({ perMinute: z.number().int().positive() }).parse(await c.req.json())
    sim().rateLimit.set(perMinute)
    return c.json({ perMinute })
  })
  app.post('/webhook-endpoints', async c => {
    const { url, secret, types, template } = Webhook.parse(await c.req.json())
    return c.json(
      template
        ? sim().addTriggerWebhook(url, secret, template)
        : sim().addEventSubscription(url, secret, types),
    )
  })
  app.onError(badCommand)
  return app
}
