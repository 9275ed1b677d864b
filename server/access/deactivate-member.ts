import { reassignItems } from '../ownership/assign-owner.ts'
import type { Tx } from '../store/store.ts'
import { endSessions, findMember, updateMember } from './store.ts'

/** Somebody left: signed out everywhere at once, and what they owned goes to whoever is next. False: no such member. */
export async function deactivateMember(tx: Tx, email: string): Promise<boolean> {
  const member = await findMember(tx.db, { email })
  await tx.audit({
    action: 'member.deactivated',
    outcome: member ? 'done' : 'refused',
    subject: { kind: 'member', id: member?.id ?? 'unknown' },
    itemId: null,
    summary: member ? 'Sessions ended, items reassigned' : 'No such member',
  })
  if (!member) return false
  await updateMember(tx, member.id, { active: 0 })
  await endSessions(tx, member.id)
  await reassignItems(tx)
  return true
}
