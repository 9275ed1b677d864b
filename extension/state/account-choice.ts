import type { AccountChoice, IdentityQuestion } from '../../shared/identity-question.ts'
import { nameKey } from '../../shared/source-record.ts'

/** What a draft says was chosen, where it is none of the accounts offered. */
export const NONE_OF_THESE = 'none'

/** The account a draft names; null for none of these and for none chosen yet. */
export function chosenAccount({ choices }: IdentityQuestion, chosen: string): AccountChoice | null {
  return choices.find(({ record }) => nameKey(record) === chosen) ?? null
}

/** Whether a draft says which account it is, or that it is none of them. */
export function isChosen(question: IdentityQuestion, chosen: string): boolean {
  return chosen === NONE_OF_THESE || chosenAccount(question, chosen) !== null
}
