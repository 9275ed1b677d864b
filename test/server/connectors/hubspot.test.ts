import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BadSettings } from '../../../server/bad-settings.ts'
import { VendorUnavailable } from '../../../server/connectors/connector.ts'
import { hubspot } from '../../../server/connectors/hubspot/vendor.ts'
import { DAY, MINUTE } from '../../support/held-clock.ts'
import { type HubspotAccount, nameOf, startHubspotAccount, summary } from './hubspot-account.ts'

let account: HubspotAccount
beforeEach(async () => {
  account = await startHubspotAccount()
})
afterEach(() => account.sim.close())

describe('reading one', () => {
  test('a contact comes with the company it hangs on', async () => {
    const { clock, reader, company, contact } = account
    const { id: companyId } = company({ hs_additional_domains: 'www.acme.test; gmail.com' })
    clock.advance(MINUTE)
    const { id } = contact({ associatedcompanyid: companyId, hs_additional_emails: 'Mia+x@ACME.test;broken' })
    clock.advance(MINUTE)
    expect(await reader.read({ type: 'contact', id })).toEqual({
      source: 'hubspot',
      readAt: clock.now(),
      subject: nameOf('contact', id),
      facts: [],
      records: [
        expect.objectContaining({
          name: nameOf('company', companyId),
          role: 'account',
          belongsTo: null,
          keys: [
            { kind: 'domain', value: 'acme.example' },
            { kind: 'domain', value: 'acme.test' },
          ],
          fields: [{ field: 'name', content: { kind: 'text', text: 'Acme Corp' } }],
          label: 'Acme Corp',
          changedAt: clock.now() - 2 * MINUTE,
        }),
        expect.objectContaining({
          name: nameOf('contact', id),
          role: 'person',
          belongsTo: nameOf('company', companyId),
          keys: [
            { kind: 'email', value: 'mia@acme.example' },
            { kind: 'email', value: 'mia@acme.test' },
          ],
          fields: [],
          label: 'Mia Chen',
          url: `https://app-eu1.hubspot.com/contacts/62515/record/0-1/${id}`,
          changedAt: clock.now() - MINUTE,
          readAt: clock.now(),
          gone: false,
          mergedInto: null,
        }),
      ],
    })
  })

  test('a contact of no company stands on its own', async () => {
    const { sim, reader } = account
    const { id } = sim.add('contacts', { firstname: '', email: 'jo@gmail.com', associatedcompanyid: '' })
    const [record, ...more] = (await reader.read({ type: 'contact', id }))?.records ?? []
    expect(more).toEqual([])
    expect(record).toMatchObject({
      belongsTo: null,
      label: 'jo@gmail.com',
      keys: [{ value: 'jo@gmail.com' }],
    })
  })

  test('what has no name is called by its id', async () => {
    const { sim, reader } = account
    const { id } = sim.add('companies', {})
    const [record] = (await reader.read({ type: 'company', id }))?.records ?? []
    expect(record).toMatchObject({ label: `HubSpot company ${id}`, keys: [], fields: [] })
  })

  test('one in the recycle bin is gone since it went there', async () => {
    const { clock, sim, reader, contact } = account
    const { id } = contact()
    clock.advance(DAY)
    sim.delete('contacts', id)
    clock.advance(DAY)
    const [record] = (await reader.read({ type: 'contact', id }))?.records ?? []
    expect(record).toMatchObject({ gone: true, changedAt: clock.now() - DAY, readAt: clock.now() })
  })

  test('one that was purged is gone where a webhook named it, and unknown where none did', async () => {
    const { clock, sim, reader, contact } = account
    const { id } = contact()
    sim.purge('contacts', id)
    expect(await reader.read({ type: 'contact', id })).toBeNull()
    expect(await reader.read({ type: 'contact', id }, { changedAt: null })).toBeNull()
    const observation = await reader.read({ type: 'contact', id }, { changedAt: clock.now() - MINUTE })
    expect(observation?.records).toEqual([
      expect.objectContaining({
        name: nameOf('contact', id),
        role: 'person',
        gone: true,
        keys: [],
        changedAt: clock.now() - MINUTE,
      }),
    ])
  })

  test('either id of a merged pair says where it went', async () => {
    const { sim, reader, contact } = account
    const [winner, loser] = [contact(), contact({ email: 'mia.chen@acme.example' })]
    sim.merge('contacts', { winner: winner.id, loser: loser.id })
    const expected = [
      { id: winner.id, gone: false, into: null },
      { id: loser.id, gone: true, into: winner.id },
    ]
    for (const id of [winner.id, loser.id]) {
      const observation = await reader.read({ type: 'contact', id })
      expect(observation?.subject).toEqual(nameOf('contact', id))
      expect(summary(observation?.records ?? [])).toEqual(expected)
    }
  })

  test('other kinds of object are not read', async () => {
    const { sim, reader } = account
    expect(await reader.read({ type: 'deal', id: '1' })).toBeNull()
    expect(sim.requests.entries).toEqual([])
  })
})

describe('reading by what others know', () => {
  test('people by their address, companies by their domain, both by their id', async () => {
    const { reader, company, contact } = account
    const { id: companyId } = company()
    const { id } = contact({ associatedcompanyid: companyId })
    contact({ email: 'somebody@else.example' })
    const found = async (kind: string, value: string) =>
      (await reader.readByIdentifiers([{ kind, value }])).map(({ subject }) => subject)
    expect(await found('email', 'mia@acme.example')).toEqual([nameOf('contact', id)])
    expect(await found('domain', 'acme.example')).toEqual([nameOf('company', companyId)])
    expect(await found('hubspot-contact', id)).toEqual([nameOf('contact', id)])
    expect(await found('hubspot-company', companyId)).toEqual([nameOf('company', companyId)])
    expect(await found('hubspot-company', '404')).toEqual([])
    expect(await found('email', 'nobody@acme.example')).toEqual([])
  })

  test('a contact found by address brings its company', async () => {
    const { reader, company, contact } = account
    const { id: companyId } = company()
    const { id } = contact({ associatedcompanyid: companyId })
    const [observation] = await reader.readByIdentifiers([{ kind: 'email', value: 'mia@acme.example' }])
    expect(observation?.records.map(({ name }) => name.id)).toEqual([companyId, id])
  })

  test('what says nothing to HubSpot asks it nothing', async () => {
    const { sim, reader } = account
    expect(await reader.readByIdentifiers([{ kind: 'stripe-customer', value: 'cus_1' }])).toEqual([])
    expect(sim.requests.entries).toEqual([])
  })
})

describe('trouble', () => {
  const trouble = async (work: Promise<unknown>): Promise<VendorUnavailable> => {
    const error: unknown = await work.catch((reason: unknown) => reason)
    if (error instanceof VendorUnavailable) return error
    throw new Error(`Not the trouble that was expected: ${String(error)}`)
  }

  test('the limit is reached: it says how long to wait, and then goes on', async () => {
    const { clock, sim, reader, contact } = account
    sim.limit(1)
    contact()
    const { message, retryAfterMs } = await trouble(
      reader.readByIdentifiers([{ kind: 'email', value: 'x@y.zz' }]),
    )
    expect([message, retryAfterMs]).toEqual(['HubSpot answered 429', 10_000])
    sim.limit(190)
    clock.advance(retryAfterMs ?? 0)
    expect(await reader.readByIdentifiers([{ kind: 'email', value: 'mia@acme.example' }])).toHaveLength(1)
  })

  test('a limit that does not say how long is waited for by its name', async () => {
    const { sim, reader } = account
    sim.faults.failNext({ status: 429, path: '/crm' })
    expect((await trouble(reader.read({ type: 'contact', id: '1' }))).retryAfterMs).toBe(10_000)
    sim.faults.failNext({ status: 429, path: '/crm', body: { policyName: 'DAILY' } })
    expect((await trouble(reader.read({ type: 'contact', id: '1' }))).retryAfterMs).toBe(15 * MINUTE)
  })

  test('a wrong token names its variable and nothing of itself', async () => {
    const { connect } = account
    const wrong = connect({ MESHLINE_HUBSPOT_ACCESS_TOKEN: 'pat-eu1-of-somebody' })
    const { words } = await trouble(wrong.reader.read({ type: 'contact', id: '1' }))
    expect(words.en).toContain('MESHLINE_HUBSPOT_ACCESS_TOKEN')
    expect(JSON.stringify(words)).not.toContain('of-somebody')
  })

  test.each([
    [
      'forbidden',
      () => account.sim.faults.failNext({ status: 403, path: '/crm' }),
      'crm.objects.contacts.read',
    ],
    ['broken', () => account.sim.faults.failNext({ status: 502, path: '/crm' }), 'HubSpot answered 502'],
    ['silent', () => account.sim.faults.down(true), 'HubSpot did not answer'],
    [
      'strange',
      () => account.sim.faults.failNext({ status: 200, path: '/crm', body: 'hello' }),
      'nobody can read',
    ],
  ])('%s', async (_what, arm, words) => {
    const { reader } = account
    arm()
    await expect(reader.read({ type: 'contact', id: '1' })).rejects.toThrow(words)
  })

  test('doctor learns whose token it is', async () => {
    const { api } = account
    expect(await api.check()).toEqual({
      name: 'HubSpot account 62515 (app-eu1.hubspot.com)',
      warnings: [],
    })
  })

  test('settings by halves are mistakes, and none at all is no API', () => {
    const { clock } = account
    expect(hubspot.connect({}, clock.now).api).toBeNull()
    expect(hubspot.connect({}, clock.now).signals?.source).toBe('hubspot')
    const halves = { MESHLINE_HUBSPOT_ACCESS_TOKEN: 'pat', MESHLINE_HUBSPOT_API_URL: 'api.hubapi.com' }
    expect(() => hubspot.connect(halves, clock.now)).toThrow(BadSettings)
  })
})
