import { VendorUnavailable } from '../connector.ts'
import type { HubspotClient } from './client.ts'
import { AccountAnswer } from './shapes.ts'

/** The HubSpot account the token belongs to. */
export interface Portal {
  readonly id: string
  /** Of its pages, such as `app.hubspot.com` or `app-eu1.hubspot.com`. */
  readonly domain: string
}

const DOMAIN = 'app.hubspot.com'

/** Reads the portal when it is first wanted and remembers it, for it never changes. */
export function portalReader(client: HubspotClient): () => Promise<Portal> {
  let known: Portal | null = null
  return async () => {
    known ??= await readPortal(client)
    return known
  }
}

/** Whose token it is. Throws VendorUnavailable. */
export async function readPortal(client: HubspotClient): Promise<Portal> {
  const parsed = AccountAnswer.safeParse(await client.call('GET', '/account-info/v3/details'))
  if (parsed.success) return { id: parsed.data.portalId, domain: parsed.data.uiDomain ?? DOMAIN }
  const words = {
    en: 'HubSpot does not say whose token it is; check MESHLINE_HUBSPOT_API_URL',
    de: 'HubSpot sagt nicht, wessen Token es ist; MESHLINE_HUBSPOT_API_URL prüfen',
  }
  throw new VendorUnavailable(words)
}
