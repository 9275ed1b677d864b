import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type SyncPage,
  type SyncStream,
  type VendorReader,
  VendorUnavailable,
} from '../../../server/connectors/connector.ts'
import { ACME_SALESFORCE, addContacts } from '../../simulators/salesforce/acme.ts'
import type { SalesforceSimulator } from '../../simulators/salesforce/simulator.ts'
import { DAY, type HeldClock, HOUR, MINUTE, SECOND } from '../../support/held-clock.ts'
import { queriesTo, startOrg } from './salesforce-org.ts'

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

function stream(name: string): SyncStream {
  const found = reader.streams.find(each => each.name === name)
  if (!found) throw new Error(`There is no stream ${name}`)
  return found
}

/** Page after page from a cursor up to the end; `between` happens after each. */
async function pagesOf(name: string, from: string | null = null, between?: (page: SyncPage) => void) {
  const pages: SyncPage[] = []
  for (let cursor = from; ; ) {
    const page = await stream(name).readPage(cursor)
    pages.push(page)
    if (page.end) return pages
    between?.(page)
    cursor = page.cursor
  }
}

const idsOf = (pages: readonly SyncPage[]) =>
  pages.flatMap(({ records }) => records.map(({ name }) => name.id))
const lastCursor = (pages: readonly SyncPage[]) => pages.at(-1)?.cursor ?? null

describe('the first reading', () => {
  test('goes through accounts before what hangs on them', () => {
    expect(reader.streams.map(({ name }) => name)).toEqual([
      'accounts',
      'contacts',
      'opportunities',
      'contracts',
      'cases',
    ])
  })

  test('reads an account of 5,000 contacts in pages, each of them once, and says how far it is', async () => {
    addContacts(sim.state, ACME, { count: 5000, at: clock.now() - DAY })
    const pages = await pagesOf('contacts')
    expect(pages.map(({ records }) => records.length)).toEqual([2000, 2000, 1003])
    expect(pages.map(({ total }) => total)).toEqual([5003, 5003, 5003])
    expect(new Set(idsOf(pages)).size).toBe(5003)
    expect(pages.every(({ pauseMs, subjects }) => pauseMs === 0 && subjects.length === 0)).toBe(true)
  })

  test('follows an answer that comes in parts', async () => {
    addContacts(sim.state, ACME, { count: 1200, at: clock.now() - DAY })
    sim.batchRows(500)
    const pages = await pagesOf('contacts')
    expect(pages).toHaveLength(1)
    expect(new Set(idsOf(pages)).size).toBe(1203)
  })

  test('misses nobody who changes while it runs, and reads what was changed again', async () => {
    addContacts(sim.state, ACME, { count: 2500, at: clock.now() - DAY })
    const first = sim.state.all('Contact').values().toArray()[10]?.Id ?? ''
    const late = sim.state.all('Contact').values().toArray()[2300]?.Id ?? ''
    const pages = await pagesOf('contacts', null, () => {
      clock.advance(SECOND)
      sim.update('Contact', first, { Email: 'first@acme.example' })
      sim.update('Contact', late, { Email: 'late@acme.example' })
    })
    const ids = idsOf(pages)
    expect(new Set(ids).size).toBe(2503)
    expect(ids.filter(id => id === first)).toHaveLength(2)
    const keys = pages.at(-1)?.records.flatMap(record => record.keys.map(({ value }) => value)) ?? []
    expect(keys).toEqual(expect.arrayContaining(['first@acme.example', 'late@acme.example']))
  })

  test('can be taken up again at any page, also where it was read before', async () => {
    addContacts(sim.state, ACME, { count: 2500, at: clock.now() - DAY })
    const { cursor } = await stream('contacts').readPage(null)
    const once = await stream('contacts').readPage(cursor)
    const again = await stream('contacts').readPage(cursor)
    expect(idsOf([again])).toEqual(idsOf([once]))
  })

  test('starts over from a cursor it cannot read', async () => {
    expect(idsOf([await stream('accounts').readPage('of another time')])).toEqual([GLOBEX, ACME])
  })

  test('of an object the integration user may not see is empty, until it may', async () => {
    sim.state.schema.hideObject('Contract')
    const page = await stream('contracts').readPage(null)
    expect(page).toMatchObject({ records: [], end: true, total: null })
    expect(queriesTo(sim)).toEqual([])
    sim.state.schema.showObject('Contract')
    clock.advance(HOUR)
    expect(idsOf(await pagesOf('contracts', page.cursor))).toEqual([ACME_SALESFORCE.contract])
  })
})

describe('what changed since', () => {
  test('is all that the next reading brings', async () => {
    const before = await pagesOf('accounts')
    clock.advance(HOUR)
    expect(idsOf(await pagesOf('accounts', lastCursor(before)))).toEqual([])
    sim.update('Account', ACME, { Name: 'Acme SE' })
    const after = await pagesOf('accounts', lastCursor(before))
    expect(after.flatMap(({ records }) => records.map(({ label }) => label))).toEqual(['Acme SE'])
    expect(after[0]?.total).toBeNull()
  })

  test('is not missed where it was committed late with an earlier time', async () => {
    sim.update('Account', GLOBEX, { Name: 'Globex AG' })
    const before = await pagesOf('accounts')
    const stampBefore = sim.state.get('Account', GLOBEX).SystemModstamp
    expect(idsOf(before).at(-1)).toBe(GLOBEX)
    clock.advance(9 * MINUTE)
    // A transaction that began before that reading and is only now to be seen.
    sim.update('Account', ACME, { Name: 'Acme SE' })
    sim.state.get('Account', ACME).SystemModstamp = stampBefore
    expect(idsOf(await pagesOf('accounts', lastCursor(before)))).toContain(ACME)
  })

  test('is read twice only for minutes, however much changed at once', async () => {
    addContacts(sim.state, ACME, { count: 3000, at: clock.now() })
    const before = await pagesOf('contacts')
    expect(idsOf(await pagesOf('contacts', lastCursor(before)))).toHaveLength(3000)
    clock.advance(11 * MINUTE)
    const settled = await pagesOf('contacts', lastCursor(before))
    expect(idsOf(await pagesOf('contacts', lastCursor(settled)))).toEqual([])
  })

  test('takes deletions along, those of what hung on it too', async () => {
    const before = {
      accounts: lastCursor(await pagesOf('accounts')),
      contacts: lastCursor(await pagesOf('contacts')),
    }
    clock.advance(HOUR)
    sim.remove('Account', ACME)
    const [accounts] = await pagesOf('accounts', before.accounts)
    expect(accounts?.records).toMatchObject([
      { name: { id: ACME }, gone: true, mergedInto: null, fields: [] },
    ])
    const [contacts] = await pagesOf('contacts', before.contacts)
    expect(contacts?.records.map(({ gone }) => gone)).toEqual([true, true])
  })

  test('takes merges along: the loser says into what it went, and its contacts moved', async () => {
    const before = {
      accounts: lastCursor(await pagesOf('accounts')),
      contacts: lastCursor(await pagesOf('contacts')),
    }
    clock.advance(HOUR)
    sim.merge('Account', GLOBEX, ACME)
    const [accounts] = await pagesOf('accounts', before.accounts)
    const loser = accounts?.records.find(({ name }) => name.id === ACME)
    expect(loser).toMatchObject({ gone: true, mergedInto: { type: 'account', id: GLOBEX } })
    const [contacts] = await pagesOf('contacts', before.contacts)
    const dana = contacts?.records.find(({ name }) => name.id === DANA)
    expect(dana?.belongsTo).toEqual({ source: 'salesforce', type: 'account', id: GLOBEX })
  })

  test('an opportunity that moves ahead of another takes the word from it', async () => {
    const later = sim.create('Opportunity', { AccountId: ACME, Name: 'More', CloseDate: '2027-03-01' }).Id
    const before = lastCursor(await pagesOf('opportunities'))
    clock.advance(HOUR)
    sim.update('Opportunity', later, { CloseDate: '2026-11-30' })
    const [page] = await pagesOf('opportunities', before)
    const speaking = page?.records.filter(({ fields }) => fields.length > 0).map(({ name }) => name.id)
    expect(speaking).toEqual([later])
    expect(idsOf(page ? [page] : [])).toContain(ACME_SALESFORCE.opportunity)
  })

  test('cases that changed are named for the pipeline, with their time', async () => {
    const before = lastCursor(await pagesOf('cases'))
    clock.advance(HOUR)
    const { Id } = sim.create('Case', { AccountId: ACME, Subject: 'Invoice dispute' })
    const [page] = await pagesOf('cases', before)
    expect(page?.subjects).toEqual([
      {
        subject: { type: 'case', id: Id },
        record: { source: 'salesforce', type: 'case', id: Id },
        changedAt: clock.now(),
      },
    ])
  })
})

describe('a row nobody can read', () => {
  test('is left out and named, and the page goes on', async () => {
    sim.state.get('Contact', DANA).Email = 42
    const [page] = await pagesOf('contacts')
    expect(page?.unreadable).toEqual([`contact ${DANA}`])
    expect(page?.records).toHaveLength(2)
    expect(page?.end).toBe(true)
  })

  test('as the last one of a page does not hold up the next page', async () => {
    addContacts(sim.state, ACME, { count: 2500, at: clock.now() - DAY })
    const { records } = await stream('contacts').readPage(null)
    const last = records.at(-1)?.name.id ?? ''
    sim.state.get('Contact', last).Email = 42
    const pages = await pagesOf('contacts')
    expect(pages.flatMap(({ unreadable = [] }) => unreadable)).toEqual([`contact ${last}`])
    expect(idsOf(pages)).toHaveLength(2502)
  })
})

describe('the daily limit', () => {
  test('leaves people their three tenths: past that the next page waits, and a read still works', async () => {
    sim.apiLimit.set(100, 60)
    expect((await stream('accounts').readPage(null)).pauseMs).toBe(0)
    sim.apiLimit.set(100, 70)
    expect((await stream('accounts').readPage(null)).pauseMs).toBe(15 * MINUTE)
    expect(await reader.read({ type: 'account', id: ACME })).not.toBeNull()
  })

  test('used up altogether is said in two languages, with when to come again', async () => {
    sim.apiLimit.set(100, 100)
    const error = await stream('accounts')
      .readPage(null)
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(VendorUnavailable)
    expect(error).toMatchObject({
      retryAfterMs: 15 * MINUTE,
      words: { en: expect.stringContaining('used up'), de: expect.stringContaining('verbraucht') },
    })
    sim.apiLimit.set(100)
    expect(idsOf(await pagesOf('accounts'))).toHaveLength(2)
  })
})
