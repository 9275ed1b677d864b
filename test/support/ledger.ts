import { z } from 'zod'
import {
  UnreadableAnswer,
  type Vendor,
  type VendorReader,
  VendorUnavailable,
} from '../../server/connectors/connector.ts'
import type { FieldContent } from '../../shared/context-record.ts'
import { aSourceRecord, type RecordField, type SourceRecord } from '../../shared/source-record.ts'
import { type Listener, serve } from '../simulators/serve.ts'

const Answer = z.object({ records: z.array(z.custom<SourceRecord>()) })

/** A small vendor of customers and their contracts, over real HTTP, that says whatever a test has it say. */
export interface Ledger {
  readonly url: string
  readonly vendor: Vendor
  readonly reader: VendorReader
  /** What it says of a record now. A contract is only told of with its customer. */
  readonly say: (record: SourceRecord) => void
  /** From now on it says nothing of it, as if it never was. */
  readonly forget: (key: string) => void
  /** The status of every answer from now on; with 429, seconds to wait. Null: it answers. */
  readonly fail: (failure: { status: number; retryAfter?: number } | null) => void
  /** It answers nobody before this. */
  readonly answerAfter: (moment: Promise<void>) => void
  /** Keys in the order in which they were asked for. */
  readonly asked: readonly string[]
  readonly close: () => Promise<void>
}

export const text = (words: string): FieldContent => ({ kind: 'text', text: words })

/** A customer who stands on its own. Read a day ago unless said otherwise. */
export function aCustomer(
  id: string,
  fields: readonly RecordField[],
  said: Partial<SourceRecord> = {},
): SourceRecord {
  const name = { source: 'ledger', type: 'customer', id }
  const keys = [{ kind: 'email', value: `${id}@ledger.test` }]
  return aSourceRecord(name, { role: 'account', label: id, changedAt: 1, readAt: 1, keys, fields, ...said })
}

/** A contract of a customer. */
export function aContract(id: string, customerId: string, fields: readonly RecordField[]): SourceRecord {
  const name = { source: 'ledger', type: 'contract', id }
  const belongsTo = { source: 'ledger', type: 'customer', id: customerId }
  return aSourceRecord(name, { role: 'part', label: id, changedAt: 1, readAt: 1, belongsTo, fields })
}

/** A person at a customer. */
export function aPerson(id: string, customerId: string, fields: readonly RecordField[]): SourceRecord {
  const name = { source: 'ledger', type: 'person', id }
  const belongsTo = { source: 'ledger', type: 'customer', id: customerId }
  return aSourceRecord(name, { role: 'person', label: id, changedAt: 1, readAt: 1, belongsTo, fields })
}

export async function startLedger(now: () => number): Promise<Ledger> {
  const records = new Map<string, SourceRecord>()
  const asked: string[] = []
  let failure: { status: number; retryAfter?: number } | null = null
  let gate = Promise.resolve()
  const listener: Listener = await serve(async request => {
    const key = decodeURIComponent(new URL(request.url).pathname.slice(1))
    asked.push(key)
    await gate
    if (failure) {
      const headers = failure.retryAfter === undefined ? {} : { 'retry-after': String(failure.retryAfter) }
      return new Response('{}', { status: failure.status, headers })
    }
    const record = records.get(key)
    if (!record || record.name.type === 'contract') return new Response('{}', { status: 404 })
    const parts = [...records.values()].filter(
      ({ name, belongsTo }) => name.type === 'contract' && belongsTo?.id === record.name.id,
    )
    return Response.json({ records: [record, ...parts] })
  })
  const url = `http://127.0.0.1:${listener.port}`
  return {
    url,
    asked,
    reader: ledgerReader(url, now),
    vendor: ledgerVendor(now),
    say: record => void records.set(`${record.name.type}:${record.name.id}`, record),
    forget: key => void records.delete(key),
    fail: status => {
      failure = status
    },
    answerAfter: moment => {
      gate = moment
    },
    close: () => listener.close(),
  }
}

function ledgerVendor(now: () => number): Vendor {
  return {
    source: 'ledger',
    variables: ['MESHLINE_LEDGER_URL'],
    secretVariable: null,
    connect({ MESHLINE_LEDGER_URL: url }) {
      if (!url) return { signals: null, api: null }
      const check = async () => ({ name: 'Ledger', warnings: [] })
      return { signals: null, api: { reader: ledgerReader(url, now), executors: [], check } }
    },
  }
}

function ledgerReader(url: string, now: () => number): VendorReader {
  return {
    source: 'ledger',
    streams: [],
    readByIdentifiers: async () => [],
    async read({ type, id }) {
      const answer = await fetch(`${url}/${encodeURIComponent(`${type}:${id}`)}`)
      if (answer.status === 404) return null
      if (answer.status === 422) throw new UnreadableAnswer({ en: 'nonsense', de: 'Unsinn' })
      if (answer.status !== 200) {
        const retryAfter = answer.headers.get('retry-after')
        throw new VendorUnavailable(
          {
            en: `The ledger answered ${answer.status}`,
            de: `Das Hauptbuch hat mit ${answer.status} geantwortet`,
          },
          { retryAfterMs: retryAfter === null ? null : Number(retryAfter) * 1000 },
        )
      }
      const { records } = Answer.parse(await answer.json())
      return { source: 'ledger', readAt: now(), subject: { source: 'ledger', type, id }, records, facts: [] }
    },
  }
}
