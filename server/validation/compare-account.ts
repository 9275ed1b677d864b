import { type Comparison, compareRecord } from '../../shared/compare-record.ts'
import { mergeField } from '../../shared/context-record.ts'
import type { Localized } from '../../shared/locale.ts'
import { nameKey, type RecordName, type SourceRecord } from '../../shared/source-record.ts'
import { type Connectors, UnreadableAnswer, VendorUnavailable } from '../connectors/connector.ts'
import type { Reader } from '../store/store.ts'
import { drawRanks } from './draw.ts'
import { type HeldRecord, heldRecords, recordNamesOf } from './sample-store.ts'

/** Records of one account that are compared at most. */
const RECORDS_PER_ACCOUNT = 25

export interface CompareDeps {
  readonly db: Reader
  readonly connectors: Pick<Connectors, 'readers'>
  readonly random: () => number
  readonly reportBug: (error: unknown) => void
}

/** One record of an account beside its source. */
export interface ComparedRecord {
  readonly name: RecordName
  readonly comparisons: readonly Comparison[]
}

export type AccountComparison =
  | {
      readonly kind: 'compared'
      /** What people call the account. */
      readonly account: string
      readonly records: readonly ComparedRecord[]
      readonly unreadable: number
    }
  /** A source asked for a pause before the next call. */
  | { readonly kind: 'wait'; readonly ms: number; readonly why: Localized }

/**
 * Reads an account's records again at their sources and compares them with what we hold. Writes nothing: a validation
 * that mended what it finds would hide it. `patient`: a source that asks for a pause gets it; otherwise its records
 * count as unreadable.
 */
export async function compareAccount(
  deps: CompareDeps,
  { accountId, patient }: { accountId: string; patient: boolean },
): Promise<AccountComparison> {
  const held = await heldRecords(deps.db, await chooseRecords(deps, accountId))
  const reading = new LiveReading(deps, patient)
  const records: ComparedRecord[] = []
  let unreadable = 0
  for (const { name, belongsTo, fields } of held) {
    const live = await reading.read(name, belongsTo)
    if (live.kind === 'wait') return live
    if (live.kind === 'unreadable') unreadable += 1
    else records.push({ name, comparisons: compareRecord(fields, live.fields) })
  }
  return { kind: 'compared', account: accountName(held) ?? accountId, records, unreadable }
}

/** The records that stand for the account, and of its people and parts as many as chance and the limit allow. */
async function chooseRecords({ db, random }: CompareDeps, accountId: string): Promise<RecordName[]> {
  const named = await recordNamesOf(db, accountId)
  const own = named.filter(({ role }) => role === 'account').slice(0, RECORDS_PER_ACCOUNT)
  const others = named.filter(({ role }) => role !== 'account')
  const ranks = drawRanks({ population: others.length, wanted: RECORDS_PER_ACCOUNT - own.length }, random)
  return [...own, ...ranks.flatMap(rank => others[rank - 1] ?? [])].map(({ name }) => name)
}

function accountName(held: readonly HeldRecord[]): string | null {
  const values = held.flatMap(({ name: { source, id: sourceId }, fields, changedAt, readAt }) =>
    fields.flatMap(({ field, content }) =>
      field === 'name' ? [{ content, source, sourceId, changedAt, readAt }] : [],
    ),
  )
  const content = mergeField('name', values)?.value.content
  return content?.kind === 'text' ? content.text : (held[0]?.label ?? null)
}

type Live =
  | { readonly kind: 'read'; readonly fields: SourceRecord['fields'] }
  | { readonly kind: 'unreadable' }
  | Extract<AccountComparison, { kind: 'wait' }>

/** What the sources say now, within one account: each answer is used for every record it tells of. */
class LiveReading {
  readonly #deps: CompareDeps
  readonly #patient: boolean
  readonly #seen = new Map<string, SourceRecord>()
  readonly #asked = new Set<string>()
  readonly #down = new Set<string>()

  constructor(deps: CompareDeps, patient: boolean) {
    this.#deps = deps
    this.#patient = patient
  }

  /** Some records can only be read with what they belong to, such as a customer's subscription. */
  async read(name: RecordName, belongsTo: RecordName | null): Promise<Live> {
    try {
      for (const asked of [name, ...(belongsTo ? [belongsTo] : [])]) {
        await this.#ask(asked)
        const found = this.#seen.get(nameKey(name))
        if (found) return { kind: 'read', fields: found.gone || found.mergedInto ? [] : found.fields }
      }
    } catch (error) {
      return this.#explain(name.source, error)
    }
    // A vendor that says nothing of a record says neither that it is right nor that it is gone.
    return { kind: 'unreadable' }
  }

  async #ask(name: RecordName): Promise<void> {
    const key = nameKey(name)
    const reader = this.#deps.connectors.readers.get(name.source)
    if (!reader || this.#seen.has(key) || this.#asked.has(key) || this.#down.has(name.source)) return
    const observation = await reader.read({ type: name.type, id: name.id })
    // Some readers know accounts and people only by what they go by, their own id among it.
    const identifier = { kind: `${name.source}-${name.type}`, value: name.id }
    const observations = observation ? [observation] : await reader.readByIdentifiers([identifier])
    this.#asked.add(key)
    for (const record of observations.flatMap(({ records }) => records)) {
      this.#seen.set(nameKey(record.name), record)
    }
  }

  #explain(source: string, error: unknown): Live {
    if (error instanceof VendorUnavailable) {
      if (this.#patient && error.retryAfterMs !== null) {
        return { kind: 'wait', ms: error.retryAfterMs, why: error.words }
      }
      this.#down.add(source)
    } else if (!(error instanceof UnreadableAnswer)) this.#deps.reportBug(error)
    return { kind: 'unreadable' }
  }
}
