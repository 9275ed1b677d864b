import type { Localized } from '../../shared/locale.ts'
import { raiseException } from '../exceptions/raise-exception.ts'
import { ownershipOf, readItem } from '../ownership/store.ts'
import type { Tx } from '../store/store.ts'
import { settleStale } from './alert-stale.ts'
import { closeWindow } from './propose-preview.ts'
import { findPreview, updatePreview } from './store.ts'

/** The time to decide has run out: nobody approved, so nothing happens, and the fallback is told. */
export async function expirePreview(tx: Tx, previewId: string): Promise<void> {
  const preview = await findPreview(tx.db, previewId)
  if (!preview || !['proposed', 'pending', 'blocked'].includes(preview.state))
    return closeQuietly(tx, previewId)
  await updatePreview(tx, previewId, { state: 'expired' })
  await closeWindow(tx, preview)
  await settleStale(tx, preview.item_id, 'The proposal that rested on it ran out')
  const { fallback } = ownershipOf(await readItem(tx.db, preview.item_id))
  const who: Localized = fallback
    ? { en: `It is with ${fallback.name} now.`, de: `Jetzt liegt es bei ${fallback.name}.` }
    : {
        en: 'Nobody stands in; give the role a backup.',
        de: 'Niemand vertritt; die Rolle braucht eine Vertretung.',
      }
  await raiseException(tx, {
    kind: 'approval-expired',
    about: preview.item_id,
    itemId: preview.item_id,
    summary: {
      en: `Nobody decided on ${preview.automation} in time, so nothing was done. ${who.en}`,
      de: `Über ${preview.automation} hat niemand rechtzeitig entschieden, also ist nichts geschehen. ${who.de}`,
    },
  })
  await tx.audit({
    action: 'preview.expired',
    outcome: 'done',
    subject: { kind: 'preview', id: previewId },
    itemId: preview.item_id,
    summary: 'The time to decide ran out; nothing was approved',
  })
}

async function closeQuietly(tx: Tx, previewId: string): Promise<void> {
  await tx.audit({
    action: 'timer.idle',
    outcome: 'done',
    subject: { kind: 'preview', id: previewId },
    itemId: null,
    summary: 'The preview was settled before its window closed',
  })
}
