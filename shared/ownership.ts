import { z } from 'zod'
import { Localized } from './locale.ts'
import { type Member, Person, Role } from './member.ts'

/** What an ownership lacks. */
export const OwnershipGap = z.enum(['nobody-holds-role', 'no-fallback'])
export type OwnershipGap = z.infer<typeof OwnershipGap>

/** Who answers for a work item: role, person and fallback, with the path that led there. */
export const Ownership = z.object({
  role: Role,
  person: Person.nullable(),
  fallback: Person.nullable(),
  /** Why these: one sentence a step. */
  path: z.array(Localized),
  /** Set when nobody holds the role or there is no fallback; counted as `ownerless` until somebody does. */
  gap: OwnershipGap.nullable(),
})
export type Ownership = z.infer<typeof Ownership>

/**
 * Resolves a role to a person and a fallback. `holders` are the active members with that role in the order they
 * were given it; the second is the backup. A role with a single holder falls back to an admin.
 */
export function resolveOwnership(
  role: Role,
  holders: readonly Member[],
  admins: readonly Member[],
): Ownership {
  const [person, backup] = holders
  const fallback = backup ?? admins.find(admin => admin.id !== person?.id)
  return {
    role,
    person: person ? personOf(person) : null,
    fallback: fallback ? personOf(fallback) : null,
    path: ownershipPath(role, person, backup, fallback),
    gap: person ? (fallback ? null : 'no-fallback') : 'nobody-holds-role',
  }
}

function ownershipPath(role: Role, person?: Member, backup?: Member, fallback?: Member): Localized[] {
  const owner: Localized = person
    ? { en: `${person.name} holds ${role} first`, de: `${person.name} hat als Erste die Rolle ${role}` }
    : { en: `Nobody holds ${role}`, de: `Niemand hat die Rolle ${role}` }
  if (!fallback) return [owner, { en: 'No fallback is set', de: 'Kein Ersatz ist eingerichtet' }]
  const next: Localized = backup
    ? { en: `${fallback.name} is the backup of ${role}`, de: `${fallback.name} vertritt ${role}` }
    : {
        en: `${role} has no backup, so admin ${fallback.name} stands in`,
        de: `${role} hat keine Vertretung, daher springt Admin ${fallback.name} ein`,
      }
  return [owner, next]
}

export function personOf(member: Pick<Member, 'id' | 'name'>): Person {
  return { id: member.id, name: member.name }
}
