import type { Localized } from '../../shared/locale.ts'
import type { Tx } from '../store/store.ts'
import { findOpenException, insertException, ownerOf, updateException } from './store.ts'

/** What a person must look at. `kind` and `about` name it: while one is open, the same again only updates it. */
export interface Trouble {
  readonly kind:
    | 'vendor-unavailable'
    | 'outcome-unknown'
    | 'effect-refused'
    | 'blocked-at-execution'
    | 'approval-expired'
    | 'run-expired'
    | 'stale-context'
    | 'ambiguous-identity'
    | 'duplicate-action'
    | 'unreadable-signal'
    | 'unreadable-answer'
    | 'sla-missed'
    | 'nobody-to-bump'
    | 'clock-differs'
    | 'mail-failed'
  /** The vendor, effect, preview or signal it is about. */
  readonly about: string
  readonly itemId: string | null
  /** What happened, what it means, what to do. */
  readonly summary: Localized
}

/** Opens an exception with an owner, or refreshes the open one. Whether it is a new one. */
export async function raiseException(tx: Tx, { kind, about, itemId, summary }: Trouble): Promise<boolean> {
  const text = JSON.stringify(summary)
  const open = await findOpenException(tx.db, kind, about)
  if (open) {
    if (open.summary !== text) await updateException(tx, open.id, { summary: text })
    return false
  }
  const id = tx.newId('exc')
  const ownerId = await ownerOf(tx.db, itemId)
  await insertException(tx, {
    id,
    item_id: itemId,
    kind,
    about,
    summary: text,
    owner_id: ownerId,
    opened_at: tx.now,
    closed_at: null,
    cause: null,
  })
  if (itemId) tx.touch(itemId)
  await tx.audit({
    action: 'exception.opened',
    outcome: 'done',
    subject: { kind: 'exception', id },
    itemId,
    summary: summary.en,
    detail: { kind, about, ownerId },
  })
  return true
}

/** Closes an exception that has settled itself, saying how. Nothing open: nothing happens. */
export async function settleException(
  tx: Tx,
  kind: Trouble['kind'],
  about: string,
  cause: string,
): Promise<void> {
  const open = await findOpenException(tx.db, kind, about)
  if (!open) return
  await updateException(tx, open.id, { closed_at: tx.now, cause })
  if (open.item_id) tx.touch(open.item_id)
  await tx.audit({
    action: 'exception.settled',
    outcome: 'done',
    subject: { kind: 'exception', id: open.id },
    itemId: open.item_id,
    summary: cause,
    detail: { kind, about },
  })
}
