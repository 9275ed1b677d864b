import { refusalToSign, type SigningRefusal } from '../../shared/may-sign.ts'
import type { Member } from '../../shared/member.ts'
import type { Tx } from '../store/store.ts'
import { findValidation, updateValidation } from './store.ts'

export interface Signature {
  readonly id: string
  /** Who signs; null where it is nobody in person. */
  readonly person: Member | null
  readonly note: string
}

export type SigningOutcome =
  | { readonly kind: 'signed' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'refused'; readonly why: SigningRefusal }

/** One person's word that they have seen what a validation found, once. A refusal is audited like a signature. */
export async function signValidation(tx: Tx, { id, person, note }: Signature): Promise<SigningOutcome> {
  const validation = await findValidation(tx.db, id)
  const audit = (outcome: 'done' | 'refused', summary: string) =>
    tx.audit({
      action: outcome === 'done' ? 'validation.signed' : 'validation.signature-refused',
      outcome,
      subject: { kind: 'validation', id },
      itemId: null,
      summary,
      detail: { memberId: person?.id ?? null },
    })
  if (!validation) {
    await audit('refused', 'No such validation')
    return { kind: 'not-found' }
  }
  const why = refusalToSign(validation, person)
  if (why || !person) {
    await audit('refused', `${person?.name ?? 'Nobody in person'}: ${why ?? 'not-allowed'}`)
    return { kind: 'refused', why: why ?? 'not-allowed' }
  }
  await updateValidation(tx, id, { signed_by: person.id, signed_at: tx.now, note })
  const { right, compared } = validation
  await audit('done', `${person.name} has seen that ${right} of ${compared} values are right`)
  return { kind: 'signed' }
}
