import type { Charge, Dispute } from '../../shared/billing.ts'
import type { RefundCase } from '../../shared/gates/gate.ts'
import { HOUR, MINUTE } from './held-clock.ts'

const NOON = Date.parse('2026-11-20T12:00:00Z')

export function aCharge(change: Partial<Charge> = {}): Charge {
  return {
    id: 'ch_second',
    amount: { minor: 4900, currency: 'usd' },
    refunded: { minor: 0, currency: 'usd' },
    succeeded: true,
    createdAt: NOON,
    customerId: 'cus_acme',
    paidWith: 'visa …4242',
    ...change,
  }
}

export function aDispute(change: Partial<Dispute> = {}): Dispute {
  return {
    id: 'du_1',
    chargeId: 'ch_second',
    stage: 'inquiry',
    status: 'needs-response',
    chargeRefundable: true,
    amount: { minor: 4900, currency: 'usd' },
    openedAt: NOON,
    evidenceDueAt: NOON + 144 * HOUR,
    url: 'https://dashboard.stripe.com/test/disputes/du_1',
    ...change,
  }
}

/** A refund that passes every rule, for tests to break one thing of. */
export function aRefundCase(change: Partial<RefundCase> = {}): RefundCase {
  const twin = aCharge({ id: 'ch_first', createdAt: NOON - 2 * MINUTE })
  return {
    identity: { kind: 'certain', name: 'Acme Corp' },
    facts: { dispute: aDispute(), charge: aCharge(), nearby: [twin] },
    refund: { minor: 4900, currency: 'usd' },
    earlierRefund: null,
    limits: { maxRefund: [{ minor: 50_000, currency: 'usd' }], duplicateWithinMs: 24 * HOUR },
    used: [
      {
        field: 'dispute.status',
        source: 'stripe',
        sourceId: 'du_1',
        changedAt: null,
        readAt: NOON,
        warnAfterMs: 5 * MINUTE,
        errorAfterMs: HOUR,
      },
    ],
    now: NOON,
    ...change,
  }
}
