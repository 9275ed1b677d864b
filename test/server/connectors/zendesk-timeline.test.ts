import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TicketTimeline } from '../../../shared/ticket-timeline.ts'
import { ACME } from '../../simulators/acme.ts'
import { MINUTE } from '../../support/held-clock.ts'
import { AUDITS, startZendeskAccount, TICKET, type ZendeskAccount } from './zendesk-account.ts'

const { ana, ben, eli } = ACME.agents
const { billing, support } = ACME.groups

let zendesk: ZendeskAccount

beforeEach(async () => {
  zendesk = await startZendeskAccount()
})
afterEach(() => zendesk.sim.close())

/** One line for each event: who, as what, did what. */
const lines = ({ events }: TicketTimeline) =>
  events.map(({ actor, change }) => {
    const { kind, ...rest } = change
    return [actor.name, actor.kind, kind, ...('group' in rest ? named(rest) : Object.values(rest))].join(' ')
  })

const named = ({
  group,
  assignee,
}: {
  group: { name: string } | null
  assignee: { name: string } | null
}) => [group?.name ?? '-', assignee?.name ?? '-']

const audits = (ticketId = ACME.ticket) =>
  zendesk.sim.state.audits.get(ticketId) ?? expect.fail('it has audits')

test('a ticket nobody touched tells of its creation and of the group it came to', async () => {
  const timeline = await zendesk.timeline()
  expect(timeline.complete).toBe(true)
  expect(lines(timeline)).toEqual([
    'Dana Reyes customer created new high',
    'Dana Reyes customer assigned Billing -',
  ])
  const at = Date.parse(zendesk.sim.state.ticket(ACME.ticket).created_at)
  expect(timeline.events.map(event => event.at)).toEqual([at, at])
})

test('replies, notes, status, priority and assignment are told in order, each with who did it', async () => {
  const { sim, clock } = zendesk
  clock.advance(MINUTE)
  sim.agentUpdates(ACME.ticket, { assignee_id: ana, comment: { body: 'Who knows?', public: false } }, ben)
  clock.advance(MINUTE)
  sim.agentUpdates(ACME.ticket, { status: 'pending', comment: { body: 'We look into it.' } }, ana)
  clock.advance(MINUTE)
  sim.customerWrites({ ticketId: ACME.ticket, requesterId: ACME.requester, body: 'Any news?' })
  clock.advance(MINUTE)
  sim.agentUpdates(ACME.ticket, { priority: null, group_id: support }, ana)
  clock.advance(MINUTE)
  sim.agentUpdates(ACME.ticket, { group_id: billing, assignee_id: eli }, ana)
  expect(lines(await zendesk.timeline()).slice(2)).toEqual([
    'Ben Okafor agent internal-note',
    'Ben Okafor agent status new open',
    'Ben Okafor agent assigned Billing Ana Ruiz',
    'Ana Ruiz agent public-reply',
    'Ana Ruiz agent status open pending',
    'Dana Reyes customer public-reply',
    'Dana Reyes customer status pending open',
    'Ana Ruiz agent priority high ',
    'Ana Ruiz agent assigned Support Ana Ruiz',
    'Ana Ruiz agent assigned Billing Eli Novak',
  ])
})

test('what a trigger did within somebody’s update is the trigger’s deed', async () => {
  zendesk.sim.addTrigger({
    title: 'VIPs to support',
    all: [{ field: 'current_tags', operator: 'includes', value: 'vip' }],
    actions: [{ field: 'group_id', value: String(support) }],
  })
  zendesk.sim.agentUpdates(ACME.ticket, { status: 'open' }, ana)
  const timeline = await zendesk.timeline()
  expect(lines(timeline).slice(2)).toEqual([
    'Ana Ruiz agent status new open',
    'VIPs to support system assigned Support -',
  ])
  expect(timeline.events.at(-1)?.actor.id).toBe('22472717')
})

test('what Meshline wrote is no agent’s reply, though it acts as one', async () => {
  await zendesk.perform({ kind: 'internal-note', vendor: 'zendesk', ticketId: TICKET, body: 'Refunded.' })
  expect(lines(await zendesk.timeline()).at(-1)).toBe('Meshline system internal-note')
})

test('what happens at the same moment stays in the order in which it was written down', async () => {
  const { sim } = zendesk
  sim.agentUpdates(ACME.ticket, { status: 'open' }, ana)
  sim.agentUpdates(ACME.ticket, { status: 'hold' }, ana)
  const list = audits()
  const [first, second] = list.slice(-2)
  if (!first || !second) expect.fail('there are two')
  list.splice(-2, 2, { ...second, created_at: first.created_at }, first)
  expect(lines(await zendesk.timeline()).slice(-2)).toEqual([
    'Ana Ruiz agent status new open',
    'Ana Ruiz agent status open hold',
  ])
})

describe('how it is read', () => {
  test('by one call more, however many people and groups it names', async () => {
    zendesk.sim.agentUpdates(ACME.ticket, { group_id: support, assignee_id: ben }, ana)
    await zendesk.observe()
    const before = zendesk.sim.requests.entries.length
    await zendesk.observe()
    expect(zendesk.sim.requests.entries.slice(before).map(({ path }) => path.split('?')[0])).toEqual([
      `/api/v2/tickets/${TICKET}.json`,
      `${AUDITS}.json`,
    ])
  })

  test('page by page, where there is more than a hundred', async () => {
    for (let update = 0; update < 124; update += 1) {
      zendesk.sim.agentUpdates(ACME.ticket, { status: update % 2 === 0 ? 'open' : 'hold' }, ana)
    }
    const timeline = await zendesk.timeline()
    expect(zendesk.sim.requests.of('GET', `${AUDITS}.json`)).toHaveLength(2)
    expect(timeline).toMatchObject({ complete: true })
    expect(timeline.events).toHaveLength(2 + 124)
  })

  test('no further than a thousand audits, and then it says that it is a part', async () => {
    for (let update = 0; update < 1005; update += 1) {
      zendesk.sim.agentUpdates(ACME.ticket, { status: update % 2 === 0 ? 'open' : 'hold' }, ana)
    }
    const timeline = await zendesk.timeline()
    expect(zendesk.sim.requests.of('GET', `${AUDITS}.json`)).toHaveLength(10)
    expect(timeline).toMatchObject({ complete: false })
    expect(timeline.events).toHaveLength(2 + 999)
  })

  test('an audit that two pages show is told once', async () => {
    const body = { audits: [...audits(), ...audits()], meta: { has_more: false } }
    zendesk.sim.faults.failNext({ path: AUDITS, status: 200, body })
    expect(await zendesk.timeline()).toMatchObject({ complete: true, events: { length: 2 } })
  })

  test('not for the tickets of a backfill', async () => {
    const stream = zendesk.api.reader.streams.find(({ name }) => name === 'tickets')
    expect((await stream?.readPage(null))?.records.length).toBeGreaterThan(1)
    expect(zendesk.sim.requests.entries.filter(({ path }) => path.includes('audits'))).toEqual([])
  })
})

describe('trouble', () => {
  test.each([403, 404])('audits answered with %i leave what the ticket itself says', async status => {
    zendesk.sim.agentUpdates(ACME.ticket, { status: 'open' }, ana)
    zendesk.sim.faults.failNext({ path: AUDITS, status })
    const timeline = await zendesk.timeline()
    expect(timeline.complete).toBe(false)
    expect(lines(timeline)).toEqual(['Dana Reyes customer created open high'])
  })

  test('told to wait, the ticket is read again later, after as long as Zendesk asks', async () => {
    zendesk.sim.faults.failNext({ path: AUDITS, status: 429, headers: { 'retry-after': '7' } })
    await expect(zendesk.observe()).rejects.toMatchObject({ name: 'VendorUnavailable', retryAfterMs: 7000 })
    expect(await zendesk.timeline()).toMatchObject({ complete: true })
  })

  test.each([
    { what: 'no audits', body: { error: null } },
    { what: 'no JSON', body: null },
    { what: 'an audit without a time', body: { audits: [{ id: 1, events: [] }, { events: 'none' }] } },
    {
      what: 'events that are none',
      body: { audits: [{ id: 1, created_at: '2026-11-20', events: [null, 7] }] },
    },
  ])('$what: the ticket is there, its history is a part', async ({ body }) => {
    zendesk.sim.faults.failNext({ path: AUDITS, status: 200, body })
    const timeline = await zendesk.timeline()
    expect(timeline.complete).toBe(false)
    expect(lines(timeline)).toEqual(['Dana Reyes customer created new high'])
  })

  test('one audit nobody can read does not hide the others', async () => {
    zendesk.sim.agentUpdates(ACME.ticket, { status: 'open' }, ana)
    zendesk.sim.agentUpdates(ACME.ticket, { status: 'hold' }, ana)
    const [first, , third] = audits()
    const body = { audits: [first, { id: 5 }, third], users: zendesk.sim.state.users.values().toArray() }
    zendesk.sim.faults.failNext({ path: AUDITS, status: 200, body })
    const timeline = await zendesk.timeline()
    expect(timeline.complete).toBe(false)
    expect(lines(timeline).at(-1)).toBe('Ana Ruiz agent status open hold')
  })

  test('values of another type, and kinds nobody has heard of, change nothing', async () => {
    const odd = [
      { id: 1, type: 'Change', field_name: 'status', value: { new: 'name' }, previous_value: 5 },
      { id: 2, type: 'Change', field_name: 'assignee_id', value: '', previous_value: null },
      { id: 3, type: 'SomethingNew', value: 1 },
    ]
    const [first] = audits()
    const audit = { id: 9, created_at: '2026-11-20T09:00:00Z', author_id: ana, via: 'web', events: odd }
    zendesk.sim.faults.failNext({
      path: AUDITS,
      status: 200,
      body: { audits: [first, audit], users: 'none' },
    })
    const timeline = await zendesk.timeline()
    expect(timeline.complete).toBe(true)
    expect(lines(timeline).slice(2)).toEqual([`User ${ana} customer status  `])
  })

  test('an agent who was deleted stays an agent, a stranger does not become one', async () => {
    const { sim } = zendesk
    sim.agentUpdates(ACME.ticket, { assignee_id: eli }, ana)
    sim.agentUpdates(ACME.ticket, { comment: { body: 'We look into it.' } }, eli)
    sim.changeUser(eli, { role: 'end-user', active: false })
    sim.customerWrites({ ticketId: ACME.ticket, requesterId: 900_558, body: 'Me too.' })
    sim.state.users.delete(900_558)
    expect(lines(await zendesk.timeline()).slice(-2)).toEqual([
      'Eli Novak agent public-reply',
      'User 900558 customer public-reply',
    ])
  })
})
