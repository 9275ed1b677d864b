import type { Member, Role } from '../../shared/member.ts'
import { reassignItems } from '../ownership/assign-owner.ts'
import type { Tx } from '../store/store.ts'
import { fingerprint, newPairingCode, normalisePairingCode } from './secrets.ts'
import { findMember, insertMember, insertPairingCode, insertRole, updateMember } from './store.ts'

export const PAIRING_MINUTES = 15

export interface NewMember {
  readonly email: string
  /** Null: made from the address. */
  readonly name: string | null
  readonly roles: readonly Role[]
}

/**
 * Adds a member, gives more roles to one there is or takes back one who had left, and issues a pairing code for one
 * browser.
 */
export async function addMember(
  tx: Tx,
  { email, name, roles }: NewMember,
  secretKey: string,
): Promise<{ member: Member; code: string; expiresAt: number }> {
  const known = await findMember(tx.db, { email })
  const memberId = known?.id ?? (await insertMember(tx, { email, name: name ?? nameFrom(email) }))
  if (known && !known.active) await updateMember(tx, memberId, { active: 1 })
  for (const role of roles) await insertRole(tx, memberId, role)
  await reassignItems(tx)
  const code = newPairingCode()
  const expiresAt = tx.now + PAIRING_MINUTES * 60_000
  const code_hash = fingerprint(secretKey, normalisePairingCode(code))
  await insertPairingCode(tx, { code_hash, member_id: memberId, expires_at: expiresAt })
  await tx.audit({
    action: known ? 'member.changed' : 'member.added',
    outcome: 'done',
    subject: { kind: 'member', id: memberId },
    itemId: null,
    summary: `Roles ${roles.join(', ') || 'none'}; a pairing code was issued`,
  })
  const member = await findMember(tx.db, { id: memberId })
  if (!member) throw new Error(`Member ${memberId} vanished while being added`)
  return { member, code, expiresAt }
}

/** `ana.ruiz@acme.test` is Ana Ruiz until somebody says otherwise. */
function nameFrom(email: string): string {
  const words = (email.split('@')[0] ?? email).split(/[._-]+/).filter(word => word !== '')
  return words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
}
