import type { Member } from '../../shared/member.ts'
import type { Tx } from '../store/store.ts'
import { fingerprint, newToken, normalisePairingCode } from './secrets.ts'
import { findMember, insertSession, takePairingCode } from './store.ts'

export type Pairing =
  | { readonly kind: 'paired'; readonly token: string; readonly member: Member }
  | { readonly kind: 'failed' }

/** Exchanges a pairing code, once, for a session token. The token is shown here and never again. */
export async function pairDevice(
  tx: Tx,
  { code, device }: { code: string; device: string },
  secretKey: string,
): Promise<Pairing> {
  const memberId = await takePairingCode(tx, fingerprint(secretKey, normalisePairingCode(code)))
  const member = memberId ? await findMember(tx.db, { id: memberId }) : null
  if (!member?.active) {
    await tx.audit({
      action: 'session.pairing-refused',
      outcome: 'refused',
      subject: { kind: 'member', id: memberId ?? 'unknown' },
      itemId: null,
      summary: 'The code is wrong, used or expired',
    })
    return { kind: 'failed' }
  }
  const token = newToken()
  const id = tx.newId('ses')
  await insertSession(tx, {
    id,
    token_hash: fingerprint(secretKey, token),
    member_id: member.id,
    device,
    created_at: tx.now,
    last_seen_at: tx.now,
    revoked_at: null,
  })
  await tx.audit({
    action: 'session.started',
    outcome: 'done',
    subject: { kind: 'session', id },
    itemId: null,
    summary: `${member.name} signed in on ${device}`,
  })
  return { kind: 'paired', token, member }
}
