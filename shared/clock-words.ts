import type { Localized } from './locale.ts'
import type { ClockKind } from './sla.ts'

/** What a clock measures, by its name. */
export const CLOCK_NAMES: Readonly<Record<ClockKind, Localized>> = {
  'first-response': { en: 'First response', de: 'Erste Antwort' },
  'next-response': { en: 'Next response', de: 'Nächste Antwort' },
  resolution: { en: 'Resolution', de: 'Lösung' },
  'promised-update': { en: 'Promised update', de: 'Versprochene Nachricht' },
  'approval-wait': { en: 'Approval', de: 'Freigabe' },
  'onboarding-task': { en: 'Onboarding task', de: 'Schritt der Einführung' },
  'dispute-evidence': { en: 'Evidence', de: 'Belege' },
}

/** What a clock gives time for, as the beginning of a sentence. */
export const CLOCK_WORDS: Readonly<Record<ClockKind, Localized>> = {
  'first-response': { en: 'The time for the first response', de: 'Die Zeit für die erste Antwort' },
  'next-response': { en: 'The time for the next response', de: 'Die Zeit für die nächste Antwort' },
  resolution: { en: 'The time for the resolution', de: 'Die Zeit für die Lösung' },
  'promised-update': { en: 'The promise of an update', de: 'Das Versprechen einer Nachricht' },
  'approval-wait': { en: 'The time for an approval', de: 'Die Zeit für eine Freigabe' },
  'onboarding-task': {
    en: 'The time for an onboarding task',
    de: 'Die Zeit für einen Schritt der Einführung',
  },
  'dispute-evidence': { en: 'The deadline for evidence', de: 'Die Frist für Belege' },
}
