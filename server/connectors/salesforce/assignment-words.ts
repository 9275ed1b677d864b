import type { EffectSpec, Place } from '../../../shared/action.ts'
import { type Localized, unspoken } from '../../../shared/locale.ts'
import type { EffectDescription } from '../connector.ts'
import { ownerIn } from './case-owners.ts'
import { DATA } from './client.ts'

type OwnerSpec = Extract<EffectSpec, { kind: 'case-owner' }>

/** The exact call and how it looks to whoever approves it. */
export function describeAssignment({ caseId, before, after }: OwnerSpec, key: string): EffectDescription {
  const [from, to] = [whereWords(before), whereWords(after)]
  return {
    request: {
      method: 'PATCH',
      path: `${DATA}/sobjects/Case/${caseId}`,
      params: { OwnerId: ownerIn(after)?.id ?? null },
      key,
    },
    title: { en: `Assign the case to ${to.en}`, de: `Kundenvorgang zuweisen: ${to.de}` },
    changes: [{ field: { en: 'Owner', de: 'Inhaber' }, before: from, after: to }],
    reversibility: 'reversible',
    reversibilityReason: {
      en: `Can be given back to ${from.en}, while nobody else moved it`,
      de: `Lässt sich zurückgeben (${from.de}), solange sonst niemand den Vorgang weitergegeben hat`,
    },
  }
}

/** `Ana Ruiz`, `the queue Billing`, `nobody`. */
function whereWords({ group, assignee }: Place): Localized {
  if (assignee) return unspoken(assignee.name)
  if (group) return { en: `the queue ${group.name}`, de: `Warteschlange ${group.name}` }
  return { en: 'nobody', de: 'niemand' }
}

function whoWords(by: string | null): Localized {
  return by === null ? { en: 'somebody', de: 'jemandem' } : unspoken(by)
}

/** `by` is the name of whoever moved it; null: Salesforce does not tell. */
export function takenMeanwhile(now: Place, by: string | null): Localized {
  const [who, where] = [whoWords(by), whereWords(now)]
  return {
    en: `The case was changed meanwhile by ${who.en}; it lies with ${where.en}. Nothing was overwritten.`,
    de: `Der Kundenvorgang wurde inzwischen von ${who.de} geändert; er liegt bei: ${where.de}. Nichts wurde überschrieben.`,
  }
}

export function writtenMeanwhile(by: string | null): Localized {
  const who = whoWords(by)
  return {
    en: `The case was changed meanwhile by ${who.en}. Nothing was overwritten; it is tried again.`,
    de: `Der Kundenvorgang wurde inzwischen von ${who.de} geändert. Nichts wurde überschrieben; es wird erneut versucht.`,
  }
}

export function movedOn(now: Place): Localized {
  const where = whereWords(now)
  return {
    en: `A rule or flow of Salesforce moved the case on at once; it lies with ${where.en}. Change that rule, or leave such cases to it.`,
    de: `Eine Regel oder ein Flow von Salesforce hat den Kundenvorgang sofort weitergegeben; er liegt bei: ${where.de}. Die Regel ändern oder ihr solche Vorgänge überlassen.`,
  }
}

export function noCase(caseId: string): Localized {
  return {
    en: `Salesforce has no case ${caseId}`,
    de: `In Salesforce gibt es keinen Kundenvorgang ${caseId}`,
  }
}
