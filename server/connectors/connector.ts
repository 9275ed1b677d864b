import type { EffectRequest, EffectSpec, FieldChange, Reversibility } from '../../shared/action.ts'
import type { Charge, Dispute, Ticket } from '../../shared/billing.ts'
import type { Localized } from '../../shared/locale.ts'
import type { Identifier, RecordName, SourceRecord } from '../../shared/source-record.ts'
import type { TicketTimeline } from '../../shared/ticket-timeline.ts'
import type { Assigner } from './assigner.ts'

/** An inbound request as it came: raw bytes and headers, before anything is parsed. */
export interface Delivery {
  readonly raw: Buffer
  readonly headers: { get(name: string): string | null | undefined }
  /** Of the address it was posted to; some senders can carry a secret nowhere else. */
  readonly query: URLSearchParams
  /** The public address it was posted to, query included; some senders sign it. */
  readonly url: string
  /** Our clock; epoch milliseconds. */
  readonly now: number
}

export type Verification =
  | { readonly kind: 'genuine' }
  | { readonly kind: 'forged'; readonly why: string }
  | { readonly kind: 'too-old' }
  | { readonly kind: 'future' }

/** What a vendor's object is called, so that several signals on one object are worked on once. */
export interface Subject {
  readonly type: string
  readonly id: string
}

/** The type of a subject that names a whole stream to be read again from where it was left, not one object. */
export const RESYNC = 'resync'

/** The outside of a signal: enough to store it once and to know what to read again. */
export interface SignalHead {
  readonly dedupeKey: string
  readonly type: string
  /** Null: nothing here acts on it; it is stored and ignored. */
  readonly subject: Subject | null
  /** Epoch milliseconds, the vendor's clock. */
  readonly occurredAt: number
  /** Our own write coming back. */
  readonly fromUs: boolean
  /** The part of a delivery with several events that this one is; left out where it is all of it. */
  readonly body?: string
}

/** How a vendor's webhooks are recognised and read. */
export interface SignalSource {
  /** The `:source` of `/webhooks/:source`. */
  readonly source: string
  /** Checks the signature over the raw bytes against every secret in use. Never throws on bad input. */
  verify(delivery: Delivery, secrets: readonly string[]): Verification
  /** Reads what the body says, where it is not JSON. Throws SyntaxError. */
  parse?(text: string): unknown
  /** The heads of the events in a body; one for most vendors, never none. */
  heads(body: unknown, delivery: Delivery): readonly SignalHead[]
  /**
   * What a stored body itself says, for a sender without an API where it could be read again: the event is the truth.
   * `receivedAt` is our clock when it came; epoch milliseconds. Throws UnreadableAnswer.
   */
  pushed?(body: unknown, receivedAt: number): readonly SourceRecord[]
  /** What the sender of this delivery wants to read as proof that it was stored; null where a plain 200 does. */
  acknowledgement?(delivery: Delivery): { readonly contentType: string; readonly body: string } | null
}

export type ObservedFact =
  | { readonly kind: 'ticket'; readonly ticket: Ticket }
  | { readonly kind: 'ticket-timeline'; readonly timeline: TicketTimeline }
  | { readonly kind: 'dispute'; readonly dispute: Dispute }
  /** One customer's charges around a disputed one, itself included. */
  | { readonly kind: 'charges'; readonly aroundChargeId: string; readonly charges: readonly Charge[] }

/** What one reading of a vendor says. */
export interface Observation {
  readonly source: string
  /** When it was read; epoch milliseconds. */
  readonly readAt: number
  /** The record that was asked about; null where the answer is about several. */
  readonly subject: RecordName | null
  readonly records: readonly SourceRecord[]
  readonly facts: readonly ObservedFact[]
}

/** When somebody said that a subject changed; helps where the vendor's object carries no time of its own. */
export interface ChangeHint {
  /** Latest time of the signals that named it, by the vendor's clock; epoch milliseconds, null where none did. */
  readonly changedAt: number | null
}

/** Reads a vendor's current truth: a webhook is only a hint. */
export interface VendorReader {
  readonly source: string
  /**
   * Everything about one object and the account it belongs to, or null where the vendor never knew it. One that was
   * deleted comes as a record that is gone. Throws VendorUnavailable, UnreadableAnswer.
   */
  read(subject: Subject, hint?: ChangeHint): Promise<Observation | null>
  /** What this vendor knows of somebody another vendor named. Empty where nobody matches. */
  readByIdentifiers(identifiers: readonly Identifier[]): Promise<readonly Observation[]>
  /** All the vendor has, stream by stream, in the order in which they should be read. */
  readonly streams: readonly SyncStream[]
}

/** One kind of a vendor's records, read page by page, first all of them and then what changed since. */
export interface SyncStream {
  /** Such as `accounts`; part of the saved cursor's name. */
  readonly name: string
  /**
   * The page after `cursor`; null starts at the very beginning. Where the last page said it is the end, its cursor
   * reads what changed since then. Throws VendorUnavailable; the same cursor can always be read again.
   */
  readPage(cursor: string | null): Promise<SyncPage>
}

export interface SyncPage {
  readonly records: readonly SourceRecord[]
  /** Where to go on; saved in the transaction that stores the page. */
  readonly cursor: string
  /** Nothing more at this moment. */
  readonly end: boolean
  /** Records in the whole stream, where the vendor says so. */
  readonly total: number | null
  /** How long to wait before the next call, so that people's own work keeps its share; milliseconds. */
  readonly pauseMs: number
  /** Objects on this page that make work items, to be carried through the pipeline when they changed unannounced. */
  readonly subjects: readonly ChangedSubject[]
  /** Names of records on it that nobody can read, such as `account 0015g…`; they are left out and told of. */
  readonly unreadable?: readonly string[]
}

export interface ChangedSubject {
  readonly subject: Subject
  readonly record: RecordName
  /** By the vendor's clock; epoch milliseconds. */
  readonly changedAt: number
}

/** How an effect looks to the approver. */
export interface EffectDescription {
  readonly request: EffectRequest
  readonly title: Localized
  readonly changes: FieldChange[]
  readonly reversibility: Reversibility
  readonly reversibilityReason: Localized
}

/** What came of a call. Only `refused` and `unavailable` say for certain that nothing happened. */
export type Outcome =
  | { readonly kind: 'done'; readonly externalId: string | null }
  | { readonly kind: 'refused'; readonly why: Localized }
  | { readonly kind: 'unavailable'; readonly why: Localized; readonly retryAfterMs: number | null }
  | { readonly kind: 'unknown'; readonly why: Localized }

/** Carries out one kind of effect at one vendor. */
export interface EffectExecutor<Spec extends EffectSpec = EffectSpec> {
  /** The exact call and what can be said of it. Pure. */
  describe(spec: Spec, key: string): EffectDescription
  /** Makes the call once. Outages are outcomes, not throws. */
  perform(spec: Spec, request: EffectRequest): Promise<Outcome>
  /** Reads whether a call with this key has happened; null: it has not. Throws VendorUnavailable. */
  reconcile(spec: Spec, request: EffectRequest): Promise<Outcome | null>
  /** The effect that takes this one back, or null where there is none. */
  reverse(spec: Spec): Spec | null
}

/** The vendor did not answer, or not usefully; try again later. */
export class VendorUnavailable extends Error {
  override readonly name = 'VendorUnavailable'
  readonly words: Localized
  readonly retryAfterMs: number | null

  constructor(words: Localized, options: { retryAfterMs?: number | null; cause?: unknown } = {}) {
    super(words.en, { cause: options.cause })
    this.words = words
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}

/** The vendor answered with something that cannot be right, such as a currency nobody knows. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'
  readonly words: Localized

  constructor(words: Localized) {
    super(words.en)
    this.words = words
  }
}

/** Who we are at a vendor, as the vendor says. */
export interface VendorAccount {
  /** Such as `Acme Corp (acct_1SV)`. */
  readonly name: string
  /** What is missing for full use, each with what to do. */
  readonly warnings: readonly string[]
}

/** An executor for one kind of effect spec. */
export interface NamedExecutor {
  readonly kind: EffectSpec['kind']
  readonly executor: EffectExecutor
}

/** A vendor's API, opened with credentials. */
export interface VendorApi {
  readonly reader: VendorReader
  readonly executors: readonly NamedExecutor[]
  /** Left out where a vendor's records have no owner that could be set. */
  readonly assignment?: Assigner
  /** Asks the vendor who we are. Throws VendorUnavailable, with what to mend. */
  check(): Promise<VendorAccount>
}

export type Variables = Readonly<Record<string, string | undefined>>

/** A vendor Meshline can work with: its one entry in `vendors.ts`. */
export interface Vendor {
  readonly source: string
  /** Environment variables of its API. */
  readonly variables: readonly string[]
  /** The variable that holds the secrets of its webhooks; null where it sends none. */
  readonly secretVariable: string | null
  /** Makes its two sides; calls nobody. `api` is null where its variables are not set. Throws BadSettings. */
  connect(variables: Variables, now: () => number): { signals: SignalSource | null; api: VendorApi | null }
}

/** The vendors this server is connected to. */
export interface Connectors {
  readonly sources: ReadonlyMap<string, SignalSource>
  readonly readers: ReadonlyMap<string, VendorReader>
  readonly apis: ReadonlyMap<string, VendorApi>
  /** Null where the vendor of the effect is not connected. */
  executorFor(spec: EffectSpec): EffectExecutor | null
}
