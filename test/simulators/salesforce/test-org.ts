import { WebhookSink } from '../webhook-sink.ts'
import { seedSalesforce } from './acme.ts'
import { startSalesforceSimulator } from './simulator.ts'

export const NOW = Date.parse('2026-11-20T09:02:11Z')
export const DATA = '/services/data/v66.0'

/** The organization acme, a caller of its API, and an endpoint. */
export async function startTestOrg() {
  const sim = await startSalesforceSimulator({ now: () => NOW, backoffMs: [2, 2] })
  const sink = await WebhookSink.start()
  seedSalesforce(sim)
  const signIn = async (form: Record<string, string>) => {
    const body = new URLSearchParams(form)
    const response = await fetch(`${sim.url}/services/oauth2/token`, { method: 'POST', body })
    return { status: response.status, body: await response.json() }
  }
  const credentials = { client_id: sim.clientId, client_secret: sim.clientSecret }
  const { body } = await signIn({ grant_type: 'client_credentials', ...credentials })
  const token: string = body.access_token
  const call = async (method: string, path: string, options: { body?: unknown; headers?: object } = {}) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...options.headers,
    }
    const response = await fetch(sim.url + path, {
      method,
      headers,
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
  }
  return {
    sim,
    sink,
    signIn,
    call,
    query: (soql: string, kind = 'query') => call('GET', `${DATA}/${kind}?q=${encodeURIComponent(soql)}`),
    async close() {
      await sim.close()
      await sink.close()
    },
  }
}
