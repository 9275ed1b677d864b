import { Hono } from 'hono'
import { z } from 'zod'
import { badCommand } from '../control.ts'
import type { SalesforceSimulator } from './simulator.ts'

const Fields = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

const Sender = z.object({
  kind: z.enum(['callout', 'change-events', 'outbound-message']),
  url: z.url(),
  secrets: z.array(z.string()).min(1),
  objects: z.array(z.string()).optional(),
})

/** What people do in Salesforce without the API, to be mounted at `/__sim`. */
export function salesforceControl(sim: () => SalesforceSimulator): Hono {
  const app = new Hono()
  app.post('/records/:object', async c =>
    c.json(sim().create(c.req.param('object'), Fields.parse(await c.req.json()))),
  )
  app.post('/records/:object/:id', async c => {
    const { object, id } = c.req.param()
    return c.json(sim().update(object, id, Fields.parse(await c.req.json())))
  })
  app.post('/records/:object/:id/delete', c => c.json(sim().remove(c.req.param('object'), c.req.param('id'))))
  app.post('/records/:object/:id/lock', async c => {
    const { locked } = z.object({ locked: z.boolean() }).parse(await c.req.json())
    if (locked) sim().lock(c.req.param('id'))
    else sim().unlock(c.req.param('id'))
    return c.json({ locked })
  })
  app.post('/merge', async c => {
    const Merge = z.object({
      object: z.enum(['Account', 'Contact', 'Case']),
      winner: z.string(),
      loser: z.string(),
    })
    const { object, winner, loser } = Merge.parse(await c.req.json())
    sim().merge(object, winner, loser)
    return c.json({ done: true })
  })
  app.post('/expire-tokens', c => {
    sim().expireTokens()
    return c.json({ done: true })
  })
  app.post('/api-limit', async c => {
    const { limit, used } = z.object({ limit: z.int(), used: z.int().default(0) }).parse(await c.req.json())
    sim().apiLimit.set(limit, used)
    return c.json({ limit, used })
  })
  app.post('/senders', async c => {
    const { kind, url, secrets, objects } = Sender.parse(await c.req.json())
    return c.json(sim().addSender(kind, url, { secrets, ...(objects && { objects }) }))
  })
  app.onError(badCommand)
  return app
}
