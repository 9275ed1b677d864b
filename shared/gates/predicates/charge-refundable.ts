import { refundableOf } from '../../billing.ts'
import { formatMoney } from '../../money.ts'
import { reason } from '../../verdict.ts'
import type { RefundPredicate } from '../gate.ts'

const needed = {
  en: 'A charge that went through and is not fully refunded',
  de: 'Eine erfolgreiche Zahlung, die noch nicht voll erstattet ist',
}

export const chargeRefundable: RefundPredicate = {
  name: 'charge-refundable',
  judge({ facts: { charge }, refund }) {
    const left = refundableOf(charge)
    const passed =
      charge.succeeded && refund.minor > 0 && refund.currency === left.currency && refund.minor <= left.minor
    return reason(this.name, passed ? 'passed' : 'failed', {
      seen: {
        en: `${formatMoney(left, 'en')} of ${formatMoney(charge.amount, 'en')} can still be refunded`,
        de: `${formatMoney(left, 'de')} von ${formatMoney(charge.amount, 'de')} sind noch erstattbar`,
      },
      needed,
    })
  },
}
