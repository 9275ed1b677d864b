import type { VendorReader } from '../connectors/connector.ts'
import type { Tx } from '../store/store.ts'
import { insertCursors } from './store.ts'

/**
 * Begins the streams of a vendor that were not begun before: from the write's commit on, servers read them to the end
 * and keep up. Returns their names; the others go on where they are.
 */
export async function beginStreams(
  tx: Tx,
  { source, streams }: { source: string; streams: VendorReader['streams'] },
): Promise<string[]> {
  if (streams.length === 0) return []
  const begun = await insertCursors(
    tx,
    source,
    streams.map(({ name }) => name),
  )
  if (begun.length === 0) return []
  await tx.audit({
    action: 'sync.begun',
    outcome: 'done',
    subject: { kind: 'source', id: source },
    itemId: null,
    summary: `To be read from the start: ${source} ${begun.join(', ')}`,
    detail: { streams: begun },
  })
  return begun
}
