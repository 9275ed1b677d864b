import type { Tx } from '../store/store.ts'
import { endSession } from './store.ts'

/** Ends one of a member's sessions at once; false where they have no such session. */
export async function revokeSession(tx: Tx, session: { id: string; memberId: string }): Promise<boolean> {
  const ended = await endSession(tx, session)
  await tx.audit({
    action: 'session.revoked',
    outcome: ended ? 'done' : 'refused',
    subject: { kind: 'session', id: session.id },
    itemId: null,
    summary: ended ? 'The session has ended' : 'No such session of this member',
  })
  return ended
}
