import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../../server/connectors/connect.ts'
import type { Tx } from '../../server/store/store.ts'
import { beginStreams } from '../../server/sync/begin-streams.ts'
import type { ContextFieldName } from '../../shared/context-record.ts'
import { ACME_SALESFORCE } from '../simulators/salesforce/acme.ts'
import { DATABASES } from '../support/database.ts'
import { MINUTE } from '../support/held-clock.ts'
import type { TestMember } from '../support/meshline.ts'
import { internalNotes, proposalOf, startWorld, TICKET, USAGE_SECRET, type World } from '../support/world.ts'

describe.each(DATABASES)('one account from CRM, billing, support and usage, on %s', database => {
  let world: World
  let ana: TestMember

  beforeEach(async () => {
    world = await startWorld(database, { withCrm: true })
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    await world.inquiryArrives()
  })
  afterEach(() => world.close())

  /** What `meshline connect salesforce` does once the CRM has said who we are. */
  async function beginCrm(tx: Tx): Promise<void> {
    const reader = connect(world.meshline.settings, world.clock.now).readers.get('salesforce')
    if (!reader) throw new Error('The CRM is not connected')
    await beginStreams(tx, reader)
    const subject = { kind: 'source', id: 'salesforce' }
    await tx.audit({ action: 'vendor.connected', outcome: 'done', subject, itemId: null, summary: '' })
  }

  const crm = () => {
    if (!world.salesforce) throw new Error('This world has no CRM')
    return world.salesforce
  }

  async function fieldOf(field: ContextFieldName) {
    const { account } = await world.panel(ana)
    return account?.fields.find(entry => entry.field === field)
  }

  /** As the product's own backend would. */
  async function pushUsage(event: object): Promise<void> {
    const body = JSON.stringify({ events: [event] })
    const time = Math.floor(world.clock.now() / 1000)
    const signature = createHmac('sha256', USAGE_SECRET).update(`${time}.${body}`).digest('hex')
    const response = await fetch(`${world.meshline.url}/webhooks/usage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-meshline-signature': `t=${time},v1=${signature}` },
      body,
    })
    expect(response.status).toBe(200)
    await world.settle()
  }

  test('a ticket shows what each system knows of the customer, and where each value comes from', async () => {
    await world.meshline.server.store.write({ kind: 'job', name: 'test' }, tx => beginCrm(tx))
    await world.settle()
    const { account, sources, links } = await world.panel(ana)
    const shown = Object.fromEntries((account?.fields ?? []).map(({ field, value }) => [field, value]))
    expect(shown).toMatchObject({
      name: { source: 'salesforce', content: { text: 'Acme Corp' } },
      account_manager: { source: 'salesforce', content: { text: expect.stringContaining('Olga Owner') } },
      contract_ends_at: { source: 'salesforce' },
      opportunity: { source: 'salesforce' },
      plan: { source: 'stripe', content: { text: 'Scale' } },
      mrr: {
        source: 'stripe',
        content: { money: { minor: 420_000, currency: 'usd' }, worked: expect.any(String) },
      },
      contact: { source: 'zendesk', content: { text: expect.stringContaining('Dana Reyes') } },
      contacts_30d: { source: 'zendesk' },
      disputes: { source: 'stripe' },
    })
    expect(sources?.accounts.map(({ name }) => name.source)).toEqual(['salesforce', 'stripe', 'zendesk'])
    expect(links.map(({ label }) => label.en.split(':')[0])).toEqual(
      expect.arrayContaining(['Salesforce', 'Stripe', 'Zendesk']),
    )
  })

  test('a change in the CRM is heard by its signed callout and is in the panel', async () => {
    world.clock.advance(MINUTE)
    crm().update('Account', ACME_SALESFORCE.account, { Tier__c: 'Business' })
    await world.settle()
    expect(await fieldOf('tier')).toMatchObject({
      value: { source: 'salesforce', content: { text: 'business' } },
      losing: [{ source: 'zendesk', content: { text: 'enterprise' } }],
    })
  })

  test('the CRM does not answer: what the others know is shown at once, the rest is come back for', async () => {
    await crm().refuse()
    world.zendesk.customerWrites({
      ticketId: 40_300,
      requesterId: 900_556,
      subject: 'Invoice address',
      body: 'We moved.',
      tags: ['billing'],
    })
    await world.settle()
    const globex = { ...TICKET, id: '40300' }
    const early = await (await ana.api.v1.panel.$get({ query: globex })).json()
    expect(early).toMatchObject({ kind: 'known', account: { fields: expect.any(Array) } })
    expect(JSON.stringify(early)).not.toContain('Olga Owner')
    await crm().accept()
    world.clock.advance(10 * MINUTE)
    await world.settle()
    expect(JSON.stringify(await (await ana.api.v1.panel.$get({ query: globex })).json())).toContain(
      'Olga Owner',
    )
  })

  test('a gap in the CRM’s event stream: the stream is due at once, whatever changed', async () => {
    const { store } = world.meshline.server
    await store.write({ kind: 'job', name: 'test' }, tx => beginCrm(tx))
    await world.settle()
    const cursor = () =>
      store.db
        .selectFrom('sync_cursors')
        .select(['synced_at', 'gaps'])
        .where('source', '=', 'salesforce')
        .where('stream', '=', 'accounts')
        .executeTakeFirstOrThrow()
    const before = await cursor()
    world.clock.advance(MINUTE)
    crm().webhooks.faults.drop({})
    crm().update('Account', ACME_SALESFORCE.account, { Tier__c: 'Team' })
    await world.postGap('Account')
    await world.settle()
    expect((await cursor()).synced_at).toBeGreaterThan(before.synced_at ?? 0)
    expect((await fieldOf('tier'))?.value.content).toEqual({ kind: 'text', text: 'team' })
  })

  test('usage that the product pushes stands beside the rest; an older word that comes late changes nothing', async () => {
    const account = { salesforce_account_id: ACME_SALESFORCE.account }
    const at = (ms: number) => new Date(ms).toISOString()
    await pushUsage({ id: 'u2', account, at: at(world.clock.now()), active_users_14d: 41, health: 62 })
    await pushUsage({
      id: 'u1',
      account,
      at: at(world.clock.now() - MINUTE),
      active_users_14d: 55,
      health: 80,
    })
    expect((await fieldOf('health'))?.value).toMatchObject({
      source: 'usage',
      content: { kind: 'count', count: 62 },
    })
    expect((await world.panel(ana)).sources?.accounts.map(({ name }) => name.source)).toContain('usage')
  })

  test('two accounts merged in the CRM are one here, and what hung on the loser hangs on the winner', async () => {
    const loser = crm().create('Account', { Name: 'Acme (old)', Website: 'https://old.example' })
    const contact = crm().create('Contact', {
      AccountId: loser.Id,
      LastName: 'Old',
      Email: 'old@old.example',
    })
    await world.settle()
    crm().merge('Account', ACME_SALESFORCE.account, loser.Id)
    await world.settle()
    const rows = await world.meshline.server.store.db
      .selectFrom('source_records')
      .select(['id', 'anchor', 'gone'])
      .where('source', '=', 'salesforce')
      .where('id', 'in', [loser.Id, contact.Id])
      .execute()
    const winner = `salesforce:account:${ACME_SALESFORCE.account}`
    expect(rows.map(({ anchor }) => anchor)).toEqual([winner, winner])
    expect(rows.find(({ id }) => id === loser.Id)?.gone).toBe(1)
  })

  test('the hash of the whole record goes with the decision', async () => {
    const { account } = await world.panel(ana)
    await world.decide(ana, proposalOf(await world.panel(ana)))
    const { record_hash } = await world.meshline.server.store.db
      .selectFrom('approvals')
      .select('record_hash')
      .executeTakeFirstOrThrow()
    expect(record_hash).toBe(account?.hash)
  })

  test('one context id leads to everything that was done for a customer, in order', async () => {
    const { account, item } = await world.panel(ana)
    await world.decide(ana, proposalOf(await world.panel(ana)))
    await world.settle()
    const response = await ana.api.v1.audit.$get({ query: { contextId: account?.id ?? '' } })
    if (response.status !== 200) throw new Error(`The audit log answered ${response.status}`)
    const { entries } = await response.json()
    const actions = entries.map(({ action }) => action)
    for (const action of [
      'account.recognised',
      'item.opened',
      'preview.proposed',
      'preview.approved',
      'effect.done',
    ]) {
      expect(actions).toContain(action)
    }
    expect(new Set(entries.map(({ contextId }) => contextId))).toEqual(new Set([account?.id]))
    expect(entries.filter(({ itemId }) => itemId === item.id).length).toBeGreaterThan(5)
    expect(internalNotes(world).join()).toContain(account?.id)
  })
})
