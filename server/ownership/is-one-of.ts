import type { RecordRef } from '../../shared/record-ref.ts'
import type { DeskType } from '../../shared/work-item.ts'
import type { Reader } from '../store/store.ts'
import { itemByLink } from './store.ts'

/** The link of a host record, as items keep it. */
export function linkOf({ host, type, id }: RecordRef): { vendor: string; type: DeskType; id: string } {
  return { vendor: host, type, id }
}

/** Whether a host record is one of the item's. */
export async function isOneOf(db: Reader, itemId: string, record: RecordRef): Promise<boolean> {
  return (await itemByLink(db, linkOf(record))) === itemId
}
