import type { Vendor } from '../connector.ts'
import { checkSalesforce } from './check.ts'
import { salesforceClient } from './client.ts'
import { objectsOf } from './objects.ts'
import { salesforceReader } from './reader.ts'
import { schemaOf } from './schema.ts'
import { SETTINGS, salesforceSettings } from './settings.ts'
import { salesforceSignals } from './signals.ts'
import { tokensOf } from './token.ts'

export const salesforce: Vendor = {
  source: 'salesforce',
  variables: Object.keys(SETTINGS),
  secretVariable: 'MESHLINE_SALESFORCE_WEBHOOK_SECRET',

  connect(variables, now) {
    const settings = salesforceSettings(variables)
    if (!settings) return { signals: salesforceSignals, api: null }
    const client = salesforceClient(settings.url, tokensOf(settings.grant, now))
    const schema = schemaOf(client, now)
    const objects = objectsOf(client, schema, now)
    const api = {
      reader: salesforceReader(objects, { now, pauseMs: () => client.pauseMs() }),
      executors: [],
      check: () => checkSalesforce(client, schema),
    }
    return { signals: salesforceSignals, api }
  },
}
