import { reason } from '../../verdict.ts'
import type { RefundPredicate } from '../gate.ts'

const needed = {
  en: 'No earlier refund of this charge for the same purpose',
  de: 'Keine frühere Erstattung dieser Zahlung zum selben Zweck',
}

export const noEarlierRefund: RefundPredicate = {
  name: 'no-earlier-refund',
  judge({ earlierRefund }) {
    if (!earlierRefund) {
      return reason(this.name, 'passed', {
        seen: {
          en: 'Meshline has not refunded this charge',
          de: 'Meshline hat diese Zahlung nicht erstattet',
        },
        needed,
      })
    }
    return reason(this.name, 'failed', {
      seen: {
        en: `Run ${earlierRefund.runId} refunds this charge already`,
        de: `Lauf ${earlierRefund.runId} erstattet diese Zahlung bereits`,
      },
      needed,
    })
  },
}
