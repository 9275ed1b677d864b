import { z } from 'zod'
import { parseExactJson } from '../../../shared/exact-json.ts'
import { VendorUnavailable } from '../connector.ts'

const TIMEOUT_MS = 15_000

/** Where the API is and who calls it. */
export interface HubspotCredentials {
  readonly apiUrl: string
  readonly accessToken: string
}

export interface HubspotClient {
  /** One call, no retries. The body of the answer, null for a 404. Throws VendorUnavailable. */
  call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown>
}

export function hubspotClient({ apiUrl, accessToken }: HubspotCredentials): HubspotClient {
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }
  return {
    async call(method, path, body) {
      const { response, text } = await answered(apiUrl + path, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      if (response.status === 404) return null
      if (!response.ok) throw refusal(response, text)
      return parsed(text)
    },
  }
}

async function answered(
  address: string,
  request: RequestInit,
): Promise<{ response: Response; text: string }> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(address, { ...request, signal, redirect: 'error' })
    return { response, text: await response.text() }
  } catch (error) {
    const words = { en: 'HubSpot did not answer', de: 'HubSpot hat nicht geantwortet' }
    throw new VendorUnavailable(words, { cause: error })
  }
}

function parsed(text: string): unknown {
  try {
    return parseExactJson(text)
  } catch (error) {
    const words = { en: 'HubSpot’s answer is not JSON', de: 'HubSpots Antwort ist kein JSON' }
    throw new VendorUnavailable(words, { cause: error })
  }
}

function refusal({ status, headers }: Response, text: string): VendorUnavailable {
  if (status === 401) {
    return new VendorUnavailable({
      en: 'HubSpot refused the token; check MESHLINE_HUBSPOT_ACCESS_TOKEN',
      de: 'HubSpot hat das Token abgelehnt; MESHLINE_HUBSPOT_ACCESS_TOKEN prüfen',
    })
  }
  if (status === 403) {
    return new VendorUnavailable({
      en: 'The HubSpot app may not read contacts; give it crm.objects.contacts.read and crm.objects.companies.read',
      de: 'Die HubSpot-App darf keine Kontakte lesen; sie braucht crm.objects.contacts.read und crm.objects.companies.read',
    })
  }
  const words = { en: `HubSpot answered ${status}`, de: `HubSpot hat mit ${status} geantwortet` }
  return new VendorUnavailable(words, { retryAfterMs: retryAfterOf(headers) ?? waitOf(status, text) })
}

function retryAfterOf(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds * 1000 : null
}

const Limit = z.object({ policyName: z.string() })
const BURST_MS = 10_000
const DAILY_MS = 15 * 60_000

/** HubSpot names the limit that was hit more often than it says how long to wait. */
function waitOf(status: number, text: string): number | null {
  if (status !== 429) return null
  try {
    return Limit.parse(JSON.parse(text)).policyName === 'DAILY' ? DAILY_MS : BURST_MS
  } catch {
    return BURST_MS
  }
}
