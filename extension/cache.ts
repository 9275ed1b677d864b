import { Dexie, type Table } from 'dexie'
import type { Panel } from '../shared/panel.ts'
import { type RecordRef, recordKey } from '../shared/record-ref.ts'
import type { Draft } from './messages.ts'

type SavedDraft = Draft & { savedAt: number }

interface CachedPanel {
  key: string
  panel: Panel
  savedAt: number
}

const KEEP_PANELS = 200
const DAY = 86_400_000
const KEEP_DRAFTS_MS = 30 * DAY

export type Cache = ReturnType<typeof openCache>

/**
 * Last known panels and unsent words, in the extension's own origin, where no page can read. Opened by the service
 * worker only: a frame inside a page may be denied IndexedDB (third-party storage blocked; seen in Chromium 156), and
 * one database for all tabs is emptied at once on sign-out.
 */
export function openCache(name = 'meshline-cache') {
  const db = new Dexie(name)
  db.version(1).stores({ panels: 'key, savedAt', drafts: 'subject, savedAt' })
  // What an earlier version kept lacks parts that the panel shows now; the server has it anew.
  db.version(2).upgrade(kept => kept.table('panels').clear())
  db.version(3).upgrade(kept => kept.table('panels').clear())
  const panels: Table<CachedPanel, string> = db.table('panels')
  const drafts: Table<SavedDraft, string> = db.table('drafts')
  return {
    panel: async (record: RecordRef) => (await panels.get(recordKey(record)))?.panel ?? null,
    async savePanel(panel: Panel, savedAt: number) {
      await panels.put({ key: recordKey(panel.record), panel, savedAt })
      const surplus = (await panels.count()) - KEEP_PANELS
      if (surplus > 0) await panels.orderBy('savedAt').limit(surplus).delete()
    },
    draft: async (subject: string) => (await drafts.get(subject)) ?? null,
    async saveDraft(draft: SavedDraft) {
      await drafts.put(draft)
      await drafts
        .where('savedAt')
        .below(draft.savedAt - KEEP_DRAFTS_MS)
        .delete()
    },
    dropDraft: (subject: string) => drafts.delete(subject),
    /** On sign-out: customers' data goes, the words the person typed stay until they are sent. */
    dropPanels: () => panels.clear(),
  }
}
