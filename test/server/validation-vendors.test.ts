import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Validation } from '../../shared/validation.ts'
import { DATABASES } from '../support/database.ts'
import { DAY } from '../support/held-clock.ts'
import type { TestMember } from '../support/meshline.ts'
import { startWorld, type World } from '../support/world.ts'

describe.each(DATABASES)('Acme beside Stripe and Zendesk, on %s', database => {
  let world: World
  let ana: TestMember

  beforeEach(async () => {
    world = await startWorld(database)
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    await world.inquiryArrives()
  })
  afterEach(() => world.close())

  const validate = async () => {
    await ana.api.v1.validations.$post({ json: { sample: 50 } })
    await world.settle()
    const response = await ana.api.v1.validations.$get()
    if (response.status !== 200) throw new Error(`The list answered ${response.status}`)
    const { validations } = await response.json()
    return Validation.parse(validations[0])
  }

  test('what was just read is right, and nothing of it is unknown to its reader', async () => {
    const { compared, right, mismatches, sampled, unreadable } = await validate()
    expect(unreadable).toBe(0)
    expect(sampled).toBe(1)
    expect(compared).toBeGreaterThan(5)
    expect(mismatches).toEqual([])
    expect(right).toBe(compared)
  })

  test('a name that Stripe changed without a word is found', async () => {
    const customer = [...world.stripe.state.customers.values()].find(({ name }) => name === 'Acme Corp')
    if (customer) customer.name = 'Acme Holding'
    expect((await validate()).mismatches).toMatchObject([
      {
        field: 'name',
        source: 'stripe',
        held: { kind: 'text', text: 'Acme Corp' },
        live: { kind: 'text', text: 'Acme Holding' },
      },
    ])
  })

  test('Stripe is down: what it would say is unreadable, not wrong', async () => {
    world.clock.advance(DAY)
    world.stripe.faults.down(true)
    const { unreadable, mismatches } = await validate()
    expect(unreadable).toBeGreaterThan(0)
    expect(mismatches).toEqual([])
  })
})
