import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type HubspotSimulator, startHubspotSimulator } from '../../simulators/hubspot/simulator.ts'
import { DATABASES } from '../../support/database.ts'
import { HeldClock, MINUTE } from '../../support/held-clock.ts'
import { startMeshline, type TestMeshline } from '../../support/meshline.ts'

const SECRET = 'the-app-client-secret'
const PUBLIC_URL = 'https://meshline.acme-support.test'

describe.each(DATABASES)('from HubSpot into the record, on %s', database => {
  let clock: HeldClock
  let sim: HubspotSimulator
  let meshline: TestMeshline

  beforeEach(async () => {
    clock = new HeldClock()
    sim = await startHubspotSimulator({ now: clock.now })
    const variables = {
      MESHLINE_PUBLIC_URL: PUBLIC_URL,
      MESHLINE_HUBSPOT_ACCESS_TOKEN: sim.accessToken,
      MESHLINE_HUBSPOT_API_URL: sim.url,
      MESHLINE_HUBSPOT_WEBHOOK_SECRET: SECRET,
    }
    meshline = await startMeshline({ database, clock, variables })
    sim.addWebhook(`${meshline.url}/webhooks/hubspot`, SECRET, `${PUBLIC_URL}/webhooks/hubspot`)
  })
  afterEach(async () => {
    await meshline.close()
    await sim.close()
  })

  const settle = async () => {
    clock.advance(MINUTE)
    await sim.settled()
    await meshline.server.drain()
  }
  const recordOf = async (id: string) =>
    meshline.server.store.db
      .selectFrom('source_records')
      .selectAll()
      .where('source', '=', 'hubspot')
      .where('id', '=', id)
      .executeTakeFirst()
  const signals = () => meshline.server.store.db.selectFrom('signals').selectAll().execute()

  test('a contact and its company arrive, change, are merged and deleted', async () => {
    const company = sim.add('companies', { name: 'Acme Corp', domain: 'acme.example' })
    const mia = sim.add('contacts', { email: 'mia@acme.example', associatedcompanyid: company.id })
    const twin = sim.add('contacts', { email: 'm.chen@acme.example' })
    await settle()
    expect(await recordOf(company.id)).toMatchObject({ type: 'company', role: 'account', label: 'Acme Corp' })
    expect(await recordOf(mia.id)).toMatchObject({
      role: 'person',
      belongs_to: `hubspot:company:${company.id}`,
      anchor: (await recordOf(company.id))?.anchor,
      gone: 0,
    })

    sim.change('companies', company.id, { name: 'Acme Group' })
    sim.merge('contacts', { winner: mia.id, loser: twin.id })
    await settle()
    expect(await recordOf(company.id)).toMatchObject({ label: 'Acme Group' })
    expect(await recordOf(twin.id)).toMatchObject({ gone: 1, merged_into: `hubspot:contact:${mia.id}` })

    sim.delete('contacts', mia.id)
    await settle()
    expect(await recordOf(mia.id)).toMatchObject({ gone: 1, merged_into: null })
    expect((await signals()).map(({ state }) => state)).not.toContain('unreadable')
  })

  test('a forged request changes nothing, and what comes twice is stored once', async () => {
    sim.webhooks.faults.forge({ type: 'contact.creation' })
    sim.webhooks.faults.duplicate({ type: 'company.creation' })
    sim.add('contacts', { email: 'mia@acme.example' })
    sim.add('companies', { name: 'Acme Corp' })
    await settle()
    expect((await signals()).map(({ type }) => type)).toEqual(['company.creation'])
  })

  test('while HubSpot has enough of our calls a signal waits, and is worked on later', async () => {
    sim.limit(0)
    const { id } = sim.add('contacts', { email: 'mia@acme.example' })
    await settle()
    expect(await recordOf(id)).toBeUndefined()
    expect(await signals()).toMatchObject([{ state: 'stored' }])
    sim.limit(190)
    await settle()
    expect(await recordOf(id)).toMatchObject({ label: 'mia@acme.example' })
  })
})
