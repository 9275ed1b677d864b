import type { Actor } from '../../shared/actor.ts'
import type { RecordRef } from '../../shared/record-ref.ts'
import type { Deps } from '../deps.ts'
import { linkOf } from '../ownership/is-one-of.ts'
import { itemByLink } from '../ownership/store.ts'
import { syncItem, workOnSubject } from '../pipeline.ts'

/**
 * Reads a record's vendors again, everything its item is linked to included; a record nobody knew is looked up.
 * Throws VendorUnavailable.
 */
export async function syncRecord(deps: Deps, record: RecordRef, actor: Actor): Promise<void> {
  const { vendor, type, id } = linkOf(record)
  const itemId = await itemByLink(deps.store.db, { vendor, type, id })
  if (itemId) return syncItem(deps, itemId, actor)
  await workOnSubject(deps, { source: vendor, subject: { type, id }, actor, said: [] }, (tx, outcome) =>
    tx.audit({
      action: 'record.looked-up',
      outcome: 'done',
      subject: { kind: type, id },
      itemId: null,
      summary: outcome === 'gone' ? `${vendor} does not know it` : 'Looked up by hand',
    }),
  )
}
