import type { RecordName, SourceRecord } from '../../../shared/source-record.ts'
import type { ChangeHint, Observation, Subject, VendorReader } from '../connector.ts'
import { COMPANIES, CONTACTS, type HubspotApi, type Kind } from './kinds.ts'
import { goneRecord, named } from './records.ts'
import { search } from './search.ts'
import { hubspotStreams } from './streams.ts'

/** As many as a search for somebody's addresses may reasonably name. */
const MOST_FOUND = 10

/** Reads contacts with their company, and companies. */
export function hubspotReader(api: HubspotApi): VendorReader {
  return {
    source: 'hubspot',
    streams: hubspotStreams(api),

    async read(subject, hint) {
      const kind = kindOf(subject)
      if (!kind) return null
      const name = named(kind.type, subject.id)
      const records = await readOne(api, kind, subject.id)
      if (records.length > 0) return observe(api, name, records)
      return deleted(api, name, hint)
    },

    async readByIdentifiers(identifiers) {
      const valuesOf = (wanted: string) =>
        identifiers.flatMap(({ kind, value }) => (kind === wanted ? [value] : []))
      const found = await Promise.all([
        readAll(api, CONTACTS, valuesOf('hubspot-contact')),
        readAll(api, COMPANIES, valuesOf('hubspot-company')),
        findBy(api, CONTACTS, { property: 'email', values: valuesOf('email') }),
        findBy(api, COMPANIES, { property: 'domain', values: valuesOf('domain') }),
      ])
      return Promise.all(found.flat().map(({ name, records }) => observe(api, name, records)))
    },
  }
}

/** A record with those that were merged into it. */
interface Found {
  readonly name: RecordName
  readonly records: readonly SourceRecord[]
}

function kindOf({ type }: Subject): Kind | null {
  return [CONTACTS, COMPANIES].find(kind => kind.type === type) ?? null
}

/** An object and those merged into it; one that was merged away leads to the one it went into. Empty where it is not. */
async function readOne({ client, portal, now }: HubspotApi, kind: Kind, id: string): Promise<SourceRecord[]> {
  const address = `/crm/v3/objects/${kind.plural}/${encodeURIComponent(id)}?properties=${kind.properties.join(',')}`
  const reading = { portal: await portal(), readAt: now() }
  const answer = (await client.call('GET', address)) ?? (await client.call('GET', `${address}&archived=true`))
  if (answer === null) return []
  const records = kind.recordsOf(answer, reading)
  const [found] = records
  if (!found || records.some(({ name }) => name.id === id)) return records
  const { changedAt, readAt } = found
  const merged = goneRecord(named(kind.type, id), { at: changedAt, readAt })
  return [...records, { ...merged, mergedInto: found.name }]
}

async function readAll(api: HubspotApi, kind: Kind, ids: readonly string[]): Promise<Found[]> {
  const found = await Promise.all(ids.map(id => readOne(api, kind, id)))
  return found.flatMap((records, at) => {
    const id = ids[at]
    return id && records.length > 0 ? [{ name: named(kind.type, id), records }] : []
  })
}

async function findBy(
  { client, portal, now }: HubspotApi,
  kind: Kind,
  { property, values }: { property: string; values: readonly string[] },
): Promise<Found[]> {
  if (values.length === 0) return []
  const { results } = await search(client, kind, [{ propertyName: property, operator: 'IN', values }])
  const reading = { portal: await portal(), readAt: now() }
  return results.slice(0, MOST_FOUND).flatMap(result => {
    const records = kind.recordsOf(result, reading)
    return records[0] ? [{ name: records[0].name, records }] : []
  })
}

/** What a webhook named and HubSpot no longer has was there once, and is gone for good. */
function deleted({ now }: HubspotApi, name: RecordName, hint: ChangeHint | undefined): Observation | null {
  const at = hint?.changedAt
  if (at === null || at === undefined) return null
  const readAt = now()
  return { source: 'hubspot', readAt, subject: name, records: [goneRecord(name, { at, readAt })], facts: [] }
}

/** With a contact's company before it, so that who hangs on it finds it. */
async function observe(
  api: HubspotApi,
  subject: RecordName,
  records: readonly SourceRecord[],
): Promise<Observation> {
  const company = records[0]?.belongsTo
  const above = company ? await readOne(api, COMPANIES, company.id) : []
  return { source: 'hubspot', readAt: api.now(), subject, records: [...above, ...records], facts: [] }
}
