import { seedAcme } from '../acme.ts'
import { WebhookSink } from '../webhook-sink.ts'
import { startZendeskSimulator } from './simulator.ts'

export const NOW = Date.parse('2026-11-20T09:02:11Z')
/** The ticket of the story. */
export const PATH = '/api/v2/tickets/35436'

/** Acme's Zendesk, a caller of its API, and an endpoint. */
export async function startDesk() {
  const sim = await startZendeskSimulator({ now: () => NOW, secondMs: 2 })
  const sink = await WebhookSink.start()
  seedAcme({ zendesk: sim })
  const call = async (method: string, path: string, body?: unknown, token = sim.apiToken) => {
    const authorization = `Basic ${Buffer.from(`${sim.email}/token:${token}`).toString('base64')}`
    const headers = { authorization, 'content-type': 'application/json' }
    const response = await fetch(sim.apiUrl + path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  return {
    sim,
    sink,
    call,
    update: (ticket: object) => call('PUT', PATH, { ticket }),
    events: () => sink.calls.map(({ body }) => JSON.parse(body)),
    async close() {
      await sim.close()
      await sink.close()
    },
  }
}
