import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { VendorReader } from '../../../server/connectors/connector.ts'
import { ACME_SALESFORCE } from '../../simulators/salesforce/acme.ts'
import type { SalesforceSimulator } from '../../simulators/salesforce/simulator.ts'
import { type HeldClock, HOUR, SECOND } from '../../support/held-clock.ts'
import { fieldsOf, recordOf, startOrg } from './salesforce-org.ts'

let clock: HeldClock
let sim: SalesforceSimulator
let reader: VendorReader

beforeEach(async () => {
  const org = await startOrg()
  clock = org.clock
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

describe('an account', () => {
  test('says who the customer is, what tier, and who looks after it', async () => {
    const { subject, records, readAt } = await read('account', ACME)
    expect(subject).toEqual({ source: 'salesforce', type: 'account', id: ACME })
    expect(readAt).toBe(clock.now())
    const record = recordOf(records, 'account', ACME)
    expect(record).toMatchObject({
      role: 'account',
      label: 'Acme Corp',
      belongsTo: null,
      gone: false,
      changedAt: Date.parse('2026-10-11T09:00:00Z'),
      url: `https://acme.lightning.force.com/lightning/r/Account/${ACME}/view`,
      keys: [
        { kind: 'domain', value: 'acme.example' },
        { kind: 'stripe-customer', value: 'cus_QXg1o8vcGmoR32' },
      ],
    })
    expect(fieldsOf(record)).toEqual({
      name: { kind: 'text', text: 'Acme Corp' },
      tier: { kind: 'text', text: 'enterprise' },
      account_manager: { kind: 'text', text: 'Olga Owner <olga@meshline.example>' },
    })
  })

  test('whose id has 15 characters is the same account', async () => {
    expect((await read('account', ACME.slice(0, 15))).subject?.id).toBe(ACME)
  })

  test('has the account manager of its team, before its owner', async () => {
    const mia = sim.create('User', { Name: 'Mia Chen', Email: 'mia@meshline.example' }).Id
    sim.create('AccountTeamMember', {
      AccountId: ACME,
      UserId: ACME_SALESFORCE.owner,
      TeamMemberRole: 'Sales Rep',
    })
    const member = sim.create('AccountTeamMember', {
      AccountId: ACME,
      UserId: mia,
      TeamMemberRole: 'Account Manager',
    })
    const manager = async () => fieldsOf(await accountOf()).account_manager
    expect(await manager()).toEqual({ kind: 'text', text: 'Mia Chen <mia@meshline.example>' })
    sim.remove('AccountTeamMember', member.Id)
    expect(await manager()).toEqual({ kind: 'text', text: 'Olga Owner <olga@meshline.example>' })
  })

  test('takes its tier from Type where there is no field of its own for it', async () => {
    sim.state.schema.hideField('Account', 'Tier__c')
    sim.update('Account', GLOBEX, { Type: 'BUSINESS' })
    expect(fieldsOf(await accountOf(GLOBEX)).tier).toEqual({ kind: 'text', text: 'business' })
    expect(fieldsOf(await accountOf(ACME)).tier).toBeUndefined()
  })

  test.each([
    ['a free-mail domain', 'https://gmail.com'],
    ['a page at somebody’s', 'https://www.linkedin.com/company/acme'],
    ['no address', 'to follow'],
    ['nothing', null],
  ])('whose website is %s has no domain', async (_what, Website) => {
    sim.update('Account', ACME, { Website })
    expect((await accountOf()).keys.map(({ kind }) => kind)).toEqual(['stripe-customer'])
  })

  test('tells its monthly revenue where the organization keeps it, in its own currency', async () => {
    expect(fieldsOf(await accountOf()).mrr).toBeUndefined()
    sim.state.schema.addField('Account', 'MRR__c', 'currency')
    sim.update('Account', ACME, { MRR__c: 4200.5 })
    // Which fields there are is asked once an hour.
    clock.advance(HOUR)
    expect(fieldsOf(await accountOf()).mrr).toEqual({
      kind: 'money',
      money: { minor: 420_050, currency: 'usd' },
    })
  })

  test('of an organization with several currencies says which, and says how a year became a month', async () => {
    sim.state.currency = null
    sim.state.schema.addField('Account', 'Annual_Contract_Value__c', 'currency')
    sim.state.schema.addField('Account', 'CurrencyIsoCode', 'picklist')
    sim.update('Account', ACME, { Annual_Contract_Value__c: 12_000, CurrencyIsoCode: 'EUR' })
    expect(fieldsOf(await accountOf()).mrr).toEqual({
      kind: 'money',
      money: { minor: 100_000, currency: 'eur' },
      worked: 'Annual contract value €12,000.00 / 12',
    })
    sim.update('Account', ACME, { CurrencyIsoCode: null })
    expect(fieldsOf(await accountOf()).mrr).toBeUndefined()
  })

  test('was read when it was asked for, not when the answer came: what changed between is not in it', async () => {
    await accountOf()
    const before = clock.now()
    const asked = () => sim.requests.of('GET', '/services/data/v66.0/queryAll').length
    const earlier = asked()
    sim.faults.latency(50)
    const reading = accountOf()
    await vi.waitFor(() => expect(asked()).toBeGreaterThan(earlier))
    clock.advance(SECOND)
    expect((await reading).readAt).toBe(before)
  })

  test('goes on being read when a field is taken away meanwhile', async () => {
    await accountOf()
    sim.state.schema.hideField('Account', 'Stripe_Customer_Id__c')
    expect((await accountOf()).keys).toEqual([{ kind: 'domain', value: 'acme.example' }])
  })
})

describe('what hangs on an account', () => {
  test('a contact is known by its address, and brings its account along', async () => {
    const { records } = await read('contact', DANA)
    expect(recordOf(records, 'contact', DANA)).toMatchObject({
      role: 'person',
      label: 'Dana Reyes',
      belongsTo: { source: 'salesforce', type: 'account', id: ACME },
      keys: [{ kind: 'email', value: 'dana@acme.example' }],
      fields: [],
    })
    expect(recordOf(records, 'account', ACME).label).toBe('Acme Corp')
  })

  test('a case brings its account and its contact, and says when it was written and whether it is open', async () => {
    const { Id } = sim.create('Case', {
      AccountId: ACME,
      ContactId: DANA,
      CaseNumber: '00001042',
      Subject: 'Invoice dispute',
    })
    const { records } = await read('case', Id)
    expect(recordOf(records, 'case', Id)).toMatchObject({
      role: 'part',
      label: '00001042 Invoice dispute',
      belongsTo: { type: 'account', id: ACME },
      happenedAt: clock.now(),
      state: 'open',
      url: `https://acme.lightning.force.com/lightning/r/Case/${Id}/view`,
    })
    expect(records.map(({ name }) => name.type).toSorted()).toEqual(['account', 'case', 'contact'])
    sim.update('Case', Id, { Status: 'Closed' })
    expect(recordOf((await read('case', Id)).records, 'case', Id).state).toBe('closed')
  })

  test('a case without an account belongs to its contact, and the contact’s account comes too', async () => {
    const { Id } = sim.create('Case', { ContactId: DANA, Subject: 'Hello' })
    const { records } = await read('case', Id)
    expect(recordOf(records, 'case', Id).belongsTo).toEqual({
      source: 'salesforce',
      type: 'contact',
      id: DANA,
    })
    expect(recordOf(records, 'account', ACME).label).toBe('Acme Corp')
  })

  test('the opportunity that closes next speaks for its account, and only that one', async () => {
    const sooner = sim.create('Opportunity', {
      AccountId: ACME,
      Name: 'Renewal',
      Amount: 90_000,
      CloseDate: '2026-12-01',
    }).Id
    const { records } = await read('opportunity', ACME_SALESFORCE.opportunity)
    expect(fieldsOf(recordOf(records, 'opportunity', sooner))).toEqual({
      opportunity: { kind: 'text', text: 'Prospecting, $90,000.00' },
    })
    expect(recordOf(records, 'opportunity', ACME_SALESFORCE.opportunity)).toMatchObject({
      state: 'open',
      fields: [],
    })
    sim.update('Opportunity', sooner, { StageName: 'Closed Won' })
    const after = (await read('opportunity', sooner)).records
    expect(recordOf(after, 'opportunity', sooner)).toMatchObject({ state: 'won', fields: [] })
    expect(fieldsOf(recordOf(after, 'opportunity', ACME_SALESFORCE.opportunity))).toEqual({
      opportunity: { kind: 'text', text: 'Negotiation, $23,520.00' },
    })
  })

  test('the active contract speaks for its account, before one that is over and one that is not signed yet', async () => {
    const old = sim.create('Contract', { AccountId: ACME, Status: 'Expired', EndDate: '2025-01-31' }).Id
    const next = sim.create('Contract', { AccountId: ACME, Status: 'Draft', EndDate: '2029-02-01' }).Id
    const { records } = await read('contract', old)
    expect(recordOf(records, 'contract', old)).toMatchObject({ state: 'expired', fields: [] })
    expect(recordOf(records, 'contract', next)).toMatchObject({ state: 'draft', fields: [] })
    const active = recordOf(records, 'contract', ACME_SALESFORCE.contract)
    expect(active).toMatchObject({ state: 'active', label: 'Contract 00000102' })
    expect(fieldsOf(active)).toEqual({
      contract_stage: { kind: 'text', text: 'Activated' },
      contract_ends_at: { kind: 'date', at: Date.parse('2027-02-01') },
    })
  })
})
