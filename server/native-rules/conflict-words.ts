import { choiceWords } from '../../shared/field-catalogue.ts'
import type { Localized } from '../../shared/locale.ts'
import type { TicketClock } from '../../shared/sla-policy.ts'
import type { NativeRule } from '../connectors/assigner.ts'

/** `Group: Billing, status: pending`: what a tool's own rule sets. */
export function setsWords({ group, assignee, status }: NativeRule['assigns']): Localized {
  const parts: Localized[] = [
    ...(group === undefined ? [] : [named({ en: 'group', de: 'Gruppe' }, group)]),
    ...(assignee === undefined ? [] : [named({ en: 'assignee', de: 'zuständig' }, assignee)]),
    ...(status === undefined ? [] : [statusPart(status)]),
  ]
  return {
    en: capital(parts.map(({ en }) => en).join(', ')),
    de: capital(parts.map(({ de }) => de).join(', ')),
  }
}

function named(what: Localized, name: string | null): Localized {
  return { en: `${what.en}: ${name ?? 'nobody'}`, de: `${what.de}: ${name ?? 'niemand'}` }
}

function statusPart(status: string): Localized {
  const words = choiceWords(status)
  return { en: `status: ${words.en}`, de: `Status: ${words.de}` }
}

/** Null: their rule takes the ticket out of every group. */
export function otherGroup(theirs: string | null, ours: string): Localized {
  return theirs === null
    ? {
        en: `Takes the ticket out of its group; ours is ${ours}`,
        de: `Nimmt das Ticket aus seiner Gruppe; unsere ist ${ours}`,
      }
    : {
        en: `Leads to the group ${theirs}, ours to ${ours}`,
        de: `Führt zur Gruppe ${theirs}, unsere zu ${ours}`,
      }
}

/** Our rule names no group of that tool, so that nobody can tell whether both mean the same. */
export function unnamedGroup(theirs: string | null, who: string): Localized {
  const where = theirs === null ? { en: 'no group', de: 'keiner Gruppe' } : { en: theirs, de: theirs }
  return {
    en: `Leads to ${where.en}; ours leads to ${who} and names no group there, so nobody can tell whether they agree`,
    de: `Führt zu ${where.de}; unsere führt zu ${who} und nennt dort keine Gruppe, daher ist nicht zu sagen, ob beide dasselbe meinen`,
  }
}

/** Null: their rule takes the ticket from whoever has it. */
export function otherPerson(theirs: string | null, who: string): Localized {
  return theirs === null
    ? {
        en: `Takes the ticket from whoever has it; ours gives it to whoever of ${who} can take it`,
        de: `Nimmt das Ticket weg, wer immer es hat; unsere gibt es dem, der es von ${who} nehmen kann`,
      }
    : {
        en: `Gives it to ${theirs}; ours to whoever of ${who} can take it`,
        de: `Gibt es an ${theirs}; unsere dem, der es von ${who} nehmen kann`,
      }
}

export function stopsClocks(status: string, clocks: readonly TicketClock[]): Localized {
  const { en, de } = choiceWords(status)
  return {
    en: `While the ticket is ${en}, these stand still: ${listed(clocks).en}. So their rule decides how long`,
    de: `Solange das Ticket ${de} ist, stehen still: ${listed(clocks).de}. Wie lange, entscheidet also deren Regel`,
  }
}

export function endsClocks(clocks: readonly TicketClock[]): Localized {
  return {
    en: `It ends or stops without an answer of a person: ${listed(clocks).en}`,
    de: `Es endet oder hält an, ohne dass ein Mensch geantwortet hat: ${listed(clocks).de}`,
  }
}

const CLOCKS: Readonly<Record<TicketClock, Localized>> = {
  'first-response': { en: 'first response', de: 'erste Antwort' },
  'next-response': { en: 'next response', de: 'nächste Antwort' },
  resolution: { en: 'resolution', de: 'Lösung' },
}

function listed(clocks: readonly TicketClock[]): Localized {
  const words = clocks.map(clock => CLOCKS[clock])
  return { en: words.map(({ en }) => en).join(', '), de: words.map(({ de }) => de).join(', ') }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
