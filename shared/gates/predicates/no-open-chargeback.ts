import { reason } from '../../verdict.ts'
import type { RefundPredicate } from '../gate.ts'

const needed = {
  en: 'No chargeback on this charge: the bank has the money already, a refund would pay twice',
  de: 'Keine Rückbuchung auf dieser Zahlung: Die Bank hat das Geld schon, eine Erstattung würde doppelt zahlen',
}

/** An inquiry may be answered with a refund; a chargeback may not. */
export const noOpenChargeback: RefundPredicate = {
  name: 'no-open-chargeback',
  judge({ facts: { dispute } }) {
    if (dispute.stage === 'inquiry' && dispute.chargeRefundable) {
      return reason(this.name, 'passed', {
        seen: {
          en: 'The dispute is an inquiry; no chargeback',
          de: 'Der Einwand ist eine Anfrage; keine Rückbuchung',
        },
        needed,
      })
    }
    return reason(this.name, 'failed', {
      seen: {
        en: `Dispute ${dispute.id} is a formal dispute now (${dispute.status})`,
        de: `Einwand ${dispute.id} ist jetzt eine förmliche Rückbuchung (${dispute.status})`,
      },
      needed,
    })
  },
}
