import { fieldWords, freshnessOf, type UsedField } from '../../freshness.ts'
import type { Localized } from '../../locale.ts'
import { type Reason, reason } from '../../verdict.ts'
import type { RefundPredicate } from '../gate.ts'

const NAME = 'fresh-context'

/** Stale is unknown, not false: the item waits until the field is read again. */
export const freshContext: RefundPredicate = {
  name: NAME,
  judge: ({ used, now }) => judgeFreshness(used, now),
}

/** The same words for a gate and for the person about to decide. */
export function judgeFreshness(used: readonly UsedField[], now: number): Reason {
  const children = used.map(field => judgeField(field, now))
  const stale = children.filter(({ outcome }) => outcome !== 'passed').length
  return {
    predicate: NAME,
    outcome: stale > 0 ? 'unknown' : 'passed',
    seen:
      stale > 0
        ? {
            en: `${stale} of ${used.length} values are too old`,
            de: `${stale} von ${used.length} Werten sind zu alt`,
          }
        : { en: `All ${used.length} values are recent`, de: `Alle ${used.length} Werte sind aktuell` },
    needed: { en: 'Every value within its limit', de: 'Jeder Wert innerhalb seiner Grenze' },
    children,
  }
}

function judgeField(field: UsedField, now: number): Reason {
  const age = now - field.readAt
  return reason(field.field, freshnessOf(field, now) === 'error' ? 'unknown' : 'passed', {
    seen: aged(field, age),
    needed: {
      en: `At most ${ageText(field.errorAfterMs, 'en')} old`,
      de: `Höchstens ${ageText(field.errorAfterMs, 'de')} alt`,
    },
  })
}

function aged(field: UsedField, age: number): Localized {
  return {
    en: `${fieldWords(field.field).en}, read from ${field.source} ${ageText(age, 'en')} ago`,
    de: `${fieldWords(field.field).de}, vor ${ageText(age, 'de')} aus ${field.source} gelesen`,
  }
}

/** `12 sec`, `26 hr`: one unit, rounded down. */
export function ageText(ms: number, locale: 'en' | 'de'): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const [value, unit] =
    seconds < 90
      ? [seconds, 'second']
      : seconds < 5400
        ? [Math.floor(seconds / 60), 'minute']
        : seconds < 172_800
          ? [Math.floor(seconds / 3600), 'hour']
          : [Math.floor(seconds / 86_400), 'day']
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value)
}
