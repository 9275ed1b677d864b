import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ClockCommand, type SimClock } from './clock.ts'
import { AnswerLost, type ApiFaults, FailNext } from './faults.ts'
import { WebhookFault } from './webhook-faults.ts'
import type { WebhookOutbox } from './webhook-outbox.ts'

export interface Controlled {
  readonly clock: SimClock
  readonly faults: ApiFaults
  readonly webhooks: WebhookOutbox
  /** Everything a test may want to look at, as JSON. */
  state(): object
  /** Back to the empty state; endpoints stay. */
  reset(): void
}

/** The control routes that both simulators share, to be mounted at `/__sim`. */
export function controlRoutes(sim: Controlled): Hono {
  const app = new Hono()
  app.get('/state', c => c.json(sim.state()))
  app.post('/reset', c => {
    sim.reset()
    return c.json({ done: true })
  })
  app.post('/clock', async c => {
    sim.clock.command(ClockCommand.parse(await c.req.json()))
    return c.json({ now: sim.clock.now() })
  })
  app.post('/fail-next', async c => {
    sim.faults.failNext(FailNext.parse(await c.req.json()))
    return c.json(sim.faults.state)
  })
  app.post('/answer-lost', async c => {
    sim.faults.answerLost(AnswerLost.parse(await c.req.json()))
    return c.json(sim.faults.state)
  })
  app.post('/latency', async c => {
    sim.faults.latency(z.object({ ms: z.number().min(0) }).parse(await c.req.json()).ms)
    return c.json(sim.faults.state)
  })
  app.post('/down', async c => {
    sim.faults.down(z.object({ down: z.boolean() }).parse(await c.req.json()).down)
    return c.json(sim.faults.state)
  })
  app.post('/webhooks', async c => {
    sim.webhooks.faults.apply(WebhookFault.parse(await c.req.json()))
    return c.json(sim.webhooks.faults.state)
  })
  app.post('/webhooks/replay/:eventId', c =>
    c.json({ deliveries: sim.webhooks.replay(c.req.param('eventId')) }),
  )
  app.get('/settled', async c => {
    await sim.webhooks.settled()
    return c.json({ settled: true })
  })
  app.onError(badCommand)
  return app
}

/** A command that does not parse says what is wrong with it. */
export function badCommand(error: Error, c: Context): Response {
  return c.json(
    { error: error.message },
    error instanceof z.ZodError || error instanceof SyntaxError ? 400 : 500,
  )
}
