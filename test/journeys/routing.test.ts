import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deactivateMember } from '../../server/access/deactivate-member.ts'
import { recordLeave } from '../../server/access/record-leave.ts'
import { type Availability, setAvailability } from '../../server/access/set-availability.ts'
import { handoffsOfItem } from '../../server/ownership/handoff-store.ts'
import { setPolicy } from '../../server/policies/set-policy.ts'
import { RoutingPolicy } from '../../shared/routing-policy.ts'
import { DATABASES } from '../support/database.ts'
import { DAY, HOUR } from '../support/held-clock.ts'
import type { TestMember } from '../support/meshline.ts'
import { BERLIN, letHold } from '../support/policies.ts'
import { customerWrites, startWorld, type World } from '../support/world.ts'

const COMMAND = { kind: 'command', user: 'test' } as const
const anything = {
  name: 'everything-else',
  title: 'Everything else',
  owner: null,
  when: {},
  assign: { role: 'support-manager' },
}

function policy(rule: object, more: object = {}): RoutingPolicy {
  const first = { name: 'billing', title: 'Billing', owner: 'rita@acme.test', ...rule }
  return RoutingPolicy.parse({ rules: [first, anything], ...more })
}

const onBilling = { when: { all: [{ field: 'ticket.tags', operator: 'includes', value: ['billing'] }] } }

// It is Friday 20 November 2026, 10:00 in Berlin.
describe.each(DATABASES)('who answers for an item, on %s', database => {
  let world: World
  let ana: TestMember

  beforeEach(async () => {
    world = await startWorld(database, { withCrm: true })
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
  })
  afterEach(() => world.close())

  const email = (name: string) => `${name.toLowerCase().replace(' ', '.')}@acme-support.test`
  const arrives = async () => {
    customerWrites(world.zendesk)
    await world.settle()
  }
  const ownership = async () => (await world.panel(ana)).ownership
  const owner = async () => (await ownership()).person?.name ?? null
  const path = async () => (await ownership()).path.map(({ en }) => en)
  const available = (name: string, availability: Availability) =>
    world.meshline.server.store.write(COMMAND, tx => setAvailability(tx, email(name), availability))
  const handoffs = async () => {
    const { item } = await world.panel(ana)
    return handoffsOfItem(world.meshline.server.store.db, item.id)
  }

  test('by the first rule that matches, which is named with its version', async () => {
    await letHold(world.meshline, 'routing', policy({ ...onBilling, assign: { role: 'billing-resolver' } }))
    await arrives()
    expect(await ownership()).toMatchObject({
      person: { name: 'Ana Ruiz' },
      rule: { name: 'billing', title: 'Billing', version: 1 },
    })
    expect(await path()).toEqual(
      expect.arrayContaining(['Rule “Billing” (version 1)', 'Ana Ruiz comes first for billing-resolver']),
    )
  })

  test('a rule that lacks a fact does not match, and says which one', async () => {
    const unknown = { when: { all: [{ field: 'account.health', operator: 'less_than', value: 50 }] } }
    await letHold(world.meshline, 'routing', policy({ ...unknown, assign: { role: 'billing-resolver' } }))
    await world.meshline.signIn('Sam Support', ['support-manager'])
    await arrives()
    expect(await owner()).toBe('Sam Support')
    expect(await path()).toContain('Rule “Billing” is pending: account.health missing')
  })

  test('the account’s own person goes first; one who is no member is named and passed over', async () => {
    const am = { ...onBilling, assign: { role: 'account-manager', accountField: 'account_manager' } }
    await letHold(world.meshline, 'routing', policy(am))
    await world.meshline.signIn('Mona Manager', ['account-manager'])
    await arrives()
    expect(await owner()).toBe('Mona Manager')
    expect(await path()).toContain(
      'The account names Olga Owner <olga@meshline.example>, who is no member with this role',
    )
    await world.meshline.signIn('Olga Owner', ['account-manager'])
    world.clock.advance(HOUR)
    world.zendesk.customerWrites({ requesterId: 900555, subject: 'Another', body: 'x', tags: ['billing'] })
    await world.settle()
    const rows = await world.meshline.server.store.db
      .selectFrom('items')
      .innerJoin('members', 'members.id', 'items.owner_id')
      .select(['items.title', 'members.name'])
      .orderBy('items.created_at')
      .execute()
    expect(rows.at(-1)).toEqual({ title: 'Another', name: 'Olga Owner' })
  })

  test('least loaded: the next item goes to whoever has fewer, and never above a capacity', async () => {
    await world.meshline.signIn('Ben Okafor', ['billing-resolver'])
    const spread = { ...onBilling, assign: { role: 'billing-resolver', spread: 'least-loaded' } }
    await letHold(world.meshline, 'routing', policy(spread))
    await available('Ben Okafor', { capacity: 1 })
    for (const subject of ['One', 'Two', 'Three', 'Four']) {
      world.zendesk.customerWrites({ requesterId: 900555, subject, body: 'x', tags: ['billing'] })
      await world.settle()
    }
    const rows = await world.meshline.server.store.db
      .selectFrom('items')
      .innerJoin('members', 'members.id', 'items.owner_id')
      .select(['items.title', 'members.name'])
      .orderBy('items.id')
      .execute()
    expect(rows.map(({ title, name }) => `${title}: ${name}`)).toEqual([
      'One: Ana Ruiz',
      'Two: Ben Okafor',
      'Three: Ana Ruiz',
      'Four: Ana Ruiz',
    ])
  })

  test('outside everybody’s hours it waits in the queue, says until when, and is taken up then by itself', async () => {
    await letHold(world.meshline, 'calendars', { calendars: [BERLIN] })
    await available('Ana Ruiz', { calendar: 'office-berlin' })
    world.clock.advance(9 * HOUR)
    await arrives()
    expect(await ownership()).toMatchObject({
      person: null,
      gap: 'nobody-eligible',
      retryAt: Date.parse('2026-11-23T08:00:00Z'),
    })
    world.clock.advance(Date.parse('2026-11-23T08:00:00Z') - world.clock.now())
    await world.settle()
    expect(await owner()).toBe('Ana Ruiz')
  })

  test('a leave hands everything on from its first moment, counted with its reason', async () => {
    await world.meshline.signIn('Ben Okafor', ['billing-resolver'])
    await arrives()
    const startsAt = world.clock.now() + DAY
    const leave = { email: email('Ana Ruiz'), startsAt, endsAt: startsAt + 7 * DAY, reason: 'holiday' }
    await world.meshline.server.store.write(COMMAND, tx => recordLeave(tx, leave))
    expect(await owner()).toBe('Ana Ruiz')
    world.clock.advance(DAY)
    await world.settle()
    expect(await owner()).toBe('Ben Okafor')
    expect(await handoffs()).toMatchObject([{ from: 'Ana Ruiz', to: 'Ben Okafor', cause: 'leave' }])
  })

  test('who leaves for good hands on as well; nobody left is a gap with a fallback', async () => {
    await world.meshline.signIn('Ada Admin', ['admin'])
    await arrives()
    const vera = await world.meshline.signIn('Vera Viewer', ['viewer'])
    await world.meshline.server.store.write(COMMAND, tx => deactivateMember(tx, email('Ana Ruiz')))
    const { ownership: now } = await world.panel(vera)
    expect(now).toMatchObject({ person: null, fallback: { name: 'Ada Admin' }, gap: 'nobody-holds-role' })
  })

  test('away now: the next item goes to the backup, and what one has one keeps', async () => {
    await world.meshline.signIn('Ben Okafor', ['billing-resolver'])
    await arrives()
    await available('Ana Ruiz', { presence: 'away' })
    expect(await owner()).toBe('Ana Ruiz')
    world.zendesk.customerWrites({
      requesterId: 900556,
      subject: 'Billed twice',
      body: 'x',
      tags: ['billing'],
    })
    await world.settle()
    const { title, name } = await world.meshline.server.store.db
      .selectFrom('items')
      .innerJoin('members', 'members.id', 'items.owner_id')
      .select(['items.title', 'members.name'])
      .orderBy('items.id', 'desc')
      .executeTakeFirstOrThrow()
    expect([title, name]).toEqual(['Billed twice', 'Ben Okafor'])
  })

  test('a policy whose own tests fail is not set, and says which', async () => {
    const tests = [{ name: 'Billing goes to billing', facts: { 'ticket.tags': ['other'] }, rule: 'billing' }]
    const tested = policy({ ...onBilling, assign: { role: 'billing-resolver' } }, { tests })
    const rita = {
      id: 'mem_r',
      email: 'rita@acme.test',
      name: 'Rita',
      roles: ['admin' as const],
      active: true,
    }
    const change = { kind: 'routing' as const, policy: tested, author: rita, reason: 'x', basedOn: null }
    const outcome = await world.meshline.server.store.write(COMMAND, tx => setPolicy(tx, change))
    expect(outcome).toMatchObject({
      kind: 'unfit',
      problems: [expect.objectContaining({ message: expect.stringContaining('everything-else matches') })],
    })
  })

  test.each([
    [
      'a last rule with conditions',
      { rules: [{ ...anything, ...onBilling }] },
      'must be empty in the last rule',
    ],
    [
      'a rule for everything before others',
      { rules: [anything, { ...anything, name: 'b' }] },
      'is empty, so no rule after it',
    ],
    [
      'two rules of one name',
      { rules: [{ ...anything, ...onBilling }, anything] },
      'is taken by one before it',
    ],
    [
      'a team nobody described',
      { rules: [{ ...anything, assign: { role: 'admin', team: 'x' } }] },
      'is not a team',
    ],
  ])('%s is refused with what to do', (_what, written, words) => {
    const { error } = RoutingPolicy.safeParse(written)
    expect(error?.issues.map(({ message }) => message).join(' ')).toContain(words)
  })
})
