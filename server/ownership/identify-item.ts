import type { ItemLink } from '../../shared/work-item.ts'
import { type Identity, identifySubject } from '../context/identify-subject.ts'
import type { Reader } from '../store/store.ts'
import { linksOfItem } from './store.ts'

/** Whose a linked record is. A ticket may have become an incident since it was linked. */
export async function identifyLink(db: Reader, { vendor, type, id }: ItemLink): Promise<Identity> {
  const identity = await identifySubject(db, { source: vendor, type, id })
  if (identity.kind !== 'unknown' || type !== 'ticket') return identity
  return identifySubject(db, { source: vendor, type: 'incident', id })
}

/** The anchors that an item's records hang on: who it is about. */
export async function anchorsOfItem(db: Reader, itemId: string): Promise<string[]> {
  return [...new Set((await knownOf(db, itemId)).map(({ anchor }) => anchor))]
}

/** Whose an item is, all its records taken together: one of them in doubt casts doubt on the item. */
export async function identifyItem(db: Reader, itemId: string): Promise<Identity> {
  const known = await knownOf(db, itemId)
  return known.find(({ kind }) => kind === 'in-doubt') ?? known[0] ?? { kind: 'unknown' }
}

async function knownOf(db: Reader, itemId: string) {
  const found = await Promise.all((await linksOfItem(db, itemId)).map(link => identifyLink(db, link)))
  return found.filter(identity => identity.kind !== 'unknown')
}
