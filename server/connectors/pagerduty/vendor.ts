import type { Vendor } from '../connector.ts'
import { pagerdutySignals } from './signals.ts'

export const pagerduty: Vendor = {
  source: 'pagerduty',
  variables: [],
  secretVariable: 'MESHLINE_PAGERDUTY_WEBHOOK_SECRET',
  connect: () => ({ signals: pagerdutySignals, api: null }),
}
