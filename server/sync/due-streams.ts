import type { SyncStream, VendorReader } from '../connectors/connector.ts'
import type { CursorRow, StreamName } from './store.ts'

/** A stream that may be read, and from when on; epoch milliseconds. */
export interface DueStream extends StreamName {
  readonly reader: SyncStream
  readonly at: number
}

/**
 * The begun streams of the connected vendors that may be read next, soonest first. During a first reading those of one
 * vendor take turns in the vendor's order, so that accounts are there before what hangs on them; one that is in
 * trouble holds up nobody.
 */
export function dueStreams(
  rows: readonly CursorRow[],
  readers: ReadonlyMap<string, VendorReader>,
): DueStream[] {
  const due = [...readers.values()].flatMap(({ source, streams }) => {
    let isFirst = true
    return streams.flatMap(reader => {
      const row = rows.find(cursor => cursor.source === source && cursor.stream === reader.name)
      if (!row) return []
      const isTurn = row.backfilled_at !== null || isFirst
      if (row.backfilled_at === null && row.trouble === null) isFirst = false
      return isTurn ? [{ row, reader }] : []
    })
  })
  return due
    .map(({ row, reader }) => ({ row, reader, at: Math.max(row.next_at, row.lease_until) }))
    .toSorted((a, b) => a.row.attempts - b.row.attempts || a.at - b.at)
    .map(({ row: { source, stream }, reader, at }) => ({ source, stream, reader, at }))
}
