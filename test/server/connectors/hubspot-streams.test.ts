import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SyncPage } from '../../../server/connectors/connector.ts'
import { DAY, MINUTE } from '../../support/held-clock.ts'
import { type HubspotAccount, startHubspotAccount, summary } from './hubspot-account.ts'

let account: HubspotAccount
beforeEach(async () => {
  account = await startHubspotAccount()
})
afterEach(() => account.sim.close())

describe('the streams', () => {
  const stream = (name: string) => {
    const found = account.reader.streams.find(each => each.name === name)
    if (!found) throw new Error(`There is no stream ${name}`)
    return found
  }
  const readToEnd = async (streamName: string, from: string | null) => {
    const pages: SyncPage[] = []
    for (let cursor = from; pages.at(-1)?.end !== true; cursor = pages.at(-1)?.cursor ?? null) {
      pages.push(await stream(streamName).readPage(cursor))
    }
    const ids = pages.flatMap(({ records }) => records.map(({ name }) => name.id))
    return { pages, ids, cursor: pages.at(-1)?.cursor ?? null }
  }

  test('companies come before the people at them', () => {
    const { reader } = account
    expect(reader.streams.map(({ name }) => name)).toEqual(['companies', 'contacts'])
  })

  test('everything is read once, page by page, with its total', async () => {
    const { sim, contact } = account
    for (let made = 0; made < 250; made += 1) contact({ email: `c${made}@acme.example` })
    const { pages, ids } = await readToEnd('contacts', null)
    expect(pages.map(({ records }) => records.length)).toEqual([100, 100, 50])
    expect(pages.map(({ total }) => total)).toEqual([250, 250, 250])
    expect(new Set(ids)).toEqual(new Set(sim.state.contacts.keys()))
    expect(pages.map(({ pauseMs }) => pauseMs > 0)).toEqual([true, true, false])
    expect(pages.every(({ subjects }) => subjects.length === 0)).toBe(true)
  })

  test('an empty account is read to its end at once', async () => {
    const { pages, ids } = await readToEnd('contacts', null)
    expect([pages.length, ids, pages[0]?.total]).toEqual([1, [], 0])
  })

  test('a page read again is the same page', async () => {
    const { contact } = account
    for (let made = 0; made < 120; made += 1) contact()
    const first = await stream('contacts').readPage(null)
    const [once, again] = [
      await stream('contacts').readPage(first.cursor),
      await stream('contacts').readPage(first.cursor),
    ]
    expect(again).toEqual(once)
  })

  test('after the end only what changed is read', async () => {
    const { clock, sim, contact } = account
    const ids = Array.from({ length: 120 }, () => contact().id)
    clock.advance(DAY)
    const { cursor } = await readToEnd('contacts', null)
    clock.advance(DAY)
    const [changed = ''] = ids
    sim.change('contacts', changed, { firstname: 'Mira' })
    const { id: added } = contact()
    const next = await readToEnd('contacts', cursor)
    expect(next.ids).toEqual([changed, added])
    expect(next.pages[0]?.total).toBe(120)
    expect(next.pages[0]?.records[0]?.label).toBe('Mira Chen')
  })

  test('one that changes while its window is read is in the next', async () => {
    const { clock, sim, contact } = account
    const ids = Array.from({ length: 150 }, () => contact().id)
    const first = await stream('contacts').readPage(null)
    clock.advance(MINUTE)
    const late = ids[149] ?? ''
    sim.change('contacts', late, { firstname: 'Mira' })
    const rest = await readToEnd('contacts', first.cursor)
    expect(rest.ids).toEqual(ids.slice(100, 149))
    clock.advance(10 * MINUTE)
    expect((await readToEnd('contacts', rest.cursor)).ids).toContain(late)
  })

  test('what HubSpot is slow to index is not missed', async () => {
    const { clock, sim, contact } = account
    sim.searchLagMs = 2 * MINUTE
    clock.advance(-1)
    const { id } = contact()
    clock.advance(1)
    const first = await readToEnd('contacts', null)
    expect(first.ids).toEqual([])
    clock.advance(3 * MINUTE)
    expect((await readToEnd('contacts', first.cursor)).ids).toEqual([id])
  })

  test('those that were merged away come along as gone', async () => {
    const { sim, company } = account
    const [winner, loser] = [company(), company({ name: 'ACME' })]
    sim.merge('companies', { winner: winner.id, loser: loser.id })
    const { pages } = await readToEnd('companies', null)
    expect(summary(pages.flatMap(({ records }) => records))).toEqual([
      { id: winner.id, gone: false, into: null },
      { id: loser.id, gone: true, into: winner.id },
    ])
  })
})
