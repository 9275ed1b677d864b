import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { salesforceSignals } from '../../../server/connectors/salesforce/signals.ts'
import { ACME_SALESFORCE } from './acme.ts'
import { DATA, NOW, startTestOrg } from './test-org.ts'

let org: Awaited<ReturnType<typeof startTestOrg>>
beforeEach(async () => {
  org = await startTestOrg()
})
afterEach(() => org.close())

const signals = salesforceSignals(() => null)
const { pastCase: CASE, account: ACME, globex: GLOBEX } = ACME_SALESFORCE
const SECRETS = ['secret-old', 'secret-new']

/** What Meshline makes of the calls so far. */
function received(path = '/webhooks/salesforce') {
  return org.sink.calls.map(({ body, headers }) => {
    const url = new URL(path, 'https://meshline.example')
    const delivery = {
      raw: Buffer.from(body),
      headers: new Headers(headers),
      query: url.searchParams,
      url: url.href,
      now: NOW,
    }
    const { kind } = signals.verify(delivery, ['secret-new'])
    const [head] = signals.heads(signals.parse?.(body), delivery)
    return { kind, head }
  })
}

describe('a change', () => {
  test('is told by a signed callout, with two signatures during a rotation', async () => {
    org.sim.addSender('callout', org.sink.url, { secrets: SECRETS })
    org.sim.update('Case', CASE, { Status: 'Escalated' })
    await org.sim.settled()
    expect(received()).toMatchObject([
      {
        kind: 'genuine',
        head: { type: 'case.update', subject: { type: 'case', id: CASE }, occurredAt: NOW },
      },
    ])
    expect(JSON.parse(org.sink.calls[0]?.body ?? '')).toMatchObject({ fields: { Status: 'Escalated' } })
  })

  test('is told as a change event that says through what it came', async () => {
    org.sim.addSender('change-events', org.sink.url, { secrets: SECRETS, objects: ['Case'] })
    org.sim.update('Case', CASE, { Status: 'Escalated' })
    const headers = { 'sforce-call-options': 'client=meshline' }
    await org.call('PATCH', `${DATA}/sobjects/Case/${CASE}`, { body: { Priority: 'High' }, headers })
    await org.call('PATCH', `${DATA}/sobjects/Account/${ACME}`, { body: { Name: 'Acme SE' }, headers })
    await org.sim.settled()
    expect(received().map(({ head }) => [head?.type, head?.fromUs])).toEqual([
      ['case.update', false],
      ['case.update', true],
    ])
  })

  test('is told by an Outbound Message, whose address has the secret', async () => {
    org.sim.addSender('outbound-message', org.sink.url, { secrets: [], objects: ['Case'] })
    org.sim.update('Case', CASE, { Subject: 'Wrong & late <again>' })
    await org.sim.settled()
    expect(org.sink.calls[0]?.headers['content-type']).toContain('text/xml')
    expect(received('/webhooks/salesforce?token=secret-new')).toMatchObject([
      { kind: 'genuine', head: { type: 'case.outbound', subject: { type: 'case', id: CASE } } },
    ])
  })

  test('by a merge is the loser’s deletion, what moved, and the winner’s update', async () => {
    org.sim.addSender('callout', org.sink.url, { secrets: SECRETS, objects: ['Account'] })
    org.sim.merge('Account', ACME, GLOBEX)
    await org.sim.settled()
    expect(received().map(({ head }) => [head?.type, head?.subject?.id])).toEqual([
      ['account.delete', GLOBEX],
      ['account.update', ACME],
    ])
  })
})

test('faults forge, drop and double what is sent; what is not taken is sent again', async () => {
  org.sim.addSender('callout', org.sink.url, { secrets: SECRETS })
  org.sim.webhooks.faults.forge()
  org.sim.update('Case', CASE, { Status: 'Working' })
  org.sim.webhooks.faults.duplicate()
  org.sim.update('Case', CASE, { Status: 'Escalated' })
  await org.sim.settled()
  const calls = received()
  expect(calls.map(({ kind }) => kind)).toEqual(['forged', 'genuine', 'genuine'])
  expect(calls[1]?.head?.dedupeKey).toBe(calls[2]?.head?.dedupeKey)
  org.sink.answerNext(503)
  org.sim.update('Case', CASE, { Status: 'Closed' })
  await org.sim.settled()
  expect(org.sim.webhooks.deliveries.at(-1)).toMatchObject({
    state: 'delivered',
    attempts: [{ result: 503 }, { result: 200 }],
  })
})
