import { nameKey, type RecordName } from '../../shared/source-record.ts'
import type { Reader } from '../store/store.ts'
import { accountOfRecord } from './account-store.ts'
import { openQuestionsOn } from './identity-store.ts'

/** Whose something is. In doubt, the account is shown, and somebody is asked before any money moves. */
export type Identity =
  | { readonly kind: 'certain'; readonly accountId: string; readonly anchor: string }
  | { readonly kind: 'in-doubt'; readonly accountId: string; readonly anchor: string }
  | { readonly kind: 'unknown' }

/** Whose record this is. */
export async function identifySubject(db: Reader, subject: RecordName): Promise<Identity> {
  const found = await accountOfRecord(db, nameKey(subject))
  if (!found) return { kind: 'unknown' }
  return { kind: (await isInDoubt(db, [found.anchor])) ? 'in-doubt' : 'certain', ...found }
}

/**
 * Whether somebody must still say whose one of these anchors is. Others of the same account may be in question without
 * these being so: somebody new who writes from a company's domain casts no doubt on the company.
 */
export async function isInDoubt(db: Reader, anchors: readonly string[]): Promise<boolean> {
  return (await openQuestionsOn(db, anchors, 'subject')).length > 0
}
