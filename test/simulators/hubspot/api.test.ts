import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { WebhookSink } from '../webhook-sink.ts'
import { type HubspotSimulator, startHubspotSimulator } from './simulator.ts'

const NOW = Date.parse('2026-11-20T09:00:00Z')
const Page = z.object({
  total: z.number(),
  results: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) })),
  paging: z.object({ next: z.object({ after: z.string() }) }).optional(),
})

let sim: HubspotSimulator
beforeEach(async () => {
  sim = await startHubspotSimulator({ now: () => NOW, backoffMs: [5] })
})
afterEach(() => sim.close())

const call = (path: string, body?: object, token = sim.accessToken) =>
  fetch(sim.url + path, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
const search = async (body: object) => {
  const response = await call('/crm/v3/objects/contacts/search', body)
  expect(response.status).toBe(200)
  return Page.parse(await response.json())
}

test('a search pages by after, sorted, with the properties that were asked for', async () => {
  for (const email of ['b@x.example', 'a@x.example', 'c@x.example'])
    sim.add('contacts', { email, phone: '1' })
  const sorts = [{ propertyName: 'email', direction: 'DESCENDING' }]
  const first = await search({ sorts, limit: 2, properties: ['email'] })
  expect(first.total).toBe(3)
  expect(first.results.map(({ properties }) => properties.email)).toEqual(['c@x.example', 'b@x.example'])
  expect(first.results[0]?.properties).not.toHaveProperty('phone')
  const second = await search({ sorts, limit: 2, properties: ['email'], after: first.paging?.next.after })
  expect(second.results.map(({ properties }) => properties.email)).toEqual(['a@x.example'])
  expect(second.paging).toBeUndefined()
})

test('a search never goes past its first 10,000 and takes one sort at most', async () => {
  const refused = await call('/crm/v3/objects/contacts/search', { limit: 200, after: '9900' })
  expect(refused.status).toBe(400)
  const sorts = ['email', 'phone'].map(propertyName => ({ propertyName, direction: 'ASCENDING' }))
  expect((await call('/crm/v3/objects/contacts/search', { sorts })).status).toBe(400)
})

test('numbers and times are compared by size', async () => {
  const [small, large] = [sim.add('contacts', {}), sim.add('contacts', {})]
  const filter = { propertyName: 'hs_object_id', operator: 'GT', value: small.id }
  const { results } = await search({ filterGroups: [{ filters: [filter] }] })
  expect(results.map(({ id }) => id)).toEqual([large.id])
})

test('a wrong token is 401, an unknown object 404, too many calls 429 with the time to wait', async () => {
  expect((await call('/account-info/v3/details', undefined, 'pat-wrong')).status).toBe(401)
  expect((await call('/crm/v3/objects/contacts/404')).status).toBe(404)
  sim.limit(1)
  await call('/account-info/v3/details')
  const refused = await call('/account-info/v3/details')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10'])
})

test('one in the recycle bin shows only where that is asked for', async () => {
  const { id } = sim.add('contacts', {})
  sim.delete('contacts', id)
  expect((await call(`/crm/v3/objects/contacts/${id}`)).status).toBe(404)
  expect(await (await call(`/crm/v3/objects/contacts/${id}?archived=true`)).json()).toMatchObject({
    archived: true,
  })
  expect((await search({})).total).toBe(0)
})

test('webhooks are lists, signed over method, address, body and time', async () => {
  const sink = await WebhookSink.start()
  sim.addWebhook(sink.url, 'the-client-secret')
  const { id } = sim.add('contacts', { email: 'a@x.example' })
  sim.change('contacts', id, { email: 'b@x.example', phone: '2' })
  await sim.settled()
  const bodies = sink.calls.map(({ body }) => z.array(z.looseObject({})).parse(JSON.parse(body)))
  expect(bodies.map(events => events.map(({ subscriptionType }) => subscriptionType))).toEqual([
    ['contact.creation'],
    ['contact.propertyChange', 'contact.propertyChange'],
  ])
  const [first] = sink.calls
  const expected = createHmac('sha256', 'the-client-secret')
    .update(`POST${sink.url}${first?.body}${first?.headers['x-hubspot-request-timestamp']}`)
    .digest('base64')
  expect(first?.headers['x-hubspot-signature-v3']).toBe(expected)
  await sink.close()
})
