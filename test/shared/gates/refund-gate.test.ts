import { describe, expect, test } from 'vitest'
import { evaluateGate, REFUND_GATE } from '../../../shared/gates/evaluate-gate.ts'
import type { RefundCase } from '../../../shared/gates/gate.ts'
import { worstFirst } from '../../../shared/verdict.ts'
import { aCharge, aDispute, aRefundCase } from '../../support/billing-case.ts'
import { HOUR, MINUTE } from '../../support/held-clock.ts'

function verdictOn(change: Partial<RefundCase>) {
  const { kind, reasons } = evaluateGate(aRefundCase(change))
  const [worst] = worstFirst(reasons)
  return { kind, rule: worst?.predicate, words: worst?.seen.en }
}

const facts = aRefundCase().facts

describe('the refund gate', () => {
  test('suggests a refund that passes every rule, and says why of each', () => {
    const verdict = evaluateGate(aRefundCase())
    expect(verdict.kind).toBe('suggest')
    expect(verdict.reasons.map(({ outcome }) => outcome)).toEqual(REFUND_GATE.map(() => 'passed'))
    expect(verdict.reasons.find(({ predicate }) => predicate === 'duplicate-charge')?.seen).toEqual({
      en: 'Duplicate charge found, 2 minutes apart (ch_first)',
      de: 'Doppelte Zahlung gefunden, 2 Minuten Abstand (ch_first)',
    })
  })

  test('a formal dispute blocks: the bank has the money already', () => {
    const dispute = aDispute({ stage: 'chargeback', chargeRefundable: false })
    expect(verdictOn({ facts: { ...facts, dispute } })).toEqual({
      kind: 'blocked',
      rule: 'no-open-chargeback',
      words: 'Dispute du_1 is a formal dispute now (needs-response)',
    })
  })

  test('an inquiry whose charge Stripe will not refund blocks', () => {
    const dispute = aDispute({ chargeRefundable: false })
    expect(verdictOn({ facts: { ...facts, dispute } }).rule).toBe('no-open-chargeback')
  })

  test('more than what is left of the charge blocks', () => {
    const charge = aCharge({ refunded: { minor: 2000, currency: 'usd' } })
    expect(verdictOn({ facts: { ...facts, charge } })).toEqual({
      kind: 'blocked',
      rule: 'charge-refundable',
      words: '$29.00 of $49.00 can still be refunded',
    })
  })

  test.each([
    ['another customer', { customerId: 'cus_other' }],
    ['another amount', { amount: { minor: 4901, currency: 'usd' } }],
    [
      'another currency',
      { amount: { minor: 4900, currency: 'eur' }, refunded: { minor: 0, currency: 'eur' } },
    ],
    ['a failed charge', { succeeded: false }],
    ['a charge already refunded', { refunded: { minor: 4900, currency: 'usd' } }],
    ['a charge of last week', { createdAt: aCharge().createdAt - 168 * HOUR }],
    ['charges without a customer', { customerId: null }],
  ])('%s is not a duplicate', (_what, change) => {
    const verdict = verdictOn({ facts: { ...facts, nearby: [aCharge({ id: 'ch_first', ...change })] } })
    expect(verdict).toEqual({ kind: 'blocked', rule: 'duplicate-charge', words: 'No duplicate charge found' })
  })

  test('an amount over the limit blocks', () => {
    const limits = { ...aRefundCase().limits, maxRefund: [{ minor: 4899, currency: 'usd' }] }
    expect(verdictOn({ limits })).toEqual({
      kind: 'blocked',
      rule: 'amount-limit',
      words: 'Refund of $49.00',
    })
  })

  test('a currency without a limit blocks: nothing is converted', () => {
    const limits = { ...aRefundCase().limits, maxRefund: [{ minor: 50_000, currency: 'eur' }] }
    expect(verdictOn({ limits }).rule).toBe('amount-limit')
  })

  test('a second refund of the same charge for the same purpose blocks', () => {
    expect(verdictOn({ earlierRefund: { runId: 'run_1' } })).toEqual({
      kind: 'blocked',
      rule: 'no-earlier-refund',
      words: 'Run run_1 refunds this charge already',
    })
  })

  test('identity is never guessed for money', () => {
    expect(verdictOn({ identity: { kind: 'in-doubt' } })).toEqual({
      kind: 'blocked',
      rule: 'identity-certain',
      words: 'Whose this is has not been answered',
    })
    expect(verdictOn({ identity: { kind: 'unknown' } }).kind).toBe('blocked')
  })

  test('a currency nobody issues blocks', () => {
    const zzz = (minor: number) => ({ minor, currency: 'zzz' })
    const charge = aCharge({ amount: zzz(4900), refunded: zzz(0) })
    const twin = { ...charge, id: 'ch_first' }
    const limits = { ...aRefundCase().limits, maxRefund: [zzz(50_000)] }
    const verdict = verdictOn({ refund: zzz(4900), limits, facts: { ...facts, charge, nearby: [twin] } })
    expect(verdict).toEqual({ kind: 'blocked', rule: 'known-currency', words: 'Currency ZZZ' })
  })

  test('a value past its limit makes it pending, naming the field and its age', () => {
    const [used] = aRefundCase().used
    const verdict = evaluateGate(aRefundCase({ now: (used?.readAt ?? 0) + 61 * MINUTE }))
    expect(verdict.kind).toBe('pending')
    const stale = verdict.reasons.find(({ predicate }) => predicate === 'fresh-context')
    expect(stale?.children[0]?.seen.en).toBe('Dispute status, read from stripe 61 min ago')
  })

  test('a rule that breaks blocks: the gate answers always', () => {
    const broken = {
      name: 'broken',
      judge: () => {
        throw new Error('out of order')
      },
    }
    const verdict = evaluateGate(aRefundCase(), [broken])
    expect(verdict).toMatchObject({
      kind: 'blocked',
      reasons: [{ seen: { en: 'This check broke: out of order' } }],
    })
  })
})
