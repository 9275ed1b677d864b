import type { Actor } from '../../shared/actor.ts'
import { type Localized, unspoken } from '../../shared/locale.ts'
import { type Subject, UnreadableAnswer, VendorUnavailable } from '../connectors/connector.ts'
import { raiseException, settleException, type Trouble } from '../exceptions/raise-exception.ts'
import type { Store, Tx } from '../store/store.ts'
import { claimSignals, postponeSignals, type StoredSignal, settleSignals } from './store.ts'

/** Longer than reading a subject at every vendor may take. */
const LEASE_MS = 180_000
const BATCH = 64
const AT_ONCE = 4
const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 5 * 60_000
/** After so many attempts that broke for no known reason a person must look. */
const MAX_ATTEMPTS = 8

export interface SignalWork {
  readonly source: string
  readonly subject: Subject
  readonly actor: Actor
  /** What the signals said of it, oldest first; empty where nobody asked by signal. */
  readonly said: readonly Said[]
}

/** The part of a stored signal that work on its subject may need. */
export interface Said {
  readonly body: string
  /** By the vendor's clock; epoch milliseconds. */
  readonly occurredAt: number
  /** By ours. */
  readonly receivedAt: number
}

export interface SignalDeps {
  readonly store: Store
  readonly now: () => number
  /** Carries a subject through the pipeline; `settled` runs in the same transaction. */
  readonly workOn: (
    work: SignalWork,
    settled: (tx: Tx, outcome: 'processed' | 'gone') => Promise<void>,
  ) => Promise<unknown>
  readonly reportBug: (error: unknown) => void
  /** Whether the signals of a source speak for themselves, so that many subjects can be worked on in one write. */
  readonly together: (source: string) => boolean
}

/**
 * Takes the due signals and works on each subject they name, once, however many name it. Returns false where
 * nothing was due.
 */
export async function processSignals(deps: SignalDeps): Promise<boolean> {
  const claimed = await claimSignals(deps.store, deps.now(), { limit: BATCH, leaseMs: LEASE_MS })
  if (claimed.length === 0) return false
  const groups = groupsOf(claimed, deps.together)
  while (groups.length > 0) {
    await Promise.all(groups.splice(0, AT_ONCE).map(signals => processGroup(deps, signals)))
  }
  return true
}

function groupsOf(signals: readonly StoredSignal[], together: SignalDeps['together']): StoredSignal[][] {
  const bySubject = ({ source, subject }: StoredSignal) =>
    together(source) ? source : `${source} ${subject}`
  return [...Map.groupBy(signals, bySubject).values()]
}

async function processGroup(deps: SignalDeps, signals: readonly StoredSignal[]): Promise<void> {
  const [first] = signals
  if (!first?.subject) return
  const actor: Actor = { kind: 'webhook', source: first.source }
  const work = { source: first.source, subject: subjectOf(first.subject), actor, said: signals.map(saidBy) }
  try {
    await deps.workOn(work, (tx, outcome) => settleGroup(tx, signals, outcome))
  } catch (error) {
    const apart = groupsOf(signals, () => false)
    // One that nobody can read must not hold up the others.
    if (apart.length > 1) for (const group of apart) await processGroup(deps, group)
    else await deps.store.write(actor, tx => giveBack(deps, tx, { signals, error }))
  }
}

function subjectOf(text: string): Subject {
  const at = text.indexOf(':')
  return { type: text.slice(0, at), id: text.slice(at + 1) }
}

function saidBy({ body, occurred_at, received_at }: StoredSignal): Said {
  return { body, occurredAt: occurred_at, receivedAt: received_at }
}

const GONE: Localized = {
  en: 'The vendor no longer knows it',
  de: 'Der Anbieter kennt es nicht mehr',
}

async function settleGroup(
  tx: Tx,
  signals: readonly StoredSignal[],
  outcome: 'processed' | 'gone',
): Promise<void> {
  const ids = signals.map(({ id }) => id)
  const [first] = signals
  if (!first) return
  const ignored = outcome === 'gone'
  const note = ignored ? GONE : null
  await settleSignals(tx, signals, { state: ignored ? 'ignored' : 'processed', note })
  await settleException(tx, 'vendor-unavailable', first.source, 'The vendor answers again')
  await tx.audit({
    action: `signals.${ignored ? 'ignored' : 'processed'}`,
    outcome: 'done',
    subject: { kind: 'signal', id: first.id },
    itemId: null,
    summary: `${signals.length} on ${first.source} ${first.subject}`,
    detail: { ids, fromUs: signals.filter(({ from_us }) => from_us === 1).length },
  })
}

/** A signal that could not be worked on now is not lost: it waits, or somebody is told what it needs. */
async function giveBack(
  deps: SignalDeps,
  tx: Tx,
  { signals, error }: { signals: readonly StoredSignal[]; error: unknown },
): Promise<void> {
  const ids = signals.map(({ id }) => id)
  const [first] = signals
  if (!first) return
  const trouble = troubleOf(error, first)
  if (!(error instanceof VendorUnavailable) && !(error instanceof UnreadableAnswer)) deps.reportBug(error)
  const hopeless = error instanceof UnreadableAnswer || first.attempts >= MAX_ATTEMPTS
  if (hopeless && !(error instanceof VendorUnavailable)) {
    await settleSignals(tx, signals, { state: 'unreadable', note: trouble.summary })
  } else {
    const wished = error instanceof VendorUnavailable ? (error.retryAfterMs ?? 0) : 0
    const backoff = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (first.attempts - 1))
    await postponeSignals(tx, signals, tx.now + Math.max(backoff, wished), trouble.summary)
  }
  await raiseException(tx, trouble)
  await tx.audit({
    action: 'signals.postponed',
    outcome: 'done',
    subject: { kind: 'signal', id: first.id },
    itemId: null,
    summary: trouble.summary.en,
    detail: { ids },
  })
}

function troubleOf(error: unknown, { source, id, subject }: StoredSignal): Trouble {
  const { en, de } = wordsOf(error)
  if (error instanceof VendorUnavailable) {
    const summary = {
      en: `${en}. Signals from ${source} wait and are tried again by themselves.`,
      de: `${de}. Signale von ${source} warten und werden von selbst wieder versucht.`,
    }
    return { kind: 'vendor-unavailable', about: source, itemId: null, summary }
  }
  const kind = error instanceof UnreadableAnswer ? 'unreadable-answer' : 'unreadable-signal'
  const summary = {
    en: `${source} ${subject}: ${en}. It is stored as ${id}.`,
    de: `${source} ${subject}: ${de}. Es liegt unter ${id}.`,
  }
  return { kind, about: id, itemId: null, summary }
}

function wordsOf(error: unknown): Localized {
  if (error instanceof VendorUnavailable || error instanceof UnreadableAnswer) return error.words
  return unspoken(error instanceof Error ? error.message : String(error))
}
