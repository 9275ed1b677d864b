import type { Actor } from '../../shared/actor.ts'
import {
  type SyncPage,
  type SyncStream,
  UnreadableAnswer,
  type VendorReader,
  VendorUnavailable,
} from '../connectors/connector.ts'
import type { Chance, Store } from '../store/store.ts'
import { dueStreams } from './due-streams.ts'
import { type Postponed, postponeStream } from './postpone-stream.ts'
import { type Claim, claimStream, listCursors, renewLease, type StreamName } from './store.ts'
import { type StoredPage, StreamLost, storePage } from './store-page.ts'

/** Short, so that a stream whose reader was killed goes on soon; whoever lives keeps it. */
const LEASE_MS = 20_000
const RENEW_MS = 5_000

export interface SyncDeps extends Chance {
  readonly store: Store
  /** The connected vendors, by source. */
  readonly readers: ReadonlyMap<string, VendorReader>
  readonly actor: Actor
  readonly reportBug: (error: unknown) => void
  /** Called when a page left signals to be worked on. */
  readonly wake: () => void
}

/** `taken`: somebody else has the stream now. */
export type PageOutcome = StoredPage | Postponed | { readonly kind: 'taken' }

/** Reads and stores one page of the stream that is due. Returns false where none was. */
export async function syncNextPage(deps: SyncDeps): Promise<boolean> {
  const due = dueStreams(await listCursors(deps.store.db), deps.readers)
  for (const { source, stream, reader, at } of due) {
    if (at > deps.now()) continue
    const outcome = await syncPage(deps, { source, stream }, reader)
    if (outcome.kind !== 'taken') return true
  }
  return false
}

/** When a stream of a connected vendor falls due next; epoch milliseconds, null where none was begun. */
export async function nextPageAt({
  store,
  readers,
}: Pick<SyncDeps, 'store' | 'readers'>): Promise<number | null> {
  const due = dueStreams(await listCursors(store.db), readers)
  return due.length === 0 ? null : Math.min(...due.map(({ at }) => at))
}

/**
 * Reads the next page of a stream under a lease and stores it. `taken` where the stream is not due or somebody else's.
 * Throws only where the database does not answer.
 */
export async function syncPage(deps: SyncDeps, name: StreamName, stream: SyncStream): Promise<PageOutcome> {
  const { store, now, newId, actor } = deps
  const lease = { now: now(), leaseMs: LEASE_MS, leaseId: newId('lse') }
  const claim = await claimStream(store, name, lease)
  if (!claim) return { kind: 'taken' }
  try {
    const page = await readHeld(deps, claim, stream)
    const stored = await store.write(actor, tx => storePage(tx, claim, page))
    if (stored.carried > 0) deps.wake()
    return stored
  } catch (error) {
    return postpone(deps, claim, error)
  }
}

/** The page, while the lease is kept for as long as the vendor takes to answer. */
async function readHeld(
  { store, now, reportBug }: SyncDeps,
  claim: Claim,
  stream: SyncStream,
): Promise<SyncPage> {
  const renew = () => renewLease(store, claim, now() + LEASE_MS).catch(reportBug)
  const keeping = setInterval(() => void renew(), RENEW_MS)
  try {
    return await stream.readPage(claim.cursor)
  } finally {
    clearInterval(keeping)
  }
}

async function postpone(
  { store, actor, reportBug }: SyncDeps,
  claim: Claim,
  error: unknown,
): Promise<PageOutcome> {
  if (error instanceof StreamLost) return { kind: 'taken' }
  if (!(error instanceof VendorUnavailable) && !(error instanceof UnreadableAnswer)) reportBug(error)
  try {
    return await store.write(actor, tx => postponeStream(tx, claim, error))
  } catch (failure) {
    if (failure instanceof StreamLost) return { kind: 'taken' }
    throw failure
  }
}
