import { sql } from 'kysely'
import { nextOpening } from '../../shared/business-time.ts'
import type { Calendar } from '../../shared/calendar.ts'
import type { Role } from '../../shared/member.ts'
import type { Candidate } from '../../shared/ownership.ts'
import { readPolicy } from '../policies/store.ts'
import type { Reader } from '../store/store.ts'

export interface CandidateQuestion {
  readonly role: Role
  /** Epoch milliseconds. */
  readonly now: number
  /** Whether it matters how much each has to do; otherwise it is counted only where somebody has a limit. */
  readonly byLoad: boolean
}

/** Active members with a role, in the order they were given it, with what each can take on at `now`. */
export async function candidatesFor(db: Reader, question: CandidateQuestion): Promise<Candidate[]> {
  const { now, role, byLoad } = question
  const rows = await holdersOf(db, question)
  const counts = byLoad || rows.some(({ capacity }) => capacity !== null)
  const ids = rows.map(({ id }) => id)
  const loads = counts ? await openItemsOf(db, ids) : new Map<string, number>()
  const hours = rows.some(({ calendar }) => calendar !== null)
  const calendars = hours ? (await readPolicy(db, 'calendars')).policy.calendars : []
  return rows.map(({ id, email, name, calendar, capacity, presence, leaveUntil }) => ({
    member: { id, email, name, roles: [role], active: true },
    openItems: loads.get(id) ?? 0,
    capacity,
    presence,
    leaveUntil,
    opensAt: opensAt(calendars.find(known => known.name === calendar) ?? null, now),
  }))
}

function holdersOf(db: Reader, { role, now }: CandidateQuestion) {
  return db
    .selectFrom('members')
    .innerJoin('member_roles', 'member_roles.member_id', 'members.id')
    .select(['members.id', 'email', 'name', 'calendar', 'capacity', 'presence'])
    .select(of =>
      of
        .selectFrom('leaves')
        .select(leave => leave.fn.max('ends_at').as('until'))
        .whereRef('leaves.member_id', '=', 'members.id')
        .where('starts_at', '<=', now)
        .where('ends_at', '>', now)
        .where('cancelled_at', 'is', null)
        .as('leaveUntil'),
    )
    .where('member_roles.role', '=', role)
    .where('members.active', '=', 1)
    .orderBy('member_roles.given_at')
    .orderBy('members.id')
    .execute()
}

/** When the working hours of a calendar begin; null while they last, and where there is none. */
function opensAt(calendar: Calendar | null, now: number): number | null {
  const next = calendar && nextOpening(calendar, now)
  return next === null || next === now ? null : next
}

async function openItemsOf(db: Reader, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('items')
    .select(['owner_id', of => of.fn.countAll<number | string>().as('count')])
    .where('owner_id', 'in', [...ids])
    // Written out, as the index is of the open ones only.
    .where(sql<boolean>`status <> 'done'`)
    .groupBy('owner_id')
    .execute()
  return new Map(rows.map(({ owner_id, count }) => [owner_id ?? '', Number(count)]))
}
