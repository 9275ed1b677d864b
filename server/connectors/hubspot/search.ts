import { VendorUnavailable } from '../connector.ts'
import type { HubspotClient } from './client.ts'
import type { Kind } from './kinds.ts'
import { SearchAnswer } from './shapes.ts'

/** A condition of HubSpot's search; values are texts, times are epoch milliseconds. */
export type Filter =
  | { readonly propertyName: string; readonly operator: 'EQ' | 'GT' | 'GTE' | 'LTE'; readonly value: string }
  | { readonly propertyName: string; readonly operator: 'IN'; readonly values: readonly string[] }

export const PAGE = 100

/** The first hundred that meet all the filters, by ascending id. Throws VendorUnavailable. */
export async function search(
  client: HubspotClient,
  { plural, properties }: Kind,
  filters: readonly Filter[],
): Promise<SearchAnswer> {
  const sorts = [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }]
  const order = { filterGroups: [{ filters }], sorts, properties, limit: PAGE }
  const parsed = SearchAnswer.safeParse(await client.call('POST', `/crm/v3/objects/${plural}/search`, order))
  if (parsed.success) return parsed.data
  throw new VendorUnavailable({
    en: `HubSpot answered a search for ${plural} in a way nobody can read: ${parsed.error.message}`,
    de: `HubSpot hat eine Suche nach ${plural} unlesbar beantwortet: ${parsed.error.message}`,
  })
}
