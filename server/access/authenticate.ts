import type { Actor } from '../../shared/actor.ts'
import type { Member } from '../../shared/member.ts'
import type { Store } from '../store/store.ts'
import { fingerprint } from './secrets.ts'
import { findMember, findSession, noteSessionUse } from './store.ts'

/** Who is asking, once their token was checked. */
export interface Caller {
  readonly member: Member
  readonly sessionId: string
}

const IDLE_LIMIT_MS = 30 * 86_400_000
const NOTE_EVERY_MS = 5 * 60_000

/** The caller behind an `Authorization: Bearer` header, or null where it proves nobody. */
export async function authenticate(
  { store, secretKey, now }: { store: Store; secretKey: string; now: () => number },
  authorization: string | undefined,
): Promise<Caller | null> {
  const token = /^Bearer (mls_[\w-]{20,100})$/.exec(authorization ?? '')?.[1]
  const session = token ? await findSession(store.db, fingerprint(secretKey, token)) : null
  if (!session || session.revoked_at !== null || now() - session.last_seen_at > IDLE_LIMIT_MS) return null
  const member = await findMember(store.db, { id: session.member_id })
  if (!member?.active) return null
  if (now() - session.last_seen_at > NOTE_EVERY_MS) await noteSessionUse(store, session.id, now())
  return { member, sessionId: session.id }
}

export function actorOf({ member, sessionId }: Caller): Actor {
  return { kind: 'person', memberId: member.id, name: member.name, sessionId }
}
