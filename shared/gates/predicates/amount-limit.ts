import { formatMoney } from '../../money.ts'
import { reason } from '../../verdict.ts'
import type { RefundPredicate } from '../gate.ts'

/** Limits are per currency: an amount in another currency is never converted, so it is not allowed. */
export const amountLimit: RefundPredicate = {
  name: 'amount-limit',
  judge({ refund, limits }) {
    const limit = limits.maxRefund.find(({ currency }) => currency === refund.currency)
    const seen = {
      en: `Refund of ${formatMoney(refund, 'en')}`,
      de: `Erstattung von ${formatMoney(refund, 'de')}`,
    }
    if (!limit) {
      const code = refund.currency.toUpperCase()
      return reason(this.name, 'failed', {
        seen,
        needed: { en: `A limit for ${code}; none is set`, de: `Eine Grenze für ${code}; keine ist gesetzt` },
      })
    }
    return reason(this.name, refund.minor <= limit.minor ? 'passed' : 'failed', {
      seen,
      needed: { en: `At most ${formatMoney(limit, 'en')}`, de: `Höchstens ${formatMoney(limit, 'de')}` },
    })
  },
}
