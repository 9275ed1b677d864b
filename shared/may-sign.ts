import type { Member, Role } from './member.ts'
import type { Validation } from './validation.ts'

/** Whose word stands for the accuracy of context records. */
export const SIGNERS: readonly Role[] = ['rev-ops-lead', 'product-ops', 'admin']

export type SigningRefusal = 'not-allowed' | 'not-finished' | 'already-signed'

/** Why somebody may not sign a validation; null where they may. */
export function refusalToSign(
  { finishedAt, signed }: Pick<Validation, 'finishedAt' | 'signed'>,
  person: Member | null,
): SigningRefusal | null {
  if (!person?.active || !person.roles.some(role => SIGNERS.includes(role))) return 'not-allowed'
  if (signed) return 'already-signed'
  return finishedAt === null ? 'not-finished' : null
}
