import { Localized } from '../../shared/locale.ts'
import type { SourceState } from '../../shared/panel.ts'
import type { Reader } from '../store/store.ts'
import { type CursorRow, listCursors } from './store.ts'

/** How far every connected source has been read, and what was read before of those that are connected no more. */
export async function readSourceStates(db: Reader, connected: Iterable<string>): Promise<SourceState[]> {
  const rows = Map.groupBy(await listCursors(db), ({ source }) => source)
  const sources = new Set(connected)
  return [...sources.union(new Set(rows.keys()))].toSorted().map(source => {
    const state = stateOf(source, rows.get(source) ?? [])
    return sources.has(source) ? state : { ...state, trouble: notConnected(source) }
  })
}

function stateOf(source: string, rows: readonly CursorRow[]): SourceState {
  const ends = rows.map(({ synced_at }) => synced_at ?? 0)
  const syncedAt = ends.length === 0 ? 0 : Math.min(...ends)
  const trouble = rows.find(row => row.trouble !== null)?.trouble
  return {
    source,
    syncedAt: syncedAt === 0 ? null : syncedAt,
    backfill: backfillOf(rows),
    trouble: trouble ? Localized.parse(JSON.parse(trouble)) : null,
  }
}

/** A stream that is done counts as large as it is; where one still to be read tells no total, there is none. */
function backfillOf(rows: readonly CursorRow[]): SourceState['backfill'] {
  if (rows.every(({ backfilled_at }) => backfilled_at !== null)) return null
  const totals = rows.map(({ backfilled_at, read, total }) => (backfilled_at === null ? total : read))
  return {
    read: rows.reduce((sum, { read }) => sum + read, 0),
    total: totals.reduce((sum, total) => (sum === null || total === null ? null : sum + total), 0),
  }
}

function notConnected(source: string): Localized {
  return {
    en: `${source} has no credentials any more, so nothing new is read; see docs/settings.md`,
    de: `${source} hat keine Zugangsdaten mehr, Neues wird nicht gelesen; siehe docs/settings.md`,
  }
}
