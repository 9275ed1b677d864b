import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  UnreadableAnswer,
  type VendorReader,
  VendorUnavailable,
} from '../../../server/connectors/connector.ts'
import { ACME_SALESFORCE } from '../../simulators/salesforce/acme.ts'
import { rowLocked } from '../../simulators/salesforce/error.ts'
import type { SalesforceSimulator } from '../../simulators/salesforce/simulator.ts'
import { serve } from '../../simulators/serve.ts'
import { connectTo, queriesTo, recordOf, startOrg, type TestOrg } from './salesforce-org.ts'

let org: TestOrg
let sim: SalesforceSimulator
let reader: VendorReader

beforeEach(async () => {
  org = await startOrg()
  sim = org.sim
  reader = org.api.reader
})
afterEach(() => sim.close())

const { account: ACME, globex: GLOBEX, dana: DANA } = ACME_SALESFORCE

async function read(type: string, id: string) {
  const observation = await reader.read({ type, id })
  if (!observation) throw new Error(`Nothing is known of ${type} ${id}`)
  return observation
}

const accountOf = async (id: string = ACME) => recordOf((await read('account', id)).records, 'account', id)

describe('what is no longer there', () => {
  test('a deleted record is gone and says nothing', async () => {
    const { Id } = sim.create('Case', { AccountId: ACME, Subject: 'Spam' })
    sim.remove('Case', Id)
    const { records } = await read('case', Id)
    expect(recordOf(records, 'case', Id)).toMatchObject({
      gone: true,
      mergedInto: null,
      belongsTo: null,
      url: null,
    })
  })

  test('a merged account names the one it went into, which comes along', async () => {
    sim.merge('Account', ACME, GLOBEX)
    const { records } = await read('account', GLOBEX)
    expect(recordOf(records, 'account', GLOBEX)).toMatchObject({
      gone: true,
      keys: [],
      fields: [],
      mergedInto: { source: 'salesforce', type: 'account', id: ACME },
    })
    expect(recordOf(records, 'account', ACME).gone).toBe(false)
  })

  test.each([
    ['case', '5005g00000NeVeR'],
    ['lead', ACME],
    ['account', 'nonsense'],
    ['account', "' OR Name != '"],
  ])('of %s %j nothing is known', async (type, id) => {
    expect(await reader.read({ type, id })).toBeNull()
  })
})

describe('somebody another vendor named', () => {
  const by = async (...identifiers: { kind: string; value: string }[]) => {
    const observations = await reader.readByIdentifiers(identifiers)
    return observations.flatMap(({ records }) => records.map(({ name }) => name.id)).toSorted()
  }

  test('is found by the account’s id', async () => {
    expect(await by({ kind: 'salesforce-account', value: ACME.slice(0, 15) })).toEqual([ACME])
  })

  test('is found by an address, with the account', async () => {
    expect(await by({ kind: 'email', value: 'dana@acme.example' })).toEqual([ACME, DANA].toSorted())
  })

  test('is found by the Stripe customer the account is linked to', async () => {
    expect(await by({ kind: 'stripe-customer', value: 'cus_QXg1o8vcGmoR32' })).toEqual([ACME])
  })

  test('is looked for by domain only where nothing else matched', async () => {
    expect(
      await by({ kind: 'email', value: 'new@globex.example' }, { kind: 'domain', value: 'globex.example' }),
    ).toEqual([GLOBEX])
    expect(
      await by({ kind: 'email', value: 'dana@acme.example' }, { kind: 'domain', value: 'globex.example' }),
    ).not.toContain(GLOBEX)
  })

  test('is not everybody whose website only contains the domain', async () => {
    sim.create('Account', { Name: 'Not Acme', Website: 'https://notacme.example' })
    sim.create('Account', { Name: 'Nor this', Website: 'https://acme.example.org' })
    expect(await by({ kind: 'domain', value: 'acme.example' })).toEqual([ACME])
  })

  test('is looked for with the wildcards of a domain taken literally', async () => {
    expect(await by({ kind: 'domain', value: 'ac_e.ex%' })).toEqual([])
    expect(queriesTo(sim).at(-1)).toContain(String.raw`LIKE '%ac\_e.ex\%%'`)
  })

  test('with an address that ten share is not looked for further', async () => {
    for (let number = 0; number < 15; number++)
      sim.create('Contact', { LastName: `P${number}`, Email: 'info@shared.example' })
    expect(await by({ kind: 'email', value: 'info@shared.example' })).toHaveLength(10)
  })

  test.each(["x' OR Email != '@a.example", String.raw`x\' OR Name LIKE '%@a.example`, 'new\nline@a.example'])(
    'whose address is %j finds nobody, and breaks no query',
    async value => {
      expect(await by({ kind: 'email', value }, { kind: 'domain', value: `%' OR Name LIKE '%` })).toEqual([])
      expect(queriesTo(sim).some(soql => soql.includes("\\'"))).toBe(true)
    },
  )
})

describe('an answer nobody can read', () => {
  test('names the record and what is wrong with it', async () => {
    sim.update('Contact', DANA, { Email: 42 })
    const reading = reader.read({ type: 'contact', id: DANA })
    await expect(reading).rejects.toThrow(UnreadableAnswer)
    await expect(reading).rejects.toThrow(`contact ${DANA}: Email`)
  })

  test('a record that somebody saves just now is worth another try', async () => {
    sim.faults.failNext({ path: '/services/data/v66.0/query', status: 400, body: rowLocked(ACME) })
    const error = await reader.read({ type: 'account', id: ACME }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(VendorUnavailable)
    expect(error).toMatchObject({
      retryAfterMs: 2000,
      words: { de: expect.stringContaining('von selbst wieder') },
    })
  })

  test('a description nobody can read is not taken for an organization without accounts', async () => {
    const path = '/services/data/v66.0/sobjects/Account/describe'
    sim.faults.failNext({ path, status: 200, body: ['not', 'fields'] })
    await expect(reader.read({ type: 'account', id: ACME })).rejects.toThrow(UnreadableAnswer)
    expect(await reader.read({ type: 'account', id: ACME })).not.toBeNull()
  })

  test('a page instead of data is an outage', async () => {
    const token = { access_token: 'token', instance_url: 'https://acme.my.salesforce.com' }
    const listener = await serve(request =>
      request.method === 'POST' ? Response.json(token) : new Response('<html>Maintenance</html>'),
    )
    const url = `http://127.0.0.1:${listener.port}`
    const { clientId, clientSecret } = sim
    const api = connectTo({ url, clientId, clientSecret }, org.clock.now)
    await expect(api.reader.read({ type: 'account', id: ACME })).rejects.toThrow(
      'as it does during maintenance',
    )
    await listener.close()
  })

  test('a record beside it does not stand in the way', async () => {
    const broken = sim.create('Opportunity', { AccountId: ACME, Name: 'Broken', CloseDate: '2026-12-01' })
    broken.StageName = 7
    const { records } = await read('opportunity', ACME_SALESFORCE.opportunity)
    expect(recordOf(records, 'opportunity', ACME_SALESFORCE.opportunity).fields).toHaveLength(1)
  })

  test('a server that is down says when to come again', async () => {
    sim.faults.failNext({ path: '/services/data', status: 503, headers: { 'retry-after': '7' } })
    await expect(reader.read({ type: 'account', id: ACME })).rejects.toMatchObject({ retryAfterMs: 7000 })
    await sim.refuse()
    await expect(reader.read({ type: 'account', id: ACME })).rejects.toThrow('Salesforce did not answer')
    await sim.accept()
    expect((await accountOf()).label).toBe('Acme Corp')
  })
})

describe('whether the connection is in order', () => {
  test('names the organization, and finds nothing missing', async () => {
    expect(await org.api.check()).toEqual({ name: 'Acme Support (00D5g000000AbCdEAK)', warnings: [] })
  })

  test('says which objects and fields the integration user cannot see', async () => {
    sim.state.schema.hideObject('Contract')
    sim.state.schema.hideField('Contact', 'Email')
    const { warnings } = await org.api.check()
    expect(warnings).toEqual([
      'The integration user cannot see Contract; add Read on it to its permission set',
      'The integration user cannot see Contact.Email; give it field access in its permission set',
    ])
  })
})
