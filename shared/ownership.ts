import { z } from 'zod'
import { Localized } from './locale.ts'
import { type Member, Person, Role } from './member.ts'

/** What an ownership lacks. */
export const OwnershipGap = z.enum(['nobody-holds-role', 'nobody-eligible', 'no-fallback'])
export type OwnershipGap = z.infer<typeof OwnershipGap>

/** Who answers for a work item: role, person and fallback, with the path that led there. */
export const Ownership = z.object({
  role: Role,
  person: Person.nullable(),
  fallback: Person.nullable(),
  /** Why these: one sentence a step. */
  path: z.array(Localized),
  /** Set while nobody holds the role, nobody who does can take it now, or there is no fallback; counted as `ownerless`. */
  gap: OwnershipGap.nullable(),
  /** The rule that said so; null for what was decided before there were rules. */
  rule: z.object({ name: z.string(), title: z.string(), version: z.int() }).nullable().default(null),
  /** A bump or a correction by a person holds against the rules. */
  setBy: z.enum(['rule', 'bump', 'correction']).default('rule'),
  /** The group or queue it belongs to in each tool, by source. */
  groups: z.record(z.string(), z.string()).default({}),
  /** When somebody may be able to take it; epoch milliseconds, null unless nobody can now. */
  retryAt: z.int().nullable().default(null),
})
export type Ownership = z.infer<typeof Ownership>

/** Why an item went from one person to another. */
export const HandoffCause = z.enum(['rule', 'left', 'leave', 'bump', 'correction'])
export type HandoffCause = z.infer<typeof HandoffCause>

/** Whether somebody says that they take on work. */
export const Presence = z.enum(['available', 'away'])
export type Presence = z.infer<typeof Presence>

/** Somebody who might answer for an item, and what speaks against it now. Times: epoch milliseconds. */
export interface Candidate {
  readonly member: Member
  readonly openItems: number
  /** Open items at most; null for no limit. */
  readonly capacity: number | null
  readonly presence: Presence
  /** When their leave ends; null while they are on none. */
  readonly leaveUntil: number | null
  /** When their working hours begin; null while they are within them, or have none. */
  readonly opensAt: number | null
}

export interface OwnerQuestion {
  readonly rule: NonNullable<Ownership['rule']>
  readonly role: Role
  readonly groups: Readonly<Record<string, string>>
  /** Whom the account names for this; null where the rule does not ask, or the account says nothing. */
  readonly named: { readonly name: string; readonly candidate: Candidate | null } | null
  /** Who does this kind of work, in order. */
  readonly team: readonly Candidate[]
  readonly spread: 'first' | 'least-loaded'
  /** Who stands in where nobody of them can, in order. */
  readonly standIns: readonly Candidate[]
  /** Who has the item: it stays with them unless they left, are on leave or do not do this work. */
  readonly heldBy: string | null
}

/**
 * Who answers for an item: whoever has it and may keep it, then the person the account names, then the team, by what
 * each can take on now. Where nobody can, it waits in the team's queue with its fallback, and says until when.
 */
export function resolveOwnership(question: OwnerQuestion): Ownership {
  const path: Localized[] = [ruleWords(question.rule)]
  const person = keeper(question, path) ?? namedOne(question, path) ?? ofTeam(question, path)
  const fallback = standIn(question, person, path)
  return {
    role: question.role,
    person: person && personOf(person.member),
    fallback: fallback && personOf(fallback.member),
    path,
    gap: gapOf(question, person, fallback),
    rule: question.rule,
    setBy: 'rule',
    groups: { ...question.groups },
    retryAt: person
      ? null
      : soonest([...question.team, ...(question.named?.candidate ? [question.named.candidate] : [])]),
  }
}

function gapOf(
  { team }: OwnerQuestion,
  person: Candidate | null,
  fallback: Candidate | null,
): OwnershipGap | null {
  if (!person) return team.length === 0 ? 'nobody-holds-role' : 'nobody-eligible'
  return fallback ? null : 'no-fallback'
}

function keeper({ heldBy, team, named }: OwnerQuestion, path: Localized[]): Candidate | null {
  const all = [...(named?.candidate ? [named.candidate] : []), ...team]
  const holder = all.find(({ member }) => member.id === heldBy)
  if (!holder?.member.active || holder.leaveUntil !== null) return null
  const { name } = holder.member
  path.push({ en: `${name} has it already`, de: `${name} hat es schon` })
  return holder
}

function namedOne({ named }: OwnerQuestion, path: Localized[]): Candidate | null {
  if (!named) return null
  const { name, candidate } = named
  if (!candidate) {
    path.push({
      en: `The account names ${name}, who is no member with this role`,
      de: `Das Konto nennt ${name}, hier aber kein Mitglied mit dieser Rolle`,
    })
    return null
  }
  const against = unavailable(candidate)
  path.push(
    against
      ? {
          en: `The account names ${name}, but ${against.en}`,
          de: `Das Konto nennt ${name}, aber ${against.de}`,
        }
      : { en: `The account names ${name}`, de: `Das Konto nennt ${name}` },
  )
  return against ? null : candidate
}

function ofTeam({ team, role, spread }: OwnerQuestion, path: Localized[]): Candidate | null {
  if (team.length === 0) {
    path.push({ en: `Nobody holds ${role}`, de: `Niemand hat die Rolle ${role}` })
    return null
  }
  const able = team.filter(candidate => unavailable(candidate) === null)
  for (const candidate of team) {
    const against = unavailable(candidate)
    if (
      against &&
      (spread === 'least-loaded' || !able[0] || team.indexOf(candidate) < team.indexOf(able[0]))
    ) {
      const { name } = candidate.member
      path.push({ en: `${name}: ${against.en}`, de: `${name}: ${against.de}` })
    }
  }
  const [chosen] = spread === 'first' ? able : able.toSorted((a, b) => loadOf(a) - loadOf(b))
  if (!chosen) {
    path.push({
      en: 'Nobody who does this can take it now',
      de: 'Niemand, der das tut, kann es jetzt übernehmen',
    })
    return null
  }
  const { name } = chosen.member
  path.push(
    spread === 'first'
      ? { en: `${name} comes first for ${role}`, de: `${name} kommt für ${role} zuerst` }
      : {
          en: `${name} has least to do of ${role}: ${chosen.openItems} open`,
          de: `${name} hat von ${role} am wenigsten zu tun: ${chosen.openItems} offen`,
        },
  )
  return chosen
}

function standIn(
  { team, standIns, role }: OwnerQuestion,
  person: Candidate | null,
  path: Localized[],
): Candidate | null {
  const isOther = ({ member }: Candidate) => member.id !== person?.member.id
  const backup = person ? team.find(other => isOther(other) && unavailable(other) === null) : undefined
  const others = standIns.filter(isOther)
  const chosen =
    backup ?? others.find(other => unavailable(other) === null) ?? others.find(({ member }) => member.active)
  if (!chosen) {
    path.push({ en: 'No fallback is set', de: 'Kein Ersatz ist eingerichtet' })
    return null
  }
  const { name } = chosen.member
  path.push(
    chosen === backup
      ? { en: `${name} is the backup of ${role}`, de: `${name} vertritt ${role}` }
      : {
          en: `${name} stands in, as ${role} has no backup now`,
          de: `${name} springt ein, da ${role} jetzt keine Vertretung hat`,
        },
  )
  return chosen
}

/** Why somebody cannot take anything on now; null where they can. */
export function unavailable({
  member,
  leaveUntil,
  presence,
  opensAt,
  openItems,
  capacity,
}: Candidate): Localized | null {
  if (!member.active) return { en: 'has left', de: 'ist nicht mehr da' }
  if (leaveUntil !== null)
    return { en: `on leave until ${day(leaveUntil)}`, de: `abwesend bis ${day(leaveUntil)}` }
  if (presence === 'away') return { en: 'is away', de: 'ist gerade nicht da' }
  if (opensAt !== null) return { en: 'is outside their working hours', de: 'hat gerade keine Arbeitszeit' }
  if (capacity === null || openItems < capacity) return null
  return {
    en: `has ${openItems} of at most ${capacity} open items`,
    de: `hat ${openItems} von höchstens ${capacity} offenen Vorgängen`,
  }
}

/** The soonest that leave or closing hours of any of them end; null where something else stands in the way. */
function soonest(candidates: readonly Candidate[]): number | null {
  const times = candidates.flatMap(({ leaveUntil, opensAt, member }) =>
    member.active ? (leaveUntil ?? opensAt ?? []) : [],
  )
  return times.length > 0 ? Math.min(...times) : null
}

function loadOf({ openItems, capacity }: Candidate): number {
  return capacity === null ? openItems : openItems / Math.max(1, capacity)
}

function ruleWords({ title, version }: NonNullable<Ownership['rule']>): Localized {
  return { en: `Rule “${title}” (version ${version})`, de: `Regel „${title}“ (Version ${version})` }
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

export function personOf(member: Pick<Member, 'id' | 'name'>): Person {
  return { id: member.id, name: member.name }
}
