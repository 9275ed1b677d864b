import { z } from 'zod'

/** The picklist of change reasons; `other` needs words of its own. */
export const REASON_CODES = {
  approve: ['duplicate-charge', 'goodwill', 'billing-error', 'other'],
  'approve-internal': ['rule-suggests', 'other'],
  'correct-owner': ['wrong-team', 'wrong-person', 'knows-the-customer', 'other'],
  decline: ['not-a-duplicate', 'already-settled', 'customer-withdrew', 'needs-specialist', 'other'],
  identify: ['asked-the-customer', 'same-company', 'records-match', 'other'],
  split: ['wrong-account', 'separate-companies', 'other'],
  undo: ['wrong-change', 'customer-withdrew', 'other'],
} as const

/** Why somebody decided as they did: picklist word plus text. */
export const ChangeReason = z.object({
  code: z.string().min(1, 'choose a reason'),
  text: z.string().trim().max(2000, 'keep the reason under 2,000 characters').default(''),
})
export type ChangeReason = z.infer<typeof ChangeReason>

const WORDS_NEEDED = 5

/** Whether the reason is one of the list for this act, with words where the list does not say enough. */
export function isCompleteReason(act: keyof typeof REASON_CODES, given: ChangeReason): boolean {
  const codes: readonly string[] = REASON_CODES[act]
  if (!codes.includes(given.code)) return false
  return given.code !== 'other' || given.text.trim().length >= WORDS_NEEDED
}
