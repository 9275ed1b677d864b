import { z } from 'zod'
import type { Vendor } from '../connector.ts'
import { readVendorSettings, urlSetting } from '../settings.ts'
import { checkHubspot } from './check.ts'
import { hubspotClient } from './client.ts'
import { portalReader } from './portal.ts'
import { hubspotReader } from './reader.ts'
import { hubspotSignals } from './signals.ts'

const SETTINGS = {
  MESHLINE_HUBSPOT_ACCESS_TOKEN: z.string().min(1),
  MESHLINE_HUBSPOT_API_URL: urlSetting('such as https://api.hubapi.com').default('https://api.hubapi.com'),
}

export const hubspot: Vendor = {
  source: 'hubspot',
  variables: Object.keys(SETTINGS),
  secretVariable: 'MESHLINE_HUBSPOT_WEBHOOK_SECRET',

  connect(variables, now) {
    const settings = readVendorSettings(SETTINGS, variables)
    if (!settings) return { signals: hubspotSignals, api: null }
    const client = hubspotClient({
      accessToken: settings.MESHLINE_HUBSPOT_ACCESS_TOKEN,
      apiUrl: settings.MESHLINE_HUBSPOT_API_URL,
    })
    const api = {
      reader: hubspotReader({ client, portal: portalReader(client), now }),
      executors: [],
      check: () => checkHubspot(client),
    }
    return { signals: hubspotSignals, api }
  },
}
