import type { Localized } from '../../locale.ts'
import { reason } from '../../verdict.ts'
import type { RefundCase, RefundPredicate } from '../gate.ts'

const needed = {
  en: 'Exactly one account: identity is never guessed for money',
  de: 'Genau ein Konto: Bei Geld wird die Identität nie geraten',
}

export const identityCertain: RefundPredicate = {
  name: 'identity-certain',
  judge({ identity }) {
    return reason(this.name, identity.kind === 'certain' ? 'passed' : 'failed', {
      seen: seenOf(identity),
      needed,
    })
  },
}

function seenOf(identity: RefundCase['identity']): Localized {
  if (identity.kind === 'certain') return { en: `Account ${identity.name}`, de: `Konto ${identity.name}` }
  if (identity.kind === 'unknown') return { en: 'No account matches', de: 'Kein Konto passt' }
  return {
    en: 'Whose this is has not been answered',
    de: 'Wem das gehört, ist noch nicht beantwortet',
  }
}
