import { z } from 'zod'
import type { EffectRequest, EffectSpec, FieldChange, Reversibility } from '../../shared/action.ts'
import type { Charge, Dispute, Ticket } from '../../shared/billing.ts'
import type { ContextFieldName, FieldContent } from '../../shared/context-record.ts'
import type { Localized } from '../../shared/locale.ts'

/** An inbound request as it came: raw bytes and headers, before anything is parsed. */
export interface Delivery {
  readonly raw: Buffer
  readonly headers: { get(name: string): string | null | undefined }
  /** Our clock; epoch milliseconds. */
  readonly now: number
}

export type Verification =
  | { readonly kind: 'genuine' }
  | { readonly kind: 'forged'; readonly why: string }
  | { readonly kind: 'too-old' }
  | { readonly kind: 'future' }

export const SubjectType = z.enum(['ticket', 'dispute', 'charge', 'customer'])

/** What a vendor's object is called, so that several signals on one object are worked on once. */
export interface Subject {
  readonly type: z.infer<typeof SubjectType>
  readonly id: string
}

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
}

/** How a vendor's webhooks are recognised and read. */
export interface SignalSource {
  /** The `:source` of `/webhooks/:source`. */
  readonly source: string
  /** Checks the signature over the raw bytes against every secret in use. Never throws on bad input. */
  verify(delivery: Delivery, secrets: readonly string[]): Verification
  /** Reads the head of a body that is valid JSON. */
  head(body: unknown, delivery: Delivery): SignalHead
}

/** A name an account goes by in one system; already normalised. */
export interface Identifier {
  readonly kind: 'stripe-customer' | 'zendesk-organization' | 'zendesk-user' | 'email' | 'domain'
  readonly value: string
}

export interface ObservedField {
  readonly field: ContextFieldName
  readonly content: FieldContent
  /** The vendor's record it was read from. */
  readonly sourceId: string
  /** When the vendor changed it; epoch milliseconds. */
  readonly changedAt: number
}

export type ObservedFact =
  | { readonly kind: 'ticket'; readonly ticket: Ticket }
  | { readonly kind: 'dispute'; readonly dispute: Dispute }
  /** One customer's charges around a disputed one, itself included. */
  | { readonly kind: 'charges'; readonly aroundChargeId: string; readonly charges: readonly Charge[] }

/** What one reading of a vendor says. */
export interface Observation {
  readonly source: string
  /** When it was read; epoch milliseconds. */
  readonly readAt: number
  readonly identifiers: readonly Identifier[]
  readonly fields: readonly ObservedField[]
  readonly facts: readonly ObservedFact[]
}

/** Reads a vendor's current truth: a webhook is only a hint. */
export interface VendorReader {
  readonly source: string
  /** Everything about one object, or null where the vendor no longer knows it. Throws VendorUnavailable. */
  read(subject: Subject): Promise<Observation | null>
  /** What this vendor knows of somebody another vendor named. Empty where nobody matches. */
  readByIdentifiers(identifiers: readonly Identifier[]): Promise<readonly Observation[]>
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

/** The vendors this server is connected to. */
export interface Connectors {
  readonly sources: ReadonlyMap<string, SignalSource>
  readonly readers: ReadonlyMap<string, VendorReader>
  /** Null where the vendor of the effect is not connected. */
  executorFor(spec: EffectSpec): EffectExecutor | null
}
