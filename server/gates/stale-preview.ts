import { freshnessOf } from '../../shared/freshness.ts'
import { rejudgeFreshness } from '../../shared/gates/rejudge-freshness.ts'
import type { Tx } from '../store/store.ts'
import { alertIfStale } from './alert-stale.ts'
import { watchFreshness } from './freshness-watch.ts'
import { stopWaiting } from './propose-preview.ts'
import { findPreview, Judgement, type PreviewRow, updatePreview } from './store.ts'

/** The moment has come at which an open proposal was to become too old. One that was read again meanwhile is not. */
export async function notePreviewAge(tx: Tx, previewId: string): Promise<void> {
  const preview = await findPreview(tx.db, previewId)
  if (preview?.state === 'proposed' && (await holdBackStale(tx, preview))) return
  await tx.audit({
    action: 'timer.idle',
    outcome: 'done',
    subject: { kind: 'preview', id: previewId },
    itemId: preview?.item_id ?? null,
    summary: 'The preview was settled or read again before it became too old',
  })
}

/**
 * Holds an open proposal back once something it rests on is past its limit: nobody can approve it, its item waits and
 * the owner is told. Reading again is what brings it back. False where nothing is too old; then the watch goes on.
 */
export async function holdBackStale(tx: Tx, preview: PreviewRow): Promise<boolean> {
  const judgement = Judgement.parse(JSON.parse(preview.judgement))
  const { used } = judgement
  if (!used.some(field => freshnessOf(field, tx.now) === 'error')) {
    await watchFreshness(tx, { id: preview.id, state: preview.state, used })
    return false
  }
  const verdict = rejudgeFreshness(judgement.verdict, used, tx.now)
  await updatePreview(tx, preview.id, {
    state: 'pending',
    judgement: JSON.stringify({ ...judgement, verdict }),
  })
  await stopWaiting(tx, preview)
  await watchFreshness(tx, { id: preview.id, state: 'pending', used })
  await alertIfStale(tx, preview.item_id, verdict)
  await tx.audit({
    action: 'preview.pending',
    outcome: 'done',
    subject: { kind: 'preview', id: preview.id },
    itemId: preview.item_id,
    summary: 'Too old to act on, and held back until it is read again',
    detail: {
      fields: used.filter(field => freshnessOf(field, tx.now) === 'error').map(({ field }) => field),
    },
  })
  return true
}
