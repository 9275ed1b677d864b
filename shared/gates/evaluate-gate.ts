import { type Reason, reason, type Verdict } from '../verdict.ts'
import type { RefundCase, RefundPredicate } from './gate.ts'
import { amountLimit } from './predicates/amount-limit.ts'
import { chargeRefundable } from './predicates/charge-refundable.ts'
import { duplicateCharge } from './predicates/duplicate-charge.ts'
import { freshContext } from './predicates/fresh-context.ts'
import { identityCertain } from './predicates/identity-certain.ts'
import { knownCurrency } from './predicates/known-currency.ts'
import { noEarlierRefund } from './predicates/no-earlier-refund.ts'
import { noOpenChargeback } from './predicates/no-open-chargeback.ts'

/** Every rule a refund must pass, in the order people read them. */
export const REFUND_GATE: readonly RefundPredicate[] = [
  noOpenChargeback,
  chargeRefundable,
  duplicateCharge,
  amountLimit,
  noEarlierRefund,
  identityCertain,
  knownCurrency,
  freshContext,
]

/** The gate is total: a rule that fails to answer blocks. */
export function evaluateGate(refund: RefundCase, gate: readonly RefundPredicate[] = REFUND_GATE): Verdict {
  return verdictOn(gate.map(predicate => judgeSafely(predicate, refund)))
}

/** What some answers come to together: one that failed blocks, one that is unknown waits. */
export function verdictOn(reasons: readonly Reason[]): Verdict {
  return { kind: kindOf(reasons), reasons: [...reasons] }
}

function kindOf(reasons: readonly Reason[]): Verdict['kind'] {
  if (reasons.some(({ outcome }) => outcome === 'failed')) return 'blocked'
  return reasons.some(({ outcome }) => outcome === 'unknown') ? 'pending' : 'suggest'
}

function judgeSafely(predicate: RefundPredicate, refund: RefundCase): Reason {
  try {
    return predicate.judge(refund)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return reason(predicate.name, 'failed', {
      seen: { en: `This check broke: ${message}`, de: `Diese Prüfung ist gescheitert: ${message}` },
      needed: { en: 'Every check must answer', de: 'Jede Prüfung muss antworten' },
    })
  }
}
