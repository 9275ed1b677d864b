import type { Leave } from '../../shared/leave.ts'
import { type Member, Role } from '../../shared/member.ts'
import type { Presence } from '../../shared/ownership.ts'
import type { NewRow, Row } from '../store/schema.ts'
import type { Reader, Store, Tx } from '../store/store.ts'

export async function findMember(
  db: Reader,
  where: { id: string } | { email: string },
): Promise<Member | null> {
  const query = db.selectFrom('members').selectAll()
  const row = await ('id' in where
    ? query.where('id', '=', where.id)
    : query.where('email', '=', where.email)
  ).executeTakeFirst()
  return row ? memberOf(db, row) : null
}

export async function listMembers(db: Reader): Promise<Member[]> {
  const rows = await db.selectFrom('members').selectAll().orderBy('email').execute()
  return Promise.all(rows.map(row => memberOf(db, row)))
}

async function memberOf(db: Reader, row: Row<'members'>): Promise<Member> {
  const roles = await db
    .selectFrom('member_roles')
    .select('role')
    .where('member_id', '=', row.id)
    .orderBy('given_at')
    .orderBy('role')
    .execute()
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    active: row.active === 1,
    roles: roles.map(({ role }) => Role.parse(role)),
  }
}

export async function insertMember(
  tx: Tx,
  { email, name }: { email: string; name: string },
): Promise<string> {
  const id = tx.newId('mem')
  await tx.db.insertInto('members').values({ id, email, name, active: 1, created_at: tx.now }).execute()
  return id
}

export async function insertRole(tx: Tx, memberId: string, role: Role): Promise<void> {
  await tx.db
    .insertInto('member_roles')
    .values({ member_id: memberId, role, given_at: tx.now })
    .onConflict(conflict => conflict.columns(['member_id', 'role']).doNothing())
    .execute()
}

export async function insertPairingCode(
  tx: Tx,
  code: Omit<NewRow<'pairing_codes'>, 'used_at'>,
): Promise<void> {
  await tx.db
    .insertInto('pairing_codes')
    .values({ ...code, used_at: null })
    .execute()
}

/** Uses up a code that is unused and not expired; null where it is neither. */
export async function takePairingCode(tx: Tx, codeHash: string): Promise<string | null> {
  const row = await tx.db
    .updateTable('pairing_codes')
    .set({ used_at: tx.now })
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>=', tx.now)
    .returning('member_id')
    .executeTakeFirst()
  return row?.member_id ?? null
}

export async function insertSession(tx: Tx, session: NewRow<'sessions'>): Promise<void> {
  await tx.db.insertInto('sessions').values(session).execute()
}

export async function findSession(db: Reader, tokenHash: string): Promise<Row<'sessions'> | null> {
  const row = await db
    .selectFrom('sessions')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row ?? null
}

export async function sessionsOf(db: Reader, memberId: string): Promise<Row<'sessions'>[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('member_id', '=', memberId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at', 'desc')
    .execute()
}

/** Notes that a session was used; bookkeeping, so it leaves no audit entry. */
export async function noteSessionUse(store: Store, sessionId: string, now: number): Promise<void> {
  await store.lease(db =>
    db.updateTable('sessions').set({ last_seen_at: now }).where('id', '=', sessionId).execute(),
  )
}

export interface MemberChange {
  readonly active?: 0 | 1
  readonly calendar?: string | null
  readonly capacity?: number | null
  readonly presence?: Presence
}

export async function updateMember(tx: Tx, id: string, change: MemberChange): Promise<void> {
  await tx.db.updateTable('members').set(change).where('id', '=', id).execute()
}

export async function insertLeave(
  tx: Tx,
  leave: Pick<NewRow<'leaves'>, 'member_id' | 'starts_at' | 'ends_at' | 'reason'>,
): Promise<string> {
  const id = tx.newId('lve')
  await tx.db
    .insertInto('leaves')
    .values({ id, ...leave, recorded_at: tx.now, cancelled_at: null })
    .execute()
  return id
}

/** A leave of this member, whatever became of it; null where there is none. */
export async function findLeave(
  db: Reader,
  { id, memberId }: { id: string; memberId: string },
): Promise<Row<'leaves'> | null> {
  const row = await db
    .selectFrom('leaves')
    .selectAll()
    .where('id', '=', id)
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  return row ?? null
}

/** Leaves of a member that are not over at `now` (epoch milliseconds) and were not taken back, the next one first. */
export async function leavesOf(db: Reader, memberId: string, now: number): Promise<Leave[]> {
  const rows = await db
    .selectFrom('leaves')
    .select(['id', 'starts_at', 'ends_at', 'reason'])
    .where('member_id', '=', memberId)
    .where('ends_at', '>', now)
    .where('cancelled_at', 'is', null)
    .orderBy('starts_at')
    .orderBy('id')
    .execute()
  return rows.map(({ id, starts_at, ends_at, reason }) => ({
    id,
    startsAt: starts_at,
    endsAt: ends_at,
    reason,
  }))
}

export async function endLeave(tx: Tx, id: string): Promise<void> {
  await tx.db.updateTable('leaves').set({ cancelled_at: tx.now }).where('id', '=', id).execute()
}

/** Whether a member takes on new items now. */
export async function presenceOf(db: Reader, memberId: string): Promise<Presence> {
  const row = await db
    .selectFrom('members')
    .select('presence')
    .where('id', '=', memberId)
    .executeTakeFirstOrThrow()
  return row.presence
}

/** Ends every session of a member. */
export async function endSessions(tx: Tx, memberId: string): Promise<void> {
  await tx.db
    .updateTable('sessions')
    .set({ revoked_at: tx.now })
    .where('member_id', '=', memberId)
    .where('revoked_at', 'is', null)
    .execute()
}

/** Ends a session of this member; false where there is none. */
export async function endSession(
  tx: Tx,
  { id, memberId }: { id: string; memberId: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('sessions')
    .set({ revoked_at: tx.now })
    .where('id', '=', id)
    .where('member_id', '=', memberId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
