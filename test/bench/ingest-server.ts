import { createHmac, timingSafeEqual } from 'node:crypto'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { pino } from 'pino'
import { monotonicFactory } from 'ulid'
import { readSettings } from '../../server/env.ts'
import { createServer } from '../../server/start-server.ts'

const ulid = monotonicFactory(Math.random)
const [kind, secret = ''] = process.argv.slice(2)
process.once('SIGINT', () => process.exit(0))
console.log(await (kind === 'bare' ? startBare() : startMeshline()))

/** The floor: a handler that verifies the same HMAC, parses, and keeps nothing. */
function startBare(): Promise<number> {
  const app = new Hono().post('/webhooks/stripe', async c => {
    const raw = Buffer.from(await c.req.arrayBuffer())
    const [time = '', signature = ''] = (c.req.header('stripe-signature') ?? '')
      .split(',')
      .map(part => part.split('=')[1])
    const expected = createHmac('sha256', secret).update(`${time}.`).update(raw).digest()
    if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return c.json({ received: false }, 401)
    const event: { id: string } = JSON.parse(raw.toString('utf8'))
    return c.json({ received: true, id: event.id })
  })
  return new Promise(resolve =>
    serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port)),
  )
}

/** Meshline as it ships. Its worker is off, so that what is measured is the way to the acknowledgement. */
async function startMeshline(): Promise<number> {
  const settings = readSettings(process.env)
  const world = {
    now: Date.now,
    newId: (prefix: string) => `${prefix}_${ulid()}`,
    random: Math.random,
    log: pino({ level: 'silent' }),
  }
  const server = await createServer(settings, world)
  return server.listen({ work: false })
}
