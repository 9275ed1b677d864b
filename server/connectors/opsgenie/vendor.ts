import type { Vendor } from '../connector.ts'
import { opsgenieSignals } from './signals.ts'

export const opsgenie: Vendor = {
  source: 'opsgenie',
  variables: [],
  secretVariable: 'MESHLINE_OPSGENIE_WEBHOOK_TOKEN',
  connect: () => ({ signals: opsgenieSignals, api: null }),
}
