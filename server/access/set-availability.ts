import type { Presence } from '../../shared/ownership.ts'
import { reassignItems } from '../ownership/assign-owner.ts'
import { readPolicy } from '../policies/store.ts'
import type { Tx } from '../store/store.ts'
import { findMember, updateMember } from './store.ts'

/** What somebody can take on; what is left out stays as it is. */
export interface Availability {
  /** Name of the calendar of their working hours; null for any time. */
  readonly calendar?: string | null
  /** Open items at most; null for no limit. */
  readonly capacity?: number | null
  readonly presence?: Presence
}

export type AvailabilityOutcome =
  | { readonly kind: 'set' }
  | { readonly kind: 'no-member' }
  /** There is no calendar of that name; these there are. */
  | { readonly kind: 'no-calendar'; readonly known: readonly string[] }

/** Changes what somebody can take on. Items that waited for somebody are looked at again; what people have they keep. */
export async function setAvailability(
  tx: Tx,
  email: string,
  availability: Availability,
): Promise<AvailabilityOutcome> {
  const member = await findMember(tx.db, { email })
  const { calendars } = (await readPolicy(tx.db, 'calendars')).policy
  const known = calendars.map(({ name }) => name)
  const outcome = outcomeOf(member !== null, availability, known)
  await tx.audit({
    action: 'member.availability',
    outcome: outcome.kind === 'set' ? 'done' : 'refused',
    subject: { kind: 'member', id: member?.id ?? 'unknown' },
    itemId: null,
    summary: outcome.kind === 'set' ? JSON.stringify(availability) : outcome.kind,
  })
  if (!member || outcome.kind !== 'set') return outcome
  await updateMember(tx, member.id, availability)
  await reassignItems(tx)
  return outcome
}

function outcomeOf(
  isMember: boolean,
  { calendar }: Availability,
  known: readonly string[],
): AvailabilityOutcome {
  if (!isMember) return { kind: 'no-member' }
  if (calendar !== undefined && calendar !== null && !known.includes(calendar))
    return { kind: 'no-calendar', known }
  return { kind: 'set' }
}
