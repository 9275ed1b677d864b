import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { identifySubject } from '../../../server/context/identify-subject.ts'
import { readContextRecord } from '../../../server/context/read-context-record.ts'
import { storeRecords } from '../../../server/context/store-records.ts'
import { openStore, type Store } from '../../../server/store/store.ts'
import type { FieldContent } from '../../../shared/context-record.ts'
import { aSourceRecord, type RecordName, type SourceRecord } from '../../../shared/source-record.ts'
import { DATABASES, type FreshDatabase, freshDatabase } from '../../support/database.ts'
import { countingIds, DAY, HeldClock } from '../../support/held-clock.ts'

const CUSTOMER: RecordName = { source: 'stripe', type: 'customer', id: 'cus_1' }

describe.each(DATABASES)('refunds of the last 90 days, on %s', database => {
  let fresh: FreshDatabase
  let store: Store
  let clock: HeldClock

  beforeEach(async () => {
    fresh = await freshDatabase(database)
    clock = new HeldClock()
    const { databaseUrl, dataDir } = fresh
    const where = databaseUrl ? { url: databaseUrl } : { path: `${dataDir}/meshline.sqlite` }
    store = await openStore(where, { now: clock.now, newId: countingIds(), random: () => 0 })
    await keep(customer())
  })
  afterEach(async () => {
    await store.close()
    await fresh.drop()
  })

  function keep(...records: SourceRecord[]): Promise<unknown> {
    return store.write({ kind: 'job', name: 'test' }, async tx => {
      await storeRecords(tx, records)
      const subject = { kind: 'test', id: '' }
      await tx.audit({ action: 'test', outcome: 'done', subject, itemId: null, summary: '' })
    })
  }

  function customer(): SourceRecord {
    const read = { changedAt: clock.now(), readAt: clock.now() }
    return aSourceRecord(CUSTOMER, { role: 'account', label: 'Acme', ...read })
  }

  /** A payment of `daysAgo` of which so much was refunded, in minor units. */
  function charge(
    id: string,
    refunded: number,
    { daysAgo = 1, currency = 'usd' }: { daysAgo?: number; currency?: string } = {},
  ): SourceRecord {
    const content: FieldContent = { kind: 'money', money: { minor: refunded, currency } }
    const at = clock.now() - daysAgo * DAY
    const times = { happenedAt: at, changedAt: at, readAt: clock.now() }
    const what = { role: 'part' as const, belongsTo: CUSTOMER, label: id, state: 'paid' }
    const fields = [{ field: 'refunds_90d' as const, content }]
    return aSourceRecord({ source: 'stripe', type: 'charge', id }, { ...what, ...times, fields })
  }

  async function refunds(): Promise<FieldContent | null> {
    const identity = await identifySubject(store.db, CUSTOMER)
    if (identity.kind === 'unknown') throw new Error('Nobody is behind the customer')
    const { fields } = await readContextRecord(store.db, identity.accountId, clock.now())
    const found = fields.find(({ field }) => field === 'refunds_90d')
    expect(found?.losing ?? []).toEqual([])
    return found?.value.content ?? null
  }

  const usd = (minor: number) => ({ kind: 'money', money: { minor, currency: 'usd' } })

  test('unknown until a payment was read, nought once one was', async () => {
    expect(await refunds()).toBeNull()
    await keep(charge('ch_1', 0))
    expect(await refunds()).toEqual(usd(0))
  })

  test('the sum of what was refunded of each, and it outlasts a new reading of the customer', async () => {
    await keep(charge('ch_1', 900), charge('ch_2', 0), charge('ch_3', 4_900))
    expect(await refunds()).toEqual(usd(5_800))
    await keep(customer())
    expect(await refunds()).toEqual(usd(5_800))
  })

  test('payments before the window do not count', async () => {
    await keep(charge('ch_old', 9_999, { daysAgo: 91 }), charge('ch_new', 100, { daysAgo: 89 }))
    expect(await refunds()).toEqual(usd(100))
    clock.advance(2 * DAY)
    expect(await refunds()).toBeNull()
  })

  test('of two currencies no sum is formed', async () => {
    await keep(charge('ch_1', 900), charge('ch_2', 900, { currency: 'eur' }))
    expect(await refunds()).toBeNull()
  })

  test('of more payments than are looked at no sum is formed, rather than one too low', async () => {
    await keep(...Array.from({ length: 500 }, (_, number) => charge(`ch_${number}`, 1)))
    expect(await refunds()).toBeNull()
  })
})
