import { findDuplicateOf } from '../../billing.ts'
import type { Localized } from '../../locale.ts'
import { reason } from '../../verdict.ts'
import type { RefundPredicate } from '../gate.ts'

export const duplicateCharge: RefundPredicate = {
  name: 'duplicate-charge',
  judge({ facts: { charge, nearby }, limits }) {
    const twin = findDuplicateOf(charge, nearby, limits.duplicateWithinMs)
    const needed: Localized = {
      en: `Another charge of the same customer and amount within ${apart(limits.duplicateWithinMs, 'en')}`,
      de: `Eine weitere Zahlung desselben Kunden über denselben Betrag innerhalb von ${apart(limits.duplicateWithinMs, 'de')}`,
    }
    if (!twin) {
      return reason(this.name, 'failed', {
        seen: { en: 'No duplicate charge found', de: 'Keine doppelte Zahlung gefunden' },
        needed,
      })
    }
    const distance = Math.abs(twin.createdAt - charge.createdAt)
    return reason(this.name, 'passed', {
      seen: {
        en: `Duplicate charge found, ${apart(distance, 'en')} apart (${twin.id})`,
        de: `Doppelte Zahlung gefunden, ${apart(distance, 'de')} Abstand (${twin.id})`,
      },
      needed,
    })
  },
}

function apart(ms: number, locale: 'en' | 'de'): string {
  const minutes = Math.round(ms / 60_000)
  const [value, unit] =
    minutes < 1
      ? [Math.round(ms / 1000), 'second']
      : minutes < 120
        ? [minutes, 'minute']
        : [Math.round(minutes / 60), 'hour']
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}
