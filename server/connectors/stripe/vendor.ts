import { z } from 'zod'
import type { Vendor } from '../connector.ts'
import { executorOf } from '../executor-of.ts'
import { readVendorSettings, urlSetting } from '../settings.ts'
import { checkStripe } from './check.ts'
import { stripeClient } from './client.ts'
import { stripeReader } from './reader.ts'
import { refundExecutor } from './refund.ts'
import { stripeSignals } from './signals.ts'

const SETTINGS = {
  MESHLINE_STRIPE_API_KEY: z
    .string()
    .regex(/^(sk|rk)_/, 'must be a secret (sk_...) or restricted (rk_...) key'),
  MESHLINE_STRIPE_API_URL: urlSetting('such as https://api.stripe.com').default('https://api.stripe.com'),
}

export const stripe: Vendor = {
  source: 'stripe',
  variables: Object.keys(SETTINGS),
  secretVariable: 'MESHLINE_STRIPE_WEBHOOK_SECRET',

  connect(variables, now) {
    const settings = readVendorSettings(SETTINGS, variables)
    if (!settings) return { signals: stripeSignals, api: null }
    const client = stripeClient({
      apiKey: settings.MESHLINE_STRIPE_API_KEY,
      apiUrl: settings.MESHLINE_STRIPE_API_URL,
    })
    const api = {
      reader: stripeReader(client, now),
      executors: [executorOf('refund', refundExecutor(client))],
      check: () => checkStripe(client),
    }
    return { signals: stripeSignals, api }
  },
}
