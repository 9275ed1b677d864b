import type { Panel } from '../../shared/panel.ts'
import { actorOf, type Caller } from '../access/authenticate.ts'
import type { Store } from '../store/store.ts'

/** Audits that somebody saw a proposal to move money: once per person and preview hash. */
export async function noteViews(store: Store, caller: Caller, panel: Panel): Promise<void> {
  if (panel.kind === 'unknown') return
  for (const { preview } of panel.previews) {
    if (preview.actionClass !== 'money') continue
    const seen = `${caller.member.id}:${preview.id}:${preview.hash}`
    if (await wasNoted(store, { itemId: panel.item.id, seen })) continue
    await store.write(actorOf(caller), tx =>
      tx.audit({
        action: 'preview.viewed',
        outcome: 'done',
        subject: { kind: 'preview-view', id: seen },
        itemId: panel.item.id,
        summary: `${caller.member.name} saw the proposal`,
        detail: { previewId: preview.id, hash: preview.hash },
      }),
    )
  }
}

async function wasNoted(store: Store, { itemId, seen }: { itemId: string; seen: string }): Promise<boolean> {
  const row = await store.db
    .selectFrom('audit_entries')
    .select('seq')
    .where('item_id', '=', itemId)
    .where('action', '=', 'preview.viewed')
    .where('subject_id', '=', seen)
    .executeTakeFirst()
  return row !== undefined
}
