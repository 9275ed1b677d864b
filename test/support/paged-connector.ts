import { z } from 'zod'
import {
  type Observation,
  type SignalSource,
  type SyncPage,
  type SyncStream,
  UnreadableAnswer,
  type Vendor,
  type VendorReader,
  VendorUnavailable,
} from '../../server/connectors/connector.ts'
import { readVendorSettings, urlSetting } from '../../server/connectors/settings.ts'
import { unspoken } from '../../shared/locale.ts'
import { aSourceRecord, type SourceRecord } from '../../shared/source-record.ts'
import type { PagedStream, PagedVendor } from './paged-vendor.ts'

const SETTINGS = {
  MESHLINE_PAGED_URL: urlSetting('such as http://127.0.0.1:1234'),
  MESHLINE_PAGED_TOKEN: z.string().min(1),
}

const Answered = z.object({
  id: z.string(),
  name: z.string(),
  accountId: z.string().nullable(),
  changedAt: z.int(),
})
const Page = z.object({
  records: z.array(z.object({ id: z.string() }).loose()),
  after: z.int(),
  end: z.boolean(),
  total: z.int(),
  pauseMs: z.int(),
})
const Hook = z.object({ id: z.string(), ticket: z.string(), at: z.int() })
const TYPES: Readonly<Record<PagedStream, string>> = { accounts: 'account', tickets: 'ticket' }

/** The connector of `PagedVendor`: a vendor of which everything is known, for tests of what is the same for all. */
export const pagedConnector: Vendor = {
  source: 'paged',
  variables: Object.keys(SETTINGS),
  secretVariable: 'MESHLINE_PAGED_WEBHOOK_SECRET',
  connect(variables, now) {
    const settings = readVendorSettings(SETTINGS, variables)
    if (!settings) return { signals: pagedSignals, api: null }
    const call = callerOf(settings.MESHLINE_PAGED_URL, settings.MESHLINE_PAGED_TOKEN)
    const check = async () => ({
      name: z.object({ name: z.string() }).parse(await call('/me')).name,
      warnings: ['The tests are all that there is to it'],
    })
    return { signals: pagedSignals, api: { reader: pagedReader(call, now), executors: [], check } }
  },
}

/** Variables that connect to a simulator. */
export function pagedVariables(vendor: PagedVendor): Record<string, string> {
  return { MESHLINE_PAGED_URL: vendor.url, MESHLINE_PAGED_TOKEN: vendor.token }
}

const pagedSignals: SignalSource = {
  source: 'paged',
  verify: ({ headers }, secrets) =>
    secrets.includes(headers.get('x-paged-secret') ?? '')
      ? { kind: 'genuine' }
      : { kind: 'forged', why: 'secret' },
  heads(body) {
    const { id, ticket, at } = Hook.parse(body)
    const subject = { type: 'ticket', id: ticket }
    return [{ dedupeKey: id, type: 'ticket.changed', subject, occurredAt: at, fromUs: false }]
  },
}

type Call = (path: string) => Promise<unknown>

function callerOf(url: string, token: string): Call {
  return async path => {
    const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } }).catch(
      cause => {
        throw new VendorUnavailable(unspoken('Paged did not answer'), { cause })
      },
    )
    if (response.status === 404) return null
    if (response.ok) return response.json()
    const words =
      response.status === 401
        ? 'Paged refused the token; make a new one'
        : `Paged answered ${response.status}`
    const after = response.headers.get('retry-after')
    throw new VendorUnavailable(unspoken(words), {
      retryAfterMs: after === null ? null : Number(after) * 1000,
    })
  }
}

function pagedReader(call: Call, now: () => number): VendorReader {
  return {
    source: 'paged',
    async read({ type, id }) {
      const body = await call(`/records/${type}s/${id}`)
      return body === null ? null : observationOf(recordOf('tickets', Answered.parse(body), now()))
    },
    readByIdentifiers: async () => [],
    streams: [streamOf('accounts', call, now), streamOf('tickets', call, now)],
  }
}

function observationOf(record: SourceRecord): Observation {
  return { source: 'paged', readAt: record.readAt, subject: record.name, records: [record], facts: [] }
}

function streamOf(name: PagedStream, call: Call, now: () => number): SyncStream {
  return {
    name,
    async readPage(cursor): Promise<SyncPage> {
      const parsed = Page.safeParse(
        await call(`/streams/${name}${cursor === null ? '' : `?after=${cursor}`}`),
      )
      if (!parsed.success)
        throw new UnreadableAnswer(unspoken(`Paged described its ${name} in a way nobody can read`))
      const { records: rows, after, end, total, pauseMs } = parsed.data
      const readings = rows.map(row => ({ id: row.id, said: Answered.safeParse(row) }))
      const records = readings.flatMap(({ said }) => (said.success ? [recordOf(name, said.data, now())] : []))
      const unreadable = readings.flatMap(({ id, said }) => (said.success ? [] : [`${TYPES[name]} ${id}`]))
      const subjects = name === 'tickets' ? records.map(subjectOf) : []
      return { records, cursor: String(after), end, total, pauseMs, subjects, unreadable }
    },
  }
}

const subjectOf = ({ name, changedAt }: SourceRecord) => ({
  subject: { type: name.type, id: name.id },
  record: name,
  changedAt,
})

function recordOf(
  stream: PagedStream,
  { id, name, accountId, changedAt }: z.infer<typeof Answered>,
  readAt: number,
) {
  const record = { source: 'paged', type: TYPES[stream], id }
  if (stream === 'accounts') {
    return aSourceRecord(record, {
      role: 'account',
      label: name,
      changedAt,
      readAt,
      keys: [{ kind: 'domain', value: `${id}.example` }],
      fields: [{ field: 'name', content: { kind: 'text', text: name } }],
    })
  }
  return aSourceRecord(record, {
    role: 'part',
    label: name,
    belongsTo: accountId === null ? null : { source: 'paged', type: 'account', id: accountId },
    state: 'open',
    happenedAt: changedAt,
    changedAt,
    readAt,
  })
}
