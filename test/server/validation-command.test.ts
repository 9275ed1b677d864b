import { afterEach, beforeEach, expect, test } from 'vitest'
import { addMember } from '../../server/access/add-member.ts'
import { runCommand } from '../../server/cli/run-command.ts'
import type { Role } from '../../shared/member.ts'
import { Validation } from '../../shared/validation.ts'
import { countingIds, DAY, SECOND } from '../support/held-clock.ts'
import { aCustomer } from '../support/ledger.ts'
import { said, startValidating, type Validating } from '../support/validating.ts'

let world: Validating
let printed: string[]
const newId = countingIds()

beforeEach(async () => {
  world = await startValidating('sqlite')
  printed = []
})
afterEach(() => world.close())

async function meshline(...args: string[]): Promise<number> {
  const print = (line: string) => void printed.push(line)
  return runCommand(args, {
    variables: { MESHLINE_DATA_DIR: world.dataDir, MESHLINE_LEDGER_URL: world.ledger.url },
    vendors: [world.ledger.vendor],
    now: world.clock.now,
    newId: prefix => newId(`${prefix}_c`),
    random: () => world.random(),
    print,
    complain: print,
    onStop: () => {},
    screen: null,
    // The clock is held, so waiting is moving it.
    sleep: async ms => world.clock.advance(ms),
    user: 'tester',
  })
}

const member = (name: string, role: Role) =>
  world.store.write({ kind: 'command', user: 'test' }, tx =>
    addMember(tx, { email: `${name}@acme.test`, name, roles: [role] }, 'x'.repeat(32)),
  )

test('context validate shows how far it is, each field, all of it, what differs and what it was before', async () => {
  await world.known(aCustomer('acme', said('Acme')), aCustomer('bolt', said('Bolt')))
  expect(await meshline('context', 'validate', '--sample', '2')).toBe(0)
  world.ledger.say(aCustomer('acme', said('Acme', 'Free')))
  world.clock.advance(DAY)
  printed = []
  expect(await meshline('context', 'validate', '--sample', '2')).toBe(0)
  const [id = ''] = /val_\w+/.exec(printed.join('\n')) ?? []
  expect(printed).toEqual([
    expect.stringMatching(/^1 of 2 accounts, [12] of 2 values right$/),
    '2 of 2 accounts, 3 of 4 values right',
    `${id}: 2 of 2 accounts, 0 records could not be read`,
    '  name                 100.0% (2 of 2)',
    '  plan                 50.0% (1 of 2)',
    '  all                  75.0% (3 of 4)',
    '  Acme: plan of ledger acme: we hold "Scale", there it is "Free"',
    'Before: 2026-11-20 100.0% (4 of 4)',
    `Sign it: meshline context sign ${id} --as <email> --note "..."`,
  ])
})

test('with --json it prints the validation and nothing else', async () => {
  await world.known(aCustomer('acme', said('Acme')))
  expect(await meshline('context', 'validate', '--json')).toBe(0)
  expect(printed).toHaveLength(1)
  expect(Validation.parse(JSON.parse(printed[0] ?? ''))).toMatchObject({ compared: 2, right: 2, sampled: 1 })
})

test('nearly everything right is not rounded up to everything', async () => {
  const names = Array.from({ length: 13 }, (_, at) => `c${at}`)
  await world.known(...names.map(id => aCustomer(id, said(id))))
  world.ledger.say(aCustomer('c0', said('c0', 'Free')))
  expect(await meshline('context', 'validate', '--sample', '13')).toBe(0)
  expect(printed).toContain('  all                  96.1% (25 of 26)')
})

test('a source that asks for a pause is waited for, and the person is told until when', async () => {
  await world.known(aCustomer('acme', said('Acme')))
  world.ledger.fail({ status: 429, retryAfter: 5 })
  const done = meshline('context', 'validate', '--sample', '1')
  await expect.poll(() => printed.some(line => line.startsWith('Waits until'))).toBe(true)
  world.ledger.fail(null)
  expect(await done).toBe(0)
  expect(printed).toContain('  all                  100.0% (2 of 2)')
})

test('one that is under way is gone on with', async () => {
  await world.known(aCustomer('acme', said('Acme')))
  const id = await world.begin()
  world.clock.advance(SECOND)
  expect(await meshline('context', 'validate')).toBe(0)
  expect(printed[0]).toBe(`${id} is under way; going on with it`)
})

test.each(['0', '501', 'many', '1.5'])('a sample of %s is refused', async sample => {
  expect(await meshline('context', 'validate', '--sample', sample)).toBe(1)
  expect(printed).toEqual([`${sample} is not a sample; use a whole number from 1 to 500`])
})

test('context sign takes a member who may, once', async () => {
  await world.known(aCustomer('acme', said('Acme')))
  await member('rita', 'product-ops')
  await member('ana', 'billing-resolver')
  const { id } = await world.validate()
  const sign = (email: string) => meshline('context', 'sign', id, '--as', email, '--note', 'Seen')
  expect(await sign('ana@acme.test')).toBe(1)
  expect(await sign('nobody@acme.test')).toBe(1)
  expect(await sign('Rita@acme.test')).toBe(0)
  expect(await sign('rita@acme.test')).toBe(1)
  expect(await meshline('context', 'sign', 'val_none', '--as', 'rita@acme.test', '--note', 'Seen')).toBe(1)
  expect(printed).toEqual([
    'ana@acme.test may not sign; that takes one of rev-ops-lead, product-ops, admin',
    'nobody@acme.test is not a member; see meshline member list',
    `${id} is signed by rita`,
    'rita@acme.test cannot sign: somebody has done so already',
    'There is no validation val_none; run meshline context validate',
  ])
  expect((await world.read(id)).signed).toMatchObject({ person: { name: 'rita' }, note: 'Seen' })
})
