import type { VendorAccount } from '../connector.ts'
import type { HubspotClient } from './client.ts'
import { readPortal } from './portal.ts'

/** Who we are at HubSpot, asked anew. Throws VendorUnavailable, with what to mend. */
export async function checkHubspot(client: HubspotClient): Promise<VendorAccount> {
  const { id, domain } = await readPortal(client)
  return { name: `HubSpot account ${id} (${domain})`, warnings: [] }
}
