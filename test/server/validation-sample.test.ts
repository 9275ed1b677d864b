import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { drawRanks } from '../../server/validation/draw.ts'
import { DATABASES } from '../support/database.ts'
import { aCustomer, aPerson, text } from '../support/ledger.ts'
import { said, startValidating, type Validating } from '../support/validating.ts'

describe.each(DATABASES)('the sample, on %s', database => {
  let world: Validating

  beforeEach(async () => {
    world = await startValidating(database)
  })
  afterEach(() => world.close())

  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
  const sampled = async (draws: readonly number[]) => {
    const left = [...draws]
    world.random = () => left.shift() ?? 0
    const { asked } = world.ledger
    const from = asked.length
    const validation = await world.validate(draws.length)
    return { asked: asked.slice(from), sampled: validation.sampled, population: validation.population }
  }

  test('is drawn by chance: other chance, other accounts; nobody picks them', async () => {
    for (const name of names) await world.known(aCustomer(name, said(name)))
    expect(await sampled([0, 0.5, 0.99])).toEqual({
      asked: ['customer:a', 'customer:e', 'customer:j'],
      sampled: 3,
      population: 10,
    })
    expect((await sampled([0.99, 0.99, 0.99])).asked).toEqual(['customer:h', 'customer:i', 'customer:j'])
  })

  test('counts only accounts that have something to compare', async () => {
    await world.known(
      aCustomer('acme', said('Acme')),
      aCustomer('empty', []),
      aCustomer('left', said('Left'), { gone: true }),
    )
    expect(await world.validate()).toMatchObject({ population: 1, sampled: 1, done: 1 })
  })

  test('takes at most 25 records of an account, its own first, then people by chance', async () => {
    const people = Array.from({ length: 60 }, (_, at) => String(at).padStart(2, '0'))
    await world.known(
      aCustomer('acme', said('Acme')),
      ...people.map(id => aPerson(id, 'acme', [{ field: 'contact', content: text(id) }])),
    )
    world.random = () => 0.5
    const { compared, fields } = await world.validate()
    expect(compared).toBe(26)
    expect(fields).toMatchObject([{ field: 'contact', compared: 24 }, { field: 'name' }, { field: 'plan' }])
    expect(world.ledger.asked).toHaveLength(25)
    expect(world.ledger.asked[0]).toBe('customer:acme')
    const byHalf = new Set(world.ledger.asked)
    world.random = () => 0
    await world.validate()
    expect(new Set(world.ledger.asked.slice(25))).not.toEqual(byHalf)
  })
})

test('every set of accounts is as likely as any other', () => {
  // A generator of its own, so that the test is the same every time (Lehmer, 48271 mod 2^31 - 1).
  let seed = 20261120
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const drawn = Array.from({ length: 20_000 }, () =>
    drawRanks({ population: 5, wanted: 2 }, random)
      .toSorted((a, b) => a - b)
      .join(),
  )
  const times = [...Map.groupBy(drawn, set => set)].map(([, sets]) => sets.length)
  expect(times).toHaveLength(10)
  expect(Math.min(...times)).toBeGreaterThan(1850)
  expect(Math.max(...times)).toBeLessThan(2150)
})

test.each([
  [10, 3, 3],
  [3, 3, 3],
  [3, 10, 3],
  [0, 10, 0],
  [5, 0, 0],
])('of %i accounts, %i wanted: %i different ones', (population, wanted, expected) => {
  for (const chance of [0, 0.5, 1 - Number.EPSILON]) {
    const ranks = drawRanks({ population, wanted }, () => chance)
    expect(new Set(ranks).size).toBe(expected)
    expect(ranks.every(rank => rank >= 1 && rank <= population)).toBe(true)
  }
})
