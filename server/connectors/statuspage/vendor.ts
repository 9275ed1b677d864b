import type { Vendor } from '../connector.ts'
import { statuspageSignals } from './signals.ts'

export const statuspage: Vendor = {
  source: 'statuspage',
  variables: [],
  secretVariable: 'MESHLINE_STATUSPAGE_WEBHOOK_TOKEN',
  connect: () => ({ signals: statuspageSignals, api: null }),
}
