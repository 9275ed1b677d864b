import { type Localized, unspoken } from '../../shared/locale.ts'
import { UnreadableAnswer, VendorUnavailable } from '../connectors/connector.ts'
import { raiseException, type Trouble } from '../exceptions/raise-exception.ts'
import type { Tx } from '../store/store.ts'
import { type Claim, heldCursor, holdOthers, saveCursor } from './store.ts'
import { StreamLost } from './store-page.ts'

const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 5 * 60_000
const SHORTEST_WAIT_MS = 1_000

/** A page that could not be read. */
export interface Postponed {
  /** `broken`: not the vendor's absence but something a person must mend. */
  readonly kind: 'waits' | 'broken'
  /** Epoch milliseconds. */
  readonly until: number
  readonly words: Localized
}

/**
 * Notes why a page could not be read or stored and when it is tried again: when the vendor said, else after a backoff.
 * The stream stays where it is and is never given up. Throws StreamLost where the lease is somebody else's by now.
 */
export async function postponeStream(tx: Tx, claim: Claim, error: unknown): Promise<Postponed> {
  const row = await heldCursor(tx, claim)
  if (!row) throw new StreamLost(`${claim.source} ${claim.stream} is read by somebody else`)
  const asked = error instanceof VendorUnavailable ? error.retryAfterMs : null
  // No attempts beside a trouble say that the vendor itself named the time.
  const attempts = asked === null ? row.attempts + 1 : 0
  const waitMs =
    asked === null
      ? Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(row.attempts, 20))
      : Math.max(asked, SHORTEST_WAIT_MS)
  const until = tx.now + waitMs
  const words = wordsOf(error)
  await saveCursor(tx, claim, { next_at: until, attempts, trouble: JSON.stringify(words) })
  if (asked !== null) await holdOthers(tx, claim, until)
  await raiseException(tx, troubleOf(claim, error, words))
  await tx.audit({
    action: 'sync.postponed',
    outcome: 'done',
    subject: { kind: 'source', id: claim.source },
    itemId: null,
    summary: `${claim.source} ${claim.stream}: ${words.en}`,
    detail: { stream: claim.stream, waitMs, attempts },
  })
  return { kind: error instanceof VendorUnavailable ? 'waits' : 'broken', until, words }
}

function troubleOf({ source, stream }: Claim, error: unknown, { en, de }: Localized): Trouble {
  const what = `${source} ${stream}`
  if (error instanceof VendorUnavailable) {
    const summary = {
      en: `${en}. The sync of ${source} waits and goes on by itself.`,
      de: `${de}. Der Abgleich mit ${source} wartet und geht von selbst weiter.`,
    }
    return { kind: 'vendor-unavailable', about: source, itemId: null, summary }
  }
  const summary = {
    en: `A page of ${what} cannot be used: ${en}. It is read again every few minutes.`,
    de: `Eine Seite von ${what} ist nicht verwendbar: ${de}. Sie wird alle paar Minuten neu gelesen.`,
  }
  return { kind: 'unreadable-answer', about: what, itemId: null, summary }
}

function wordsOf(error: unknown): Localized {
  if (error instanceof VendorUnavailable || error instanceof UnreadableAnswer) return error.words
  return unspoken(error instanceof Error ? error.message : String(error))
}
