import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RecordField } from '../../shared/source-record.ts'
import { accuracyOf } from '../../shared/validation.ts'
import { DATABASES } from '../support/database.ts'
import { aContract, aCustomer, aPerson, text } from '../support/ledger.ts'
import { said, startValidating, type Validating, workOff } from '../support/validating.ts'

describe.each(DATABASES)('context records beside their sources, on %s', database => {
  let world: Validating

  beforeEach(async () => {
    world = await startValidating(database)
  })
  afterEach(() => world.close())

  test('everything as it is at the source: 100%, field by field', async () => {
    await world.known(aCustomer('acme', said('Acme')), aCustomer('bolt', said('Bolt')))
    const validation = await world.validate()
    expect(validation).toMatchObject({
      sampled: 2,
      population: 2,
      done: 2,
      compared: 4,
      right: 4,
      unreadable: 0,
      mismatches: [],
      fields: [
        { field: 'name', compared: 2, right: 2 },
        { field: 'plan', compared: 2, right: 2 },
      ],
      finishedAt: world.clock.now(),
      startedBy: 'tester by command',
      signed: null,
    })
    expect(accuracyOf(validation)).toBe(1)
  })

  test('a value that changed at the source is found, and is not mended', async () => {
    await world.known(aCustomer('acme', said('Acme')))
    world.ledger.say(aCustomer('acme', said('Acme', 'Enterprise')))
    const held = () => world.store.db.selectFrom('source_records').selectAll().orderBy('id').execute()
    const before = await held()
    expect(await world.validate()).toMatchObject({
      compared: 2,
      right: 1,
      mismatches: [
        {
          account: 'Acme',
          field: 'plan',
          source: 'ledger',
          sourceId: 'acme',
          held: text('Scale'),
          live: text('Enterprise'),
        },
      ],
    })
    expect(await held()).toEqual(before)
  })

  test('a value only one side has is wrong', async () => {
    await world.known(aCustomer('acme', said('Acme')))
    world.ledger.say(
      aCustomer('acme', [
        { field: 'name', content: text('Acme') },
        { field: 'tier', content: text('gold') },
      ]),
    )
    const { compared, right, mismatches } = await world.validate()
    expect({ compared, right }).toEqual({ compared: 3, right: 1 })
    expect(mismatches).toMatchObject([
      { field: 'plan', held: text('Scale'), live: null },
      { field: 'tier', held: null, live: text('gold') },
    ])
  })

  test('how an amount was worked out is wording, not the amount', async () => {
    const worth = (minor: number, worked: string): RecordField[] => [
      { field: 'mrr', content: { kind: 'money', money: { minor, currency: 'usd' }, worked } },
    ]
    await world.known(aCustomer('acme', worth(420_000, 'Scale 2 x $2,100.00')))
    world.ledger.say(aCustomer('acme', worth(420_000, '2 seats of Scale')))
    expect(await world.validate()).toMatchObject({ compared: 1, right: 1 })
    world.ledger.say(aCustomer('acme', worth(420_001, 'Scale 2 x $2,100.00')))
    expect(await world.validate()).toMatchObject({ compared: 1, right: 0 })
  })

  test('what the record works out by itself is not compared', async () => {
    await world.known(aCustomer('acme', [...said('Acme'), { field: 'disputes', content: text('1 open') }]))
    world.ledger.say(
      aCustomer('acme', [...said('Acme'), { field: 'open_incidents', content: { kind: 'count', count: 1 } }]),
    )
    expect(await world.validate()).toMatchObject({ compared: 2, right: 2 })
  })

  test.each([
    ['deleted', { gone: true, fields: [] }],
    ['merged into another', { mergedInto: { source: 'ledger', type: 'customer', id: 'other' } }],
  ])('a record that is %s at the source has every value wrong', async (_what, change) => {
    await world.known(aCustomer('acme', said('Acme')))
    world.ledger.say(aCustomer('acme', said('Acme'), change))
    const { compared, right, mismatches } = await world.validate()
    expect({ compared, right }).toEqual({ compared: 2, right: 0 })
    expect(mismatches.map(({ live }) => live)).toEqual([null, null])
  })

  test.each([
    ['the source is down', { status: 503 }],
    ['the answer is nonsense', { status: 422 }],
    ['the source does not know it', { status: 404 }],
  ])('%s: unreadable, which is neither right nor wrong', async (_what, failure) => {
    await world.known(aCustomer('acme', said('Acme')))
    world.ledger.fail(failure)
    expect(await world.validate()).toMatchObject({
      done: 1,
      unreadable: 1,
      compared: 0,
      right: 0,
      mismatches: [],
    })
    expect(world.bugs).toEqual([])
  })

  test('a source that is down is asked once an account, not once a record', async () => {
    await world.known(
      aCustomer('acme', said('Acme')),
      ...['ann', 'bob'].map(id => aPerson(id, 'acme', [{ field: 'contact', content: text(id) }])),
    )
    world.ledger.fail({ status: 503 })
    expect(await world.validate()).toMatchObject({ unreadable: 3, compared: 0 })
    expect(world.ledger.asked).toEqual(['customer:acme'])
  })

  test('a source nobody is connected to is unreadable', async () => {
    await world.known(aCustomer('acme', said('Acme')))
    await world.begin()
    const unconnected = { ...world.deps(), connectors: { readers: new Map() } }
    await workOff(unconnected)
    expect(
      await world.store.db.selectFrom('validations').select(['unreadable', 'compared']).execute(),
    ).toEqual([{ unreadable: 1, compared: 0 }])
  })

  test('a part that can only be read with its customer is read with it, in one question', async () => {
    await world.known(
      aCustomer('acme', said('Acme')),
      aContract('c1', 'acme', [{ field: 'contract_stage', content: text('signed') }]),
    )
    expect(await world.validate()).toMatchObject({ compared: 3, right: 3, unreadable: 0 })
    expect(world.ledger.asked).toEqual(['customer:acme'])
  })

  test('nothing to compare: it ends at once, with no accuracy rather than a perfect one', async () => {
    const validation = await world.validate()
    expect(validation).toMatchObject({
      sampled: 0,
      population: 0,
      compared: 0,
      finishedAt: world.clock.now(),
    })
    expect(accuracyOf(validation)).toBeNull()
  })
})
