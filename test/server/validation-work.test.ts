import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { stepValidation } from '../../server/validation/step-validation.ts'
import { claimValidation } from '../../server/validation/store.ts'
import { DATABASES } from '../support/database.ts'
import { HOUR, MINUTE, SECOND } from '../support/held-clock.ts'
import { aCustomer } from '../support/ledger.ts'
import { said, startValidating, type Validating, workOff } from '../support/validating.ts'

describe.each(DATABASES)('a validation goes on and ends, on %s', database => {
  let world: Validating

  beforeEach(async () => {
    world = await startValidating(database)
  })
  afterEach(() => world.close())

  test('a source that asks for a pause gets it, and nothing is lost', async () => {
    await world.known(aCustomer('acme', said('Acme')), aCustomer('bolt', said('Bolt')))
    world.ledger.fail({ status: 429, retryAfter: 90 })
    const id = await world.begin()
    expect(await stepValidation(world.deps())).toBe(true)
    expect(await stepValidation(world.deps())).toBe(false)
    world.ledger.fail(null)
    world.clock.advance(89 * SECOND)
    expect(await stepValidation(world.deps())).toBe(false)
    expect(await world.read(id)).toMatchObject({ done: 0, unreadable: 0 })
    world.clock.advance(SECOND)
    await workOff(world.deps())
    expect(await world.read(id)).toMatchObject({ done: 2, compared: 4, right: 4, unreadable: 0 })
  })

  test('a source that asks for pauses without end: after six hours its records are unreadable', async () => {
    await world.known(aCustomer('acme', said('Acme')))
    world.ledger.fail({ status: 429, retryAfter: 1800 })
    const id = await world.begin()
    for (let waits = 0; waits < 12; waits += 1) {
      expect(await stepValidation(world.deps())).toBe(true)
      world.clock.advance(HOUR / 2)
    }
    expect(await world.read(id)).toMatchObject({ finishedAt: null, done: 0 })
    await workOff(world.deps())
    expect(await world.read(id)).toMatchObject({ finishedAt: world.clock.now(), unreadable: 1 })
  })

  test('killed between two accounts: the next process goes on, and reads none twice', async () => {
    await world.known(...['acme', 'bolt', 'core'].map(id => aCustomer(id, said(id))))
    const id = await world.begin()
    await stepValidation(world.deps())
    await world.startAgain()
    await workOff(world.deps())
    expect(await world.read(id)).toMatchObject({ done: 3, compared: 6, right: 6 })
    expect(world.ledger.asked.toSorted()).toEqual(['customer:acme', 'customer:bolt', 'customer:core'])
  })

  test('killed within an account: once the lease is over, that account is read again and counted once', async () => {
    await world.known(aCustomer('acme', said('Acme')))
    const id = await world.begin()
    await claimValidation(world.store, { now: world.clock.now(), leaseMs: 5 * MINUTE })
    expect(await stepValidation(world.deps())).toBe(false)
    world.clock.advance(5 * MINUTE)
    await workOff(world.deps())
    expect(await world.read(id)).toMatchObject({ done: 1, compared: 2 })
  })

  test('two that compare the same account at once: it counts once', async () => {
    await world.known(aCustomer('acme', said('Acme')), aCustomer('bolt', said('Bolt')))
    const id = await world.begin()
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
    world.ledger.answerAfter(answered)
    const slow = stepValidation(world.deps())
    await expect.poll(() => world.ledger.asked).toHaveLength(1)
    world.clock.advance(HOUR)
    const other = stepValidation(world.deps())
    await expect.poll(() => world.ledger.asked).toHaveLength(2)
    answer()
    await Promise.all([slow, other])
    await workOff(world.deps())
    expect(await world.read(id)).toMatchObject({ done: 2, compared: 4 })
    const repeated = world.store.db
      .selectFrom('audit_entries')
      .select('seq')
      .where('action', '=', 'validation.repeated')
    expect(await repeated.execute()).toHaveLength(1)
  })

  test('a second start while one runs joins it', async () => {
    await world.known(aCustomer('acme', said('Acme')))
    const first = await world.begin()
    const [second, third] = await Promise.all([world.begin(500), world.begin(500)])
    expect([second, third]).toEqual([first, first])
    await workOff(world.deps())
    expect(await world.begin()).not.toBe(first)
  })

  test('start, every account and the end are in the audit log, without what customers are called', async () => {
    await world.known(aCustomer('acme', said('Acme')))
    world.ledger.say(aCustomer('acme', said('Acme Secret Ltd')))
    const { id } = await world.validate()
    const entries = await world.store.db
      .selectFrom('audit_entries')
      .select(['action', 'summary', 'detail', 'subject_id'])
      .where('subject_kind', '=', 'validation')
      .orderBy('seq')
      .execute()
    expect(entries.map(({ action, summary, subject_id }) => [action, summary, subject_id])).toEqual([
      ['validation.started', '1 of 1 accounts drawn by chance', id],
      ['validation.compared', '1 of 2 values right, 0 records unreadable', id],
      ['validation.finished', '1 of 2 values right in 1 accounts; 0 records unreadable', id],
    ])
    expect(JSON.stringify(entries)).not.toContain('Secret')
  })
})
