import type { Vendor } from '../connector.ts'
import { usageSignals } from './signals.ts'

/** What the product itself knows of its customers, pushed by whoever runs it: docs/usage-signals.md. */
export const usage: Vendor = {
  source: 'usage',
  variables: [],
  secretVariable: 'MESHLINE_USAGE_WEBHOOK_SECRET',
  connect: () => ({ signals: usageSignals, api: null }),
}
