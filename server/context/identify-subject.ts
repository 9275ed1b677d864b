import { nameKey, type RecordName } from '../../shared/source-record.ts'
import type { Reader } from '../store/store.ts'
import { accountOfRecord, accountRows } from './account-store.ts'
import { openQuestionsOn } from './identity-store.ts'

/** Whose something is. In doubt, the account is shown, and somebody is asked before any money moves. */
export type Identity =
  | { readonly kind: 'certain'; readonly accountId: string; readonly anchor: string }
  | {
      readonly kind: 'in-doubt'
      readonly accountId: string
      readonly anchor: string
      readonly questionIds: readonly string[]
    }
  | { readonly kind: 'unknown' }

/** Whose record this is. */
export async function identifySubject(db: Reader, subject: RecordName): Promise<Identity> {
  const found = await accountOfRecord(db, nameKey(subject))
  return found ? { ...(await certaintyOf(db, found.accountId)), anchor: found.anchor } : { kind: 'unknown' }
}

/** Whether all that makes up an account belongs together without doubt. */
export async function certaintyOf(
  db: Reader,
  accountId: string,
): Promise<
  | { kind: 'certain'; accountId: string }
  | { kind: 'in-doubt'; accountId: string; questionIds: readonly string[] }
> {
  const anchors = (await accountRows(db, accountId)).map(({ anchor }) => anchor)
  const questions = await openQuestionsOn(db, anchors, 'subject')
  if (questions.length === 0) return { kind: 'certain', accountId }
  return { kind: 'in-doubt', accountId, questionIds: questions.map(({ id }) => id) }
}
