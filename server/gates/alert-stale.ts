import type { Verdict } from '../../shared/verdict.ts'
import { raiseException, settleException } from '../exceptions/raise-exception.ts'
import { readItem, updateItem } from '../ownership/store.ts'
import type { Tx } from '../store/store.ts'

const STALE = 'stale-context'

/**
 * Makes an item wait and tells its owner where what its proposal rests on is too old, and takes both back where it is
 * not any more. Twice on the same verdict changes nothing.
 */
export async function alertIfStale(tx: Tx, itemId: string, { kind, reasons }: Verdict): Promise<void> {
  const fresh = reasons.find(({ predicate }) => predicate === 'fresh-context')
  const stale = (fresh?.children ?? []).filter(({ outcome }) => outcome !== 'passed')
  if (stale.length === 0) return settleStale(tx, itemId, 'Read again')
  if (kind === 'blocked') return settleStale(tx, itemId, 'Blocked, however recent it is')
  await updateItem(tx, itemId, { status: 'pending', pending_reason: STALE })
  tx.touch(itemId)
  const en = stale.map(({ seen, needed }) => `${seen.en} (${needed.en.toLowerCase()})`).join('; ')
  const de = stale.map(({ seen, needed }) => `${seen.de} (${uncapitalised(needed.de)})`).join('; ')
  await raiseException(tx, {
    kind: STALE,
    about: itemId,
    itemId,
    summary: {
      en: `Too old to act on: ${en}. Nothing can be approved until it is read again: press “Sync now” in the panel.`,
      de: `Zu alt zum Handeln: ${de}. Freigeben geht erst nach neuem Lesen: im Panel „Jetzt abgleichen“ drücken.`,
    },
  })
}

/** What was too old is read again, or needed no more: the exception is settled and the item goes on. */
export async function settleStale(tx: Tx, itemId: string, how: string): Promise<void> {
  const { status, pending_reason } = await readItem(tx.db, itemId)
  if (status === 'pending' && pending_reason === STALE) {
    await updateItem(tx, itemId, { status: 'open', pending_reason: null })
    tx.touch(itemId)
  }
  await settleException(tx, STALE, itemId, how)
}

function uncapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
