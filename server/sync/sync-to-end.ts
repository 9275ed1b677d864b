import type { Localized } from '../../shared/locale.ts'
import type { SyncStream } from '../connectors/connector.ts'
import { type CursorRow, findCursor } from './store.ts'
import type { StoredPage } from './store-page.ts'
import { type SyncDeps, syncPage } from './sync-page.ts'

const LOOK_AGAIN_MS = 1_000

interface Progress {
  readonly stream: string
  /** Records since the beginning, and how many there are where the vendor says so. */
  readonly read: number
  readonly total: number | null
}

export type SyncEvent =
  | (Progress & { readonly kind: 'page'; readonly page: StoredPage })
  /** Nothing may be read before `until`, epoch milliseconds; `words` where the vendor is the reason. */
  | (Progress & {
      readonly kind: 'waits'
      readonly until: number
      readonly asked: boolean
      readonly words: Localized | null
    })
  /** Another process reads the stream at this moment. */
  | (Progress & { readonly kind: 'elsewhere' })
  | (Progress & { readonly kind: 'broken'; readonly words: Localized })
  | (Progress & { readonly kind: 'ended'; readonly gaps: number })

export interface ToEnd {
  /** The stream as it was when the end was asked for: an end reached since then, by whomever, is the one. */
  readonly before: CursorRow
  readonly reader: SyncStream
  /** Aborted: stop after the page under way. */
  readonly stopping: AbortSignal
  /** Resolves after so many milliseconds, or as soon as `stopping` is aborted. */
  readonly sleep: (ms: number, stopping: AbortSignal) => Promise<void>
}

/**
 * Reads a begun stream to its end, page by page, telling what happens; where another process has it, follows that one.
 * Ends with `ended`, with `broken` where a person must mend something first, or silently when told to stop.
 */
export async function* syncToEnd(deps: SyncDeps, order: ToEnd): AsyncGenerator<SyncEvent> {
  const { before, reader, stopping } = order
  const { source, stream } = before
  while (!stopping.aborted) {
    const row = await findCursor(deps.store.db, before)
    if (!row) return
    const progress = { stream, read: row.read, total: row.total }
    if (row.synced_at !== null && row.synced_at !== before.synced_at) {
      yield { kind: 'ended', ...progress, gaps: row.gaps - before.gaps }
      return
    }
    const readyAt = Math.max(row.next_at, row.lease_until)
    if (readyAt > deps.now()) {
      yield waitingFor(row, progress, deps.now())
      await order.sleep(Math.min(readyAt - deps.now(), LOOK_AGAIN_MS), stopping)
      continue
    }
    const page = await syncPage(deps, { source, stream }, reader)
    if (page.kind === 'broken') {
      yield { kind: 'broken', ...progress, words: page.words }
      return
    }
    if (page.kind !== 'stored') continue
    yield { kind: 'page', stream, read: page.read, total: page.total, page }
    if (!page.end) continue
    yield {
      kind: 'ended',
      stream,
      read: page.read,
      total: page.total,
      gaps: row.gaps + page.gaps - before.gaps,
    }
    return
  }
}

function waitingFor(row: CursorRow, progress: Progress, now: number): SyncEvent {
  if (row.lease_until > now) return { kind: 'elsewhere', ...progress }
  const words: Localized | null = row.trouble === null ? null : JSON.parse(row.trouble)
  return { kind: 'waits', ...progress, until: row.next_at, asked: row.attempts === 0, words }
}
