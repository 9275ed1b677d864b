import { parseExactJson } from '../../../shared/exact-json.ts'
import { VendorSilent } from '../vendor-silent.ts'

const TIMEOUT_MS = 30_000

/** An answer of Salesforce, whatever its status. */
export interface SalesforceAnswer {
  readonly status: number
  /** Null where it was no JSON. */
  readonly body: unknown
  readonly headers: Headers
}

/** One request, no retries. Throws VendorSilent where there is no answer; says nothing of what was sent. */
export async function request(url: string, init: RequestInit): Promise<SalesforceAnswer> {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
    const text = await response.text()
    return { status: response.status, body: parseOrNull(text), headers: response.headers }
  } catch (error) {
    throw new VendorSilent('Salesforce', error)
  }
}

/** Milliseconds Salesforce asks to wait, null where it does not. */
export function retryAfterOf(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds * 1000 : null
}

function parseOrNull(text: string): unknown {
  try {
    return parseExactJson(text)
  } catch {
    return null
  }
}
