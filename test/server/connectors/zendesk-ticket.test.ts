import { afterEach, beforeEach, expect, test } from 'vitest'
import { upsertFact } from '../../../server/context/fact-store.ts'
import { readTicket, readTimeline } from '../../../server/context/read-facts.ts'
import { openStore } from '../../../server/store/store.ts'
import { Ticket } from '../../../shared/billing.ts'
import { ACME } from '../../simulators/acme.ts'
import { DATABASES, freshDatabase } from '../../support/database.ts'
import { countingIds, MINUTE } from '../../support/held-clock.ts'
import { startZendeskAccount, TICKET, type ZendeskAccount } from './zendesk-account.ts'

const { ana } = ACME.agents
const { billing } = ACME.groups

let zendesk: ZendeskAccount

beforeEach(async () => {
  zendesk = await startZendeskAccount()
})
afterEach(() => zendesk.sim.close())

test('names who has it and how urgent it is', async () => {
  zendesk.sim.agentUpdates(ACME.ticket, { assignee_id: ana, priority: 'urgent' }, ana)
  expect(await zendesk.ticket()).toMatchObject({
    priority: 'urgent',
    group: { id: String(billing), name: 'Billing' },
    assignee: { id: String(ana), name: 'Ana Ruiz', email: 'ana@acme-support.example' },
    requesterId: String(ACME.requester),
  })
})

test('of a group and a person nobody can name it tells the ids', async () => {
  zendesk.sim.agentUpdates(ACME.ticket, { assignee_id: ana }, ana)
  zendesk.sim.state.users.delete(ana)
  zendesk.sim.state.groups.delete(billing)
  expect(await zendesk.ticket()).toMatchObject({
    group: { id: String(billing), name: `Group ${billing}` },
    assignee: { id: String(ana), name: `User ${ana}`, email: null },
  })
})

test('tells Zendesk’s own promises, with the policy that made them', async () => {
  zendesk.sim.applySla(ACME.ticket, { metric: 'first_reply_time', minutes: 60, policy: 'VIP' })
  const sla = { metric: 'requester_wait_time', stage: 'paused' as const, breach_at: null }
  zendesk.sim.state.slas.get(ACME.ticket)?.push(sla)
  const createdAt = Date.parse(zendesk.sim.state.ticket(ACME.ticket).created_at)
  expect((await zendesk.ticket()).nativeSla).toEqual([
    {
      metric: 'first_reply_time',
      kind: 'first-response',
      stage: 'active',
      breachAt: createdAt + 60 * MINUTE,
      policy: 'VIP',
    },
    { metric: 'requester_wait_time', kind: 'resolution', stage: 'paused', breachAt: null, policy: null },
  ])
})

test.each([
  undefined,
  null,
  'none',
  { policy_metrics: null },
  { policy_metrics: [{ metric: 'new', stage: 'unheard' }] },
])('without promises, or with such as %j, there are none', async slas => {
  const ticket = { ...zendesk.sim.state.ticket(ACME.ticket), priority: 7, group_id: [], slas }
  zendesk.sim.faults.failNext({ path: '/api/v2/tickets', status: 200, body: { ticket, groups: 'none' } })
  expect(await zendesk.ticket()).toMatchObject({ nativeSla: [], priority: null, group: null })
})

test('one that was stored before these were read can still be read', () => {
  const stored = {
    id: '1',
    subject: '',
    description: '',
    status: 'new',
    tags: [],
    createdAt: 1,
    updatedAt: 1,
    url: '',
  }
  expect(Ticket.parse(stored)).toMatchObject({
    priority: null,
    group: null,
    assignee: null,
    requesterId: null,
    nativeSla: [],
  })
})

test.each(DATABASES)('ticket and timeline are kept side by side on %s', async database => {
  const fresh = await freshDatabase(database)
  const where = fresh.databaseUrl ? { url: fresh.databaseUrl } : { path: `${fresh.dataDir}/meshline.sqlite` }
  const store = await openStore(where, { now: zendesk.clock.now, newId: countingIds(), random: () => 0 })
  const { facts, readAt } = await zendesk.observe()
  await store.write({ kind: 'job', name: 'test' }, async tx => {
    for (const fact of facts) await upsertFact(tx, fact, readAt)
    const subject = { kind: 'test', id: '' }
    await tx.audit({ action: 'test', outcome: 'done', subject, itemId: null, summary: '' })
  })
  expect((await readTicket(store.db, TICKET))?.value.group?.name).toBe('Billing')
  expect(await readTimeline(store.db, TICKET)).toMatchObject({
    readAt,
    value: { ticketId: TICKET, complete: true },
  })
  expect(await readTimeline(store.db, '1')).toBeNull()
  await store.close()
  await fresh.drop()
})
