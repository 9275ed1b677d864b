import { isKnownCurrency } from '../../money.ts'
import { reason } from '../../verdict.ts'
import type { RefundPredicate } from '../gate.ts'

const needed = { en: 'A currency Meshline knows', de: 'Eine Währung, die Meshline kennt' }

export const knownCurrency: RefundPredicate = {
  name: 'known-currency',
  judge({ refund }) {
    const code = refund.currency.toUpperCase()
    return reason(this.name, isKnownCurrency(refund.currency) ? 'passed' : 'failed', {
      seen: { en: `Currency ${code}`, de: `Währung ${code}` },
      needed,
    })
  },
}
