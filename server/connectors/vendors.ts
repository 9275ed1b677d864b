import type { Vendor } from './connector.ts'
import { hubspot } from './hubspot/vendor.ts'
import { opsgenie } from './opsgenie/vendor.ts'
import { pagerduty } from './pagerduty/vendor.ts'
import { salesforce } from './salesforce/vendor.ts'
import { statuspage } from './statuspage/vendor.ts'
import { stripe } from './stripe/vendor.ts'
import { usage } from './usage/vendor.ts'
import { zendesk } from './zendesk/vendor.ts'

/** Every vendor Meshline can work with. Adding one is a folder and a line here: docs/new-connector.md. */
export const VENDORS: readonly Vendor[] = [
  zendesk,
  stripe,
  salesforce,
  hubspot,
  usage,
  pagerduty,
  opsgenie,
  statuspage,
]
