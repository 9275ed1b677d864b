import type { VendorApi } from '../../../server/connectors/connector.ts'
import { salesforce } from '../../../server/connectors/salesforce/vendor.ts'
import type { SourceRecord } from '../../../shared/source-record.ts'
import { seedSalesforce } from '../../simulators/salesforce/acme.ts'
import { type SalesforceSimulator, startSalesforceSimulator } from '../../simulators/salesforce/simulator.ts'
import { HeldClock } from '../../support/held-clock.ts'

export interface TestOrg {
  readonly clock: HeldClock
  readonly sim: SalesforceSimulator
  readonly api: VendorApi
}

/** The organization acme with Acme and Globex in it, and a connection to it by client credentials. */
export async function startOrg(): Promise<TestOrg> {
  const clock = new HeldClock()
  const sim = await startSalesforceSimulator({ now: clock.now, backoffMs: [5, 5] })
  seedSalesforce(sim)
  return { clock, sim, api: connectTo(sim, clock.now) }
}

export function connectTo(
  sim: Pick<SalesforceSimulator, 'url' | 'clientId' | 'clientSecret'>,
  now: () => number,
  signIn: Record<string, string> = { MESHLINE_SALESFORCE_CLIENT_SECRET: sim.clientSecret },
): VendorApi {
  const usual = { MESHLINE_SALESFORCE_URL: sim.url, MESHLINE_SALESFORCE_CLIENT_ID: sim.clientId }
  const { api } = salesforce.connect({ ...usual, ...signIn }, now)
  if (!api) throw new Error('Salesforce is not connected')
  return api
}

/** The record of that type and id, which must be there. */
export function recordOf(records: readonly SourceRecord[], type: string, id: string): SourceRecord {
  const found = records.filter(({ name }) => name.type === type && name.id === id)
  const [record, ...more] = found
  if (!record || more.length > 0) throw new Error(`${found.length} records are ${type} ${id}`)
  return record
}

export function fieldsOf(record: SourceRecord): Record<string, unknown> {
  return Object.fromEntries(record.fields.map(({ field, content }) => [field, content]))
}

/** The SOQL of every query so far. */
export function queriesTo({ requests }: SalesforceSimulator): string[] {
  return requests.entries.flatMap(({ path }) => new URL(path, 'http://sim').searchParams.get('q') ?? [])
}
