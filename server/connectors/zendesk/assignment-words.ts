import type { EffectSpec, Place } from '../../../shared/action.ts'
import { type Localized, unspoken } from '../../../shared/locale.ts'
import type { EffectDescription } from '../connector.ts'
import { updateRequest } from './ticket-write.ts'

type AssignmentSpec = Extract<EffectSpec, { kind: 'ticket-assignment' }>

const NOBODY: Localized = { en: 'nobody', de: 'niemand' }
const NO_GROUP: Localized = { en: 'no group', de: 'keine Gruppe' }

/** The exact call and how it looks to whoever approves it. */
export function describeAssignment(spec: AssignmentSpec, key: string): EffectDescription {
  const { ticketId, before, after } = spec
  return {
    request: updateRequest(ticketId, key, {
      group_id: idParam(after.group),
      assignee_id: idParam(after.assignee),
    }),
    title: titleFor(spec),
    changes: [
      {
        field: { en: 'Group', de: 'Gruppe' },
        before: nameOr(before.group, NO_GROUP),
        after: nameOr(after.group, NO_GROUP),
      },
      {
        field: { en: 'Assignee', de: 'Zuständig' },
        before: nameOr(before.assignee, NOBODY),
        after: nameOr(after.assignee, NOBODY),
      },
    ].filter(change => change.before.en !== change.after.en),
    reversibility: 'reversible',
    reversibilityReason: {
      en: `Can be given back to ${whereWords(before).en}, while nobody else moved it; a new ticket stays open`,
      de: `Lässt sich zurückgeben (${whereWords(before).de}), solange sonst niemand sie weitergegeben hat; ein neues Ticket bleibt offen`,
    },
  }
}

/** Ids past what a number can hold travel as text. */
function idParam(named: { readonly id: string } | null): number | string | null {
  if (!named) return null
  const number = Number(named.id)
  return Number.isSafeInteger(number) ? number : named.id
}

function titleFor({ ticketId, after: { group, assignee } }: AssignmentSpec): Localized {
  if (!group && !assignee) {
    return {
      en: `Take ticket #${ticketId} from everybody`,
      de: `Ticket #${ticketId} niemandem mehr zuweisen`,
    }
  }
  const where = whereWords({ group, assignee })
  return { en: `Assign ticket #${ticketId} to ${where.en}`, de: `Ticket #${ticketId} zuweisen: ${where.de}` }
}

/** `Ana Ruiz (Billing)`, `the group Billing`, `nobody`. */
function whereWords({ group, assignee }: Place): Localized {
  if (assignee) return unspoken(group ? `${assignee.name} (${group.name})` : assignee.name)
  return group ? { en: `the group ${group.name}`, de: `Gruppe ${group.name}` } : NOBODY
}

function nameOr(named: { readonly name: string } | null, none: Localized): Localized {
  return named ? unspoken(named.name) : none
}

const SOMEBODY: Localized = { en: 'somebody', de: 'jemandem' }

/** `by` is the name of a person or a rule; null: Zendesk does not tell. */
export function takenMeanwhile(ticketId: string, now: Place, by: string | null): Localized {
  const [who, where] = [nameOr(by === null ? null : { name: by }, SOMEBODY), whereWords(now)]
  return {
    en: `Ticket #${ticketId} was changed meanwhile by ${who.en}; it lies with ${where.en}. Nothing was overwritten.`,
    de: `Ticket #${ticketId} wurde inzwischen von ${who.de} geändert; es liegt bei: ${where.de}. Nichts wurde überschrieben.`,
  }
}

export function writtenMeanwhile(ticketId: string, by: string | null): Localized {
  const who = nameOr(by === null ? null : { name: by }, SOMEBODY)
  return {
    en: `Ticket #${ticketId} was changed meanwhile by ${who.en}. Nothing was overwritten; it is tried again.`,
    de: `Ticket #${ticketId} wurde inzwischen von ${who.de} geändert. Nichts wurde überschrieben; es wird erneut versucht.`,
  }
}

export function reassignedBy(ticketId: string, rule: string): Localized {
  return {
    en: `Zendesk’s own rule “${rule}” moved ticket #${ticketId} on at once. Change that rule, or leave such tickets to it.`,
    de: `Zendesks eigene Regel „${rule}“ hat Ticket #${ticketId} sofort weitergegeben. Die Regel ändern oder ihr solche Tickets überlassen.`,
  }
}

export function notInGroup(person: string, group: string): Localized {
  return {
    en: `${person} is not in the group ${group} in Zendesk, so that the ticket cannot be theirs there. Add them to the group, or name somebody who is in it.`,
    de: `${person} gehört in Zendesk nicht zur Gruppe ${group} und kann das Ticket dort nicht haben. Zur Gruppe hinzufügen oder jemanden aus ihr nennen.`,
  }
}

export function noTicket(ticketId: string): Localized {
  return { en: `Zendesk has no ticket #${ticketId}`, de: `In Zendesk gibt es kein Ticket #${ticketId}` }
}

export function closedTicket(ticketId: string): Localized {
  return {
    en: `Ticket #${ticketId} is closed; Zendesk lets nobody change it any more.`,
    de: `Ticket #${ticketId} ist geschlossen; Zendesk lässt keine Änderung mehr zu.`,
  }
}

/** A 422 in words that say what to do; `reason` is Zendesk's own. */
export function refusalWords({ ticketId, after }: AssignmentSpec, reason: string): Localized {
  const { group, assignee } = after
  if (/closed prevents/i.test(reason)) return closedTicket(ticketId)
  if (assignee && group && /not (?:a member|part) of the group/i.test(reason)) {
    return notInGroup(assignee.name, group.name)
  }
  return unspoken(`Zendesk 422: ${reason}`)
}
