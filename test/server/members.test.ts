import { afterEach, beforeEach, expect, test } from 'vitest'
import { deactivateMember } from '../../server/access/deactivate-member.ts'
import type { TestMember } from '../support/meshline.ts'
import { proposalOf, startWorld, type World } from '../support/world.ts'

let world: World
let ana: TestMember

beforeEach(async () => {
  world = await startWorld('sqlite')
  ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
})
afterEach(() => world.close())

const leave = (email: string) =>
  world.meshline.server.store.write({ kind: 'command', user: 'test' }, tx => deactivateMember(tx, email))

test('a role with one holder and no admin has a gap, and says so', async () => {
  await world.inquiryArrives()
  expect((await world.panel(ana)).ownership).toMatchObject({
    person: { name: 'Ana Ruiz' },
    fallback: null,
    gap: 'no-fallback',
  })
})

test('the second to get the role closes the gap of items already open', async () => {
  await world.inquiryArrives()
  await world.meshline.signIn('Ben Okafor', ['billing-resolver'])
  expect((await world.panel(ana)).ownership).toMatchObject({ fallback: { name: 'Ben Okafor' }, gap: null })
})

test('a role without a backup falls back to an admin', async () => {
  await world.meshline.signIn('Ada Admin', ['admin'])
  await world.inquiryArrives()
  expect((await world.panel(ana)).ownership).toMatchObject({ fallback: { name: 'Ada Admin' }, gap: null })
})

test('who leaves is signed out at once, and the backup owns what they owned', async () => {
  const ben = await world.meshline.signIn('Ben Okafor', ['billing-resolver'])
  await world.inquiryArrives()
  const preview = proposalOf(await world.panel(ana))
  expect(await leave('ana.ruiz@acme-support.test')).toBe(true)
  expect((await world.decide(ana, preview)).status).toBe(401)
  expect((await world.panel(ben)).ownership).toMatchObject({ person: { name: 'Ben Okafor' } })
})

test('what waits for somebody is theirs once they say that they are there again', async () => {
  const say = (presence: 'available' | 'away') => ana.api.v1.me.presence.$put({ json: { presence } })
  await say('away')
  await world.inquiryArrives()
  expect((await world.panel(ana)).ownership).toMatchObject({ person: null })
  await say('available')
  expect((await world.panel(ana)).ownership).toMatchObject({ person: { name: 'Ana Ruiz' } })
})

test('what waits for somebody on leave is theirs once they take the leave back', async () => {
  const startsAt = world.clock.now()
  const json = { startsAt, endsAt: startsAt + 86_400_000, reason: '' }
  const taken = await (await ana.api.v1.me.leaves.$post({ json })).json()
  await world.inquiryArrives()
  expect((await world.panel(ana)).ownership).toMatchObject({ person: null })
  const id = 'id' in taken ? taken.id : ''
  await ana.api.v1.me.leaves[':id'].cancellation.$post({ param: { id } })
  expect((await world.panel(ana)).ownership).toMatchObject({ person: { name: 'Ana Ruiz' } })
})

test('nobody who is not a member can leave, and the attempt is audited', async () => {
  expect(await leave('nobody@acme-support.test')).toBe(false)
  const query = world.meshline.server.store.db.selectFrom('audit_entries').select(['outcome'])
  expect(await query.where('action', '=', 'member.deactivated').execute()).toEqual([{ outcome: 'refused' }])
})
