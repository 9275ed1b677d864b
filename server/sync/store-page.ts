import { setImmediate as nextTurn } from 'node:timers/promises'
import { nameKey } from '../../shared/source-record.ts'
import type { ChangedSubject, SyncPage } from '../connectors/connector.ts'
import { storeRecords } from '../context/store-records.ts'
import { raiseException, settleException } from '../exceptions/raise-exception.ts'
import { noteChanged } from '../signals/note-changed.ts'
import type { Tx } from '../store/store.ts'
import { POLL_MS } from './resync-stream.ts'
import {
  type Claim,
  type CursorRow,
  heldCursor,
  listCursors,
  type StreamName,
  saveCursor,
  storedVersions,
} from './store.ts'

/** During a first reading nothing older than this is carried through the pipeline: it is history, not work. */
const RECENT_MS = 7 * 24 * 60 * 60_000
const NAMED = 10
/** What is stored before others get their turn: SQLite works off a whole page without a pause. */
const AT_ONCE = 100

/** What an exception on records that nobody can read is about. */
export const UNREADABLE_RECORDS = ({ source, stream }: StreamName): string => `${source} ${stream} records`

/** The lease ran out and somebody else has taken the stream on: what was read is theirs to read again. */
export class StreamLost extends Error {
  override readonly name = 'StreamLost'
}

/** A stored page: what was on it, and how far the stream is now. */
export interface StoredPage {
  readonly kind: 'stored'
  readonly records: number
  readonly changed: number
  /** Subjects that wait as signals now. */
  readonly carried: number
  /** Those of them that a webhook should have announced. */
  readonly gaps: number
  readonly unreadable: number
  readonly read: number
  readonly total: number | null
  readonly end: boolean
  readonly pauseMs: number
}

/**
 * Stores a page, the cursor behind it and what follows from it, in the write it is called in: all of it or none, so
 * that whoever dies in between has done nothing. Throws StreamLost where the lease is somebody else's by now.
 */
export async function storePage(tx: Tx, claim: Claim, page: SyncPage): Promise<StoredPage> {
  const row = await heldCursor(tx, claim)
  if (!row) throw new StreamLost(`${claim.source} ${claim.stream} is read by somebody else`)
  // Before the records are stored: afterwards everything on the page is known to be that new.
  const newer = await unseen(tx, claim.source, page.subjects)
  let changed = 0
  for (let at = 0; at < page.records.length; at += AT_ONCE) {
    changed += (await storeRecords(tx, page.records.slice(at, at + AT_ONCE))).changed
    await nextTurn()
  }
  const isKeepingUp = row.backfilled_at !== null
  const since = isKeepingUp ? 0 : tx.now - RECENT_MS
  const carried = await noteChanged(
    tx,
    claim.source,
    newer.filter(({ changedAt }) => changedAt >= since),
  )
  const stored: StoredPage = {
    kind: 'stored',
    records: page.records.length,
    changed,
    carried,
    gaps: isKeepingUp ? carried : 0,
    unreadable: page.unreadable?.length ?? 0,
    read: row.read + page.records.length,
    total: page.total ?? row.total,
    end: page.end,
    pauseMs: page.pauseMs,
  }
  await advance(tx, { claim, row, page, stored })
  await tellOfRecords(tx, claim, page.unreadable ?? [])
  await settleTrouble(tx, row)
  await auditPage(tx, claim, { page, stored })
  return stored
}

/** The subjects that are stored in no version as new as this one. */
async function unseen(
  tx: Tx,
  source: string,
  subjects: readonly ChangedSubject[],
): Promise<ChangedSubject[]> {
  const known = new Map<string, number>()
  for (const [type, of] of Map.groupBy(subjects, ({ record }) => record.type)) {
    const versions = await storedVersions(tx, { source, type, ids: of.map(({ record }) => record.id) })
    for (const [id, changedAt] of versions) known.set(nameKey({ source, type, id }), changedAt)
  }
  return subjects.filter(({ record, changedAt }) => (known.get(nameKey(record)) ?? -1) < changedAt)
}

interface Advance {
  readonly claim: Claim
  readonly row: CursorRow
  readonly page: SyncPage
  readonly stored: StoredPage
}

async function advance(tx: Tx, { claim, row, page, stored }: Advance): Promise<void> {
  const isAskedAgain = row.next_at !== claim.mark
  const rests = page.end && !isAskedAgain ? Math.max(POLL_MS, page.pauseMs) : page.pauseMs
  await saveCursor(tx, claim, {
    cursor: page.cursor,
    read: stored.read,
    total: stored.total,
    gaps: row.gaps + stored.gaps,
    backfilled_at: row.backfilled_at ?? (page.end ? tx.now : null),
    synced_at: page.end ? tx.now : row.synced_at,
    next_at: tx.now + rests,
    attempts: 0,
    trouble: null,
  })
}

async function tellOfRecords(tx: Tx, stream: StreamName, unreadable: readonly string[]): Promise<void> {
  if (unreadable.length === 0) return
  const rest = unreadable.length - NAMED
  const names = unreadable.slice(0, NAMED).join(', ')
  const what = `${stream.source} ${stream.stream}`
  await raiseException(tx, {
    kind: 'unreadable-answer',
    about: UNREADABLE_RECORDS(stream),
    itemId: null,
    summary: {
      en: `Some records of ${what} cannot be read and are left out, lately ${names}${rest > 0 ? ` and ${rest} more` : ''}. The audit log has all of them under sync.page; correct them at the source, they are read again when they change.`,
      de: `Einige Datensätze von ${what} sind unlesbar und fehlen, zuletzt ${names}${rest > 0 ? ` und ${rest} weitere` : ''}. Das Audit-Log nennt alle unter sync.page; an der Quelle berichtigen, bei einer Änderung werden sie neu gelesen.`,
    },
  })
}

/** A stream that goes on settles its own trouble, and its vendor's where no other stream still has any. */
async function settleTrouble(tx: Tx, row: CursorRow): Promise<void> {
  if (row.trouble === null) return
  const { source, stream } = row
  await settleException(tx, 'unreadable-answer', `${source} ${stream}`, 'It can be read again')
  const others = (await listCursors(tx.db, source)).filter(other => other.stream !== stream)
  if (others.some(({ trouble }) => trouble !== null)) return
  await settleException(tx, 'vendor-unavailable', source, 'The vendor answers again')
}

async function auditPage(
  tx: Tx,
  { source, stream }: StreamName,
  { page, stored }: { page: SyncPage; stored: StoredPage },
): Promise<void> {
  const { kind: _, ...counts } = stored
  const summary = `${source} ${stream}: ${stored.records} read, ${stored.changed} new or changed, ${stored.carried} to be worked on`
  await tx.audit({
    action: 'sync.page',
    outcome: 'done',
    subject: { kind: 'source', id: source },
    itemId: null,
    summary,
    detail: { stream, ...counts, ...(page.unreadable && { unreadable: page.unreadable }) },
  })
}
