import type { enOwner } from './en-owner.ts'
import type { Translation } from './translation.ts'

/** German of ownership in the sidebar, formal address. */
export const deOwner: Translation<typeof enOwner> = {
  'owner.nobodyNow': 'Jetzt kann es niemand übernehmen',
  'owner.retry': 'wieder geprüft {when}',
  'owner.unassigned': 'nicht zugewiesen',
  'owner.lies': 'In {host}: {where}',
  'owner.assign': '{who} zuweisen',
  'owner.assigning': 'Wird {who} zugewiesen',
  'owner.asOf': 'Stand {age}',
  'owner.handoffs': { one: 'Hat einmal gewechselt', other: 'Hat {count}-mal gewechselt' },
  'owner.handoff': '{from} an {to}',
  'owner.wrong': 'Falsch zugeordnet',
  'owner.right': 'Wer soll es haben?',
  'owner.choose': 'Person wählen',
  'owner.give': 'Übergeben',
  'owner.giving': 'Wird übergeben',
  'owner.cancel': 'Abbrechen',
  'handoff.rule': 'eine andere Regel passt',
  'handoff.left': 'nicht mehr da',
  'handoff.leave': 'abwesend',
  'handoff.bump': 'eine Frist wurde verpasst',
  'handoff.correction': 'von einem Menschen berichtigt',
  'decide.forOwner': 'Warum die Regel falsch lag',
  'reason.wrong-team': 'Falsches Team',
  'reason.wrong-person': 'Falsche Person',
  'reason.knows-the-customer': 'Kennt den Kunden',
  'reason.rule-suggests': 'Von einer Regel vorgeschlagen',
  'outcome.done.assign': 'Läuft: Das Ticket wird zugewiesen.',
  'outcome.done.correct-owner': 'Es liegt jetzt dort.',
}
