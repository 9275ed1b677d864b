import type { VendorApi, VendorReader } from '../../../server/connectors/connector.ts'
import { hubspot } from '../../../server/connectors/hubspot/vendor.ts'
import type { RecordName, SourceRecord } from '../../../shared/source-record.ts'
import { type HubspotSimulator, startHubspotSimulator } from '../../simulators/hubspot/simulator.ts'
import type { SimObject } from '../../simulators/hubspot/state.ts'
import { HeldClock } from '../../support/held-clock.ts'

/** A simulated HubSpot account and the connector to it, on one held clock. */
export interface HubspotAccount {
  readonly clock: HeldClock
  readonly sim: HubspotSimulator
  readonly api: VendorApi
  readonly reader: VendorReader
  readonly connect: (variables?: Record<string, string>) => VendorApi
  /** Adds Acme Corp, or another company. */
  readonly company: (properties?: Record<string, string>) => SimObject
  /** Adds Mia Chen, or somebody else. */
  readonly contact: (properties?: Record<string, string>) => SimObject
}

export async function startHubspotAccount(): Promise<HubspotAccount> {
  const clock = new HeldClock()
  const sim = await startHubspotSimulator({ now: clock.now })
  const connect = (variables: Record<string, string> = {}) => {
    const usual = { MESHLINE_HUBSPOT_ACCESS_TOKEN: sim.accessToken, MESHLINE_HUBSPOT_API_URL: sim.url }
    const { api } = hubspot.connect({ ...usual, ...variables }, clock.now)
    if (!api) throw new Error('HubSpot is not connected')
    return api
  }
  const api = connect()
  return {
    clock,
    sim,
    api,
    reader: api.reader,
    connect,
    company: (properties = {}) =>
      sim.add('companies', { name: 'Acme Corp', domain: 'acme.example', ...properties }),
    contact: (properties = {}) =>
      sim.add('contacts', { email: 'mia@acme.example', firstname: 'Mia', lastname: 'Chen', ...properties }),
  }
}

export function nameOf(type: string, id: string): RecordName {
  return { source: 'hubspot', type, id }
}

/** Which records there are, and what became of them. */
export function summary(records: readonly SourceRecord[]) {
  return records.map(({ name, gone, mergedInto }) => ({ id: name.id, gone, into: mergedInto?.id ?? null }))
}
