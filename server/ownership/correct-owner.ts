import { isCompleteReason } from '../../shared/change-reason.ts'
import { mayDecide } from '../../shared/gates/may-decide.ts'
import type { Member } from '../../shared/member.ts'
import type { CorrectOwnerRequest } from '../../shared/owner-decision.ts'
import { type Ownership, personOf } from '../../shared/ownership.ts'
import type { Permission } from '../../shared/panel.ts'
import type { Tx } from '../store/store.ts'
import { changeOwner } from './assign-owner.ts'
import { isOneOf } from './is-one-of.ts'
import { findPerson, ownershipOf, readItemIfAny } from './store.ts'

export type CorrectionOutcome =
  | { readonly kind: 'corrected'; readonly ownership: Ownership }
  | { readonly kind: 'refused'; readonly permission: Permission & { kind: 'refused' } }
  | { readonly kind: 'reason-needed' }
  | { readonly kind: 'not-found' }
  /** Nobody active has this id, or they have the item already. */
  | { readonly kind: 'nobody-to-give-to' }

/**
 * A person's word that a rule gave an item to the wrong one. It holds against the rules until that person leaves; the
 * rule and its version go with it, as this is what its false positives are counted by.
 */
export async function correctOwner(
  tx: Tx,
  { itemId, person, request }: { itemId: string; person: Member | null; request: CorrectOwnerRequest },
): Promise<CorrectionOutcome> {
  const item = await readItemIfAny(tx.db, itemId)
  const onRecord = item !== null && (await isOneOf(tx.db, itemId, request.record))
  const permission = mayDecide({ act: 'correct-owner', person, onRecord })
  const to = await findPerson(tx.db, request.memberId)
  const refusal = refusalOf({ isItem: item !== null, permission, request, to: to !== null })
  const before = item && ownershipOf(item)
  if (refusal || !item || !before || !person || !to || before.person?.id === to.id) {
    const outcome: CorrectionOutcome = refusal ?? { kind: 'nobody-to-give-to' }
    await note(tx, itemId, outcome.kind)
    return outcome
  }
  const { code, text } = request.reason
  const after = corrected(before, { to, by: person, code })
  const reason = [code, text].filter(part => part !== '').join(': ')
  await changeOwner(tx, item, { before, after, cause: 'correction', reason })
  return { kind: 'corrected', ownership: after }
}

interface Facts {
  readonly isItem: boolean
  readonly permission: Permission
  readonly request: CorrectOwnerRequest
  readonly to: boolean
}

function refusalOf({ isItem, permission, request, to }: Facts): CorrectionOutcome | null {
  if (!isItem) return { kind: 'not-found' }
  if (permission.kind === 'refused') return { kind: 'refused', permission }
  if (!isCompleteReason('correct-owner', request.reason)) return { kind: 'reason-needed' }
  return to ? null : { kind: 'nobody-to-give-to' }
}

function corrected(
  before: Ownership,
  { to, by, code }: { to: { id: string; name: string }; by: Member; code: string },
): Ownership {
  const words = code.replaceAll('-', ' ')
  return {
    ...before,
    person: personOf(to),
    fallback: before.fallback?.id === to.id ? before.person : before.fallback,
    path: [
      ...before.path,
      {
        en: `${by.name} gave it to ${to.name}: ${words}`,
        de: `${by.name} hat es ${to.name} gegeben: ${words}`,
      },
    ],
    gap: before.fallback ? null : before.gap,
    setBy: 'correction',
    retryAt: null,
  }
}

function note(tx: Tx, itemId: string, why: string): Promise<void> {
  return tx.audit({
    action: 'item.correction-refused',
    outcome: 'refused',
    subject: { kind: 'item', id: itemId },
    itemId: null,
    summary: why,
  })
}
