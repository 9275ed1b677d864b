import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ACME, writeChargedTwice } from '../acme.ts'
import { startDesk } from './test-desk.ts'

let desk: Awaited<ReturnType<typeof startDesk>>

beforeEach(async () => {
  desk = await startDesk()
})

afterEach(() => desk.close())

test('events have text ids and capital enums, signed over timestamp and body', async () => {
  const webhook = desk.sim.addEventSubscription(desk.sink.url, 'secret')
  await desk.update({ status: 'pending', assignee_id: ACME.agents.eli })
  await desk.sim.settled()
  const [status, assignment] = desk.events()
  expect(status).toMatchObject({
    type: 'zen:event-type:ticket.status_changed',
    zendesk_event_version: '2022-11-06',
    subject: 'zen:ticket:35436',
    detail: { id: '35436', status: 'PENDING', priority: 'HIGH', actor_id: '900111', assignee_id: '900203' },
    event: { current: 'PENDING', previous: 'NEW', meta: { sequence: { position: 1 } } },
  })
  expect(assignment.event.meta.sequence).toEqual({ id: status.event.meta.sequence.id, position: 2 })
  const { headers, body } = desk.sink.calls[0] ?? { headers: {}, body: '' }
  const timestamp = headers['x-zendesk-webhook-signature-timestamp'] ?? ''
  expect(timestamp).toBe('2026-11-20T09:02:11Z')
  const expected = createHmac('sha256', 'secret').update(`${timestamp}${body}`).digest('base64')
  expect(headers['x-zendesk-webhook-signature']).toBe(expected)
  expect(headers['x-zendesk-webhook-id']).toBe(webhook.id)
  expect(
    (await desk.call('GET', `/api/v2/webhooks/${webhook.id}/signing_secret`)).body.signing_secret.secret,
  ).toBe('secret')
})

test('only the subscribed types are sent', async () => {
  desk.sim.addEventSubscription(desk.sink.url, 'secret', ['zen:event-type:ticket.tags_changed'])
  await desk.update({ status: 'open', additional_tags: ['a'] })
  await desk.sim.settled()
  expect(desk.events()).toMatchObject([{ event: { tags_added: ['a'], tags_removed: [] } }])
})

test('a customer who writes makes a ticket, and replying reopens it', async () => {
  desk.sim.state.tickets.delete(ACME.ticket)
  desk.sim.addEventSubscription(desk.sink.url, 'secret')
  writeChargedTwice(desk.sim)
  desk.sim.agentUpdates(ACME.ticket, { status: 'solved' })
  desk.sim.customerWrites({ ticketId: ACME.ticket, requesterId: ACME.requester, body: 'Any news?' })
  await desk.sim.settled()
  expect(desk.sink.types.map(type => type.split('.')[1])).toEqual([
    'created',
    'status_changed',
    'comment_added',
    'status_changed',
  ])
  expect(desk.events()[2]).toMatchObject({
    detail: { actor_id: '900555', status: 'OPEN' },
    event: { comment: { is_public: true, author: { is_staff: false } } },
  })
})

test('a trigger fills its template as text, so a quote in the subject breaks the JSON', async () => {
  desk.sim.addTriggerWebhook(
    desk.sink.url,
    'secret',
    '{"id":"{{ticket.id}}","title":"{{ticket.title}}","status":"{{ticket.status}}","x":"{{nope}}"}',
  )
  await desk.update({ status: 'open' })
  await desk.update({ subject: 'He said "twice"' })
  await desk.sim.settled()
  expect(desk.events).toThrow()
  expect(JSON.parse(desk.sink.calls[0]?.body ?? '')).toEqual({
    id: '35436',
    title: 'Charged twice in October',
    status: 'Open',
    x: '',
  })
  expect(desk.sink.calls[1]?.body).toContain('"title":"He said "twice""')
  expect(desk.sink.calls[0]?.headers['x-zendesk-webhook-invocation-id']).toHaveLength(26)
})

test('a webhook that answers 500 is lost, one that asks to wait is repeated', async () => {
  desk.sim.addEventSubscription(desk.sink.url, 'secret')
  desk.sink.answerWith(500, {})
  await desk.update({ status: 'open' })
  await desk.sim.settled()
  desk.sink.answerWith(503, { 'retry-after': '5' })
  desk.sink.answerWith(409, {})
  await desk.update({ status: 'pending' })
  await desk.sim.settled()
  expect(desk.sim.webhooks.deliveries).toMatchObject([
    { state: 'failed', attempts: [{ result: 500 }] },
    { state: 'delivered', attempts: [{ result: 503 }, { result: 409 }, { result: 200 }] },
  ])
})
