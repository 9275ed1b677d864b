import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Anchor,
  type Assertion,
  resolveIdentity,
  type SharedName,
} from '../../shared/resolve-identity.ts'

const account = (key: string): Anchor => ({ key, role: 'account' })
const person = (key: string): Anchor => ({ key, role: 'person' })

const CRM = 'salesforce:account:A'
const OTHER_CRM = 'salesforce:account:B'
const BILLING = 'stripe:customer:S'
const OTHER_BILLING = 'stripe:customer:T'
const DESK = 'zendesk:organization:Z'
const DANA = 'zendesk:user:dana'

function shared(kind: string, holders: string[], change: Partial<SharedName> = {}): SharedName {
  return { kind, value: 'x', holders, owner: null, throughPeople: false, ...change }
}

function customersOf(anchors: Anchor[], names: SharedName[], assertions: Assertion[] = []) {
  return resolveIdentity(anchors, names, assertions)
}

describe('what makes two records one customer', () => {
  test('an id that one system keeps of another', () => {
    const name = shared('salesforce-account', [BILLING, CRM], { owner: CRM })
    expect(customersOf([account(CRM), account(BILLING)], [name])).toEqual({
      customers: [[CRM, BILLING]],
      questions: [],
    })
  })

  test('an address, where it fits one account only', () => {
    const { customers, questions } = customersOf(
      [account(BILLING), person(DANA)],
      [shared('email', [BILLING, DANA])],
    )
    expect(customers).toEqual([[BILLING, DANA]])
    expect(questions).toEqual([])
  })

  test('a domain, but then somebody is asked, as a domain is a guess', () => {
    const { customers, questions } = customersOf(
      [account(BILLING), account(DESK)],
      [shared('domain', [BILLING, DESK])],
    )
    expect(customers).toEqual([[BILLING, DESK]])
    expect(questions).toMatchObject([{ kind: 'domain', subjects: [DESK], choices: [BILLING] }])
  })

  test('a person’s word, whatever the names say', () => {
    const same: Assertion = { verdict: 'same', a: DESK, b: BILLING }
    const { customers, questions } = customersOf(
      [account(BILLING), account(DESK)],
      [shared('domain', [BILLING, DESK])],
      [same],
    )
    expect(customers).toEqual([[BILLING, DESK]])
    expect(questions).toEqual([])
  })
})

describe('what does not, and who is asked', () => {
  test('an address of two billing customers: neither, and whoever writes from it is asked about', () => {
    const { customers, questions } = customersOf(
      [account(BILLING), account(OTHER_BILLING), person(DANA)],
      [shared('email', [BILLING, OTHER_BILLING, DANA])],
    )
    expect(customers).toHaveLength(3)
    expect(questions).toEqual([
      { kind: 'email', value: 'x', subjects: [DANA], choices: [BILLING, OTHER_BILLING] },
    ])
  })

  test('two CRM accounts that claim one billing customer: it stays alone and is asked about', () => {
    const { customers, questions } = customersOf(
      [account(CRM), account(OTHER_CRM), account(BILLING)],
      [shared('stripe-customer', [CRM, OTHER_CRM, BILLING], { owner: BILLING })],
    )
    expect(customers).toHaveLength(3)
    expect(questions).toMatchObject([{ subjects: [BILLING], choices: [CRM, OTHER_CRM] }])
  })

  test('somebody at one organization who goes by another account’s id joins nobody but themselves in question', () => {
    const { customers, questions } = customersOf(
      [account(DESK), account('zendesk:organization:Y'), account(BILLING)],
      [
        shared('zendesk-organization', [DESK, BILLING], { value: 'Z', owner: DESK }),
        shared('stripe-customer', ['zendesk:organization:Y', BILLING], {
          owner: BILLING,
          throughPeople: true,
        }),
      ],
    )
    expect(customers).toEqual([[BILLING, DESK], ['zendesk:organization:Y']])
    expect(questions).toMatchObject([{ subjects: ['zendesk:organization:Y'], choices: [BILLING] }])
  })

  test('answered with “none of these”: not joined, not asked again', () => {
    const not: Assertion = { verdict: 'different', a: DESK, b: BILLING }
    const { customers, questions } = customersOf(
      [account(BILLING), account(DESK)],
      [shared('domain', [BILLING, DESK])],
      [not],
    )
    expect(customers).toHaveLength(2)
    expect(questions).toEqual([])
  })

  test('asked once, over the strongest name they share', () => {
    const anchors = [account(BILLING), account(OTHER_BILLING), person(DANA)]
    const holders = [BILLING, OTHER_BILLING, DANA]
    const { questions } = customersOf(anchors, [shared('domain', holders), shared('email', holders)])
    expect(questions.map(({ kind }) => kind)).toEqual(['email'])
  })
})

test('the order in which anchors, names and words are given does not matter', () => {
  const keys = [CRM, OTHER_CRM, BILLING, OTHER_BILLING, DESK, DANA]
  const anchors = keys.map(key => (key === DANA ? person(key) : account(key)))
  const holders = fc.uniqueArray(fc.constantFrom(...keys), { minLength: 2, maxLength: 4 })
  const names = fc.uniqueArray(
    fc.record({
      kind: fc.constantFrom('salesforce-account', 'stripe-customer', 'email', 'domain'),
      value: fc.constantFrom('x', 'y'),
      holders: holders.map(list => list.toSorted()),
      owner: fc.constantFrom(null, CRM, BILLING),
      throughPeople: fc.boolean(),
    }),
    { maxLength: 5, selector: ({ kind, value }) => kind + value },
  )
  const assertions = fc.array(
    fc.record({
      verdict: fc.constantFrom('same' as const, 'different' as const),
      a: fc.constantFrom(...keys),
      b: fc.constantFrom(...keys),
    }),
    { maxLength: 2 },
  )
  const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length })
  const cases = fc
    .tuple(names, assertions)
    .chain(([given, said]) =>
      fc.tuple(fc.constant({ given, said }), shuffled(anchors), shuffled(given), shuffled(said)),
    )
  fc.assert(
    fc.property(cases, ([{ given, said }, otherAnchors, otherNames, otherSaid]) => {
      expect(resolveIdentity(otherAnchors, otherNames, otherSaid)).toEqual(
        resolveIdentity(anchors, given, said),
      )
    }),
  )
})
