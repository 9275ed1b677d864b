import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { countRecords } from '../../../server/context/account-store.ts'
import { identifySubject } from '../../../server/context/identify-subject.ts'
import { readContextRecord } from '../../../server/context/read-context-record.ts'
import { storeRecords } from '../../../server/context/store-records.ts'
import { openStore, type Store } from '../../../server/store/store.ts'
import { CONTEXT_FIELDS, type ContextFieldName, type FieldContent } from '../../../shared/context-record.ts'
import { aSourceRecord, type RecordName, type SourceRecord } from '../../../shared/source-record.ts'
import { DATABASES, type FreshDatabase, freshDatabase } from '../../support/database.ts'
import { countingIds, DAY, HeldClock, HOUR, MINUTE } from '../../support/held-clock.ts'

const CRM: RecordName = { source: 'salesforce', type: 'account', id: '001A' }
const BILLING: RecordName = { source: 'stripe', type: 'customer', id: 'cus_1' }
const toCrm = { kind: 'salesforce-account', value: '001A' }
const text = (said: string): FieldContent => ({ kind: 'text', text: said })

describe.each(DATABASES)('records as they come, on %s', database => {
  let fresh: FreshDatabase
  let store: Store
  let clock: HeldClock

  beforeEach(async () => {
    fresh = await freshDatabase(database)
    clock = new HeldClock()
    const where = fresh.databaseUrl
      ? { url: fresh.databaseUrl }
      : { path: `${fresh.dataDir}/meshline.sqlite` }
    store = await openStore(where, { now: clock.now, newId: countingIds(), random: () => 0 })
  })
  afterEach(async () => {
    await store.close()
    await fresh.drop()
  })

  function keep(...records: SourceRecord[]): Promise<unknown> {
    return store.write({ kind: 'job', name: 'test' }, async tx => {
      const stored = await storeRecords(tx, records)
      const subject = { kind: 'test', id: '' }
      await tx.audit({ action: 'test', outcome: 'done', subject, itemId: null, summary: '' })
      return stored
    })
  }

  function account(
    name: RecordName,
    said: Partial<Record<ContextFieldName, FieldContent>>,
    change: Partial<SourceRecord> = {},
  ) {
    const fields = CONTEXT_FIELDS.flatMap(field => {
      const content = said[field]
      return content ? [{ field, content }] : []
    })
    return aSourceRecord(name, {
      role: 'account',
      label: name.id,
      changedAt: clock.now(),
      readAt: clock.now(),
      fields,
      ...change,
    })
  }

  async function accountOf(name: RecordName): Promise<string> {
    const identity = await identifySubject(store.db, name)
    if (identity.kind === 'unknown') throw new Error(`Nobody is behind ${name.id}`)
    return identity.accountId
  }

  async function fieldOf(name: RecordName, field: ContextFieldName) {
    const record = await readContextRecord(store.db, await accountOf(name), clock.now())
    return record.fields.find(entry => entry.field === field)
  }

  async function audited(action: string): Promise<number> {
    const rows = await store.db
      .selectFrom('audit_entries')
      .select('seq')
      .where('action', '=', action)
      .execute()
    return rows.length
  }

  test('billing says past_due, the CRM says active: the later change holds, the other stays visible', async () => {
    await keep(account(CRM, { payment_status: text('active') }, { changedAt: clock.now() - 40 * MINUTE }))
    await keep(
      account(
        BILLING,
        { payment_status: text('past_due') },
        { keys: [toCrm], changedAt: clock.now() - 18 * MINUTE },
      ),
    )
    const field = await fieldOf(CRM, 'payment_status')
    expect(field?.value).toMatchObject({ source: 'stripe', content: text('past_due') })
    expect(field?.losing).toMatchObject([{ source: 'salesforce', content: text('active') }])
  })

  test('a clock that runs hours ahead does not win for hours, and it is on record', async () => {
    await keep(account(CRM, { payment_status: text('active') }, { changedAt: clock.now() + 5 * HOUR }))
    clock.advance(MINUTE)
    await keep(account(BILLING, { payment_status: text('past_due') }, { keys: [toCrm] }))
    expect((await fieldOf(CRM, 'payment_status'))?.value.source).toBe('stripe')
    expect(await audited('records.clock-ahead')).toBe(1)
  })

  test('a source that went back in time is believed, as every reading is of the present, and it is on record', async () => {
    await keep(account(CRM, { tier: text('enterprise') }))
    clock.advance(HOUR)
    await keep(account(CRM, { tier: text('team') }, { changedAt: clock.now() - 3 * DAY }))
    expect((await fieldOf(CRM, 'tier'))?.value.content).toEqual(text('team'))
    expect(await audited('records.went-back')).toBe(1)
  })

  test('an older reading that arrives late changes nothing', async () => {
    const early = account(CRM, { tier: text('team') })
    clock.advance(MINUTE)
    await keep(account(CRM, { tier: text('enterprise') }))
    expect(await keep(early)).toEqual({ changed: 0, unchanged: 1 })
    expect((await fieldOf(CRM, 'tier'))?.value.content).toEqual(text('enterprise'))
  })

  test('a currency that changes replaces the amount, and two currencies are never added', async () => {
    const money = (minor: number, currency: string): FieldContent => ({
      kind: 'money',
      money: { minor, currency },
    })
    await keep(account(BILLING, { mrr: money(420_000, 'usd') }))
    clock.advance(HOUR)
    await keep(account(BILLING, { mrr: money(390_000, 'eur') }))
    expect(await fieldOf(BILLING, 'mrr')).toMatchObject({
      value: { content: money(390_000, 'eur') },
      losing: [],
    })
  })

  test('an account deleted at its source says nothing any more, and what hangs on it keeps its place', async () => {
    const contact = aSourceRecord(
      { source: 'salesforce', type: 'contact', id: '003' },
      { role: 'person', belongsTo: CRM, label: 'Dana', changedAt: clock.now(), readAt: clock.now() },
    )
    await keep(account(CRM, { tier: text('team') }), contact)
    const before = await accountOf(contact.name)
    clock.advance(MINUTE)
    await keep(account(CRM, {}, { gone: true }))
    expect(await fieldOf(contact.name, 'tier')).toBeUndefined()
    expect(await accountOf(contact.name)).toBe(before)
  })

  test('merged at its source: what hung on the loser hangs on the winner, in whatever order it is told', async () => {
    const loser: RecordName = { source: 'salesforce', type: 'account', id: '001L' }
    const part = aSourceRecord(
      { source: 'salesforce', type: 'case', id: '500' },
      { role: 'part', belongsTo: loser, label: 'Case', changedAt: clock.now(), readAt: clock.now() },
    )
    await keep(part)
    await keep(account(loser, { name: text('Old Acme') }))
    clock.advance(MINUTE)
    await keep(account(loser, {}, { gone: true, mergedInto: CRM }))
    await keep(account(CRM, { name: text('Acme') }))
    expect(await accountOf(part.name)).toBe(await accountOf(CRM))
    expect((await fieldOf(part.name, 'name'))?.value.content).toEqual(text('Acme'))
  })

  test('an account with 5,000 contacts is one account, counted and read in a page', async () => {
    const contacts = Array.from({ length: 5_000 }, (_, at) =>
      aSourceRecord(
        { source: 'salesforce', type: 'contact', id: `003${at}` },
        {
          role: 'person',
          belongsTo: CRM,
          label: `Contact ${at}`,
          keys: [{ kind: 'email', value: `c${at}@acme.example` }],
          fields: [{ field: 'language', content: text(at % 3 === 0 ? 'de' : 'en') }],
          changedAt: clock.now() + at,
          readAt: clock.now() + 10_000,
        },
      ),
    )
    await keep(account(CRM, { name: text('Acme') }))
    for (let from = 0; from < contacts.length; from += 1_000)
      await keep(...contacts.slice(from, from + 1_000))
    expect(await countRecords(store.db, ['salesforce:account:001A'])).toEqual([
      { source: 'salesforce', type: 'contact', count: 5_000 },
    ])
    expect(await fieldOf(CRM, 'language')).toMatchObject({
      rule: 'most-frequent',
      value: { content: text('en') },
    })
  })

  test('five hundred tickets do not hide the one contract', async () => {
    const part = (type: string, id: string, field: ContextFieldName, changedAt: number) =>
      aSourceRecord(
        { source: type === 'ticket' ? 'zendesk' : 'salesforce', type, id },
        {
          role: 'part',
          belongsTo: CRM,
          label: id,
          fields: [{ field, content: text(`says ${id}`) }],
          changedAt,
          readAt: clock.now(),
        },
      )
    const tickets = Array.from({ length: 500 }, (_, at) =>
      part('ticket', `t${at}`, 'contact', clock.now() - at),
    )
    const contract = part('contract', '800', 'contract_stage', clock.now() - 300 * DAY)
    await keep(account(CRM, { name: text('Acme') }), contract, ...tickets)
    expect((await fieldOf(CRM, 'contract_stage'))?.value.content).toEqual(text('says 800'))
    expect((await fieldOf(CRM, 'contact'))?.value.content).toEqual(text('says t0'))
  })

  test('the last value of three sources is taken by their order where one of them keeps the field', async () => {
    await keep(account(BILLING, { name: text('ACME CORP') }, { keys: [toCrm] }))
    clock.advance(HOUR)
    await keep(account(CRM, { name: text('Acme Corp') }, { changedAt: clock.now() - 9 * DAY }))
    expect(await fieldOf(CRM, 'name')).toMatchObject({
      rule: 'source-order',
      value: { source: 'salesforce' },
      losing: [{ source: 'stripe' }],
    })
  })

  test('what nobody counted is unknown, not nought', async () => {
    await keep(account(CRM, { name: text('Acme') }))
    expect(await fieldOf(CRM, 'contacts_30d')).toBeUndefined()
  })
})
