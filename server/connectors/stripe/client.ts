import Stripe from 'stripe'
import { VendorUnavailable } from '../connector.ts'

const TIMEOUT_MS = 15_000

/**
 * Stripe's own client without its retries: whether a call happened is for the outbox to find out. The fetch
 * transport matters: the default one repeats a call once when the connection closes (stripe-node 23, RequestSender).
 */
export function stripeClient({ apiKey, apiUrl }: { apiKey: string; apiUrl: string }): Stripe {
  const { protocol, hostname, port } = new URL(apiUrl)
  return new Stripe(apiKey, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    ...(port && { port: Number(port) }),
    httpClient: Stripe.createFetchHttpClient(),
    maxNetworkRetries: 0,
    timeout: TIMEOUT_MS,
    telemetry: false,
  })
}

/** The answer of a read, null where Stripe has no such object. Throws VendorUnavailable on anything else. */
export async function readOrNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError && error.statusCode === 404) return null
    throw unavailable(error)
  }
}

/** Stripe has no object of the id that was named. */
export function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && error.code === 'resource_missing'
}

export function unavailable(error: unknown): VendorUnavailable {
  if (error instanceof VendorUnavailable) return error
  const status = error instanceof Stripe.errors.StripeError ? error.statusCode : undefined
  if (status === 403) {
    const words = {
      en: `Stripe's key lacks a permission; add it to the key in MESHLINE_STRIPE_API_KEY. Stripe says: ${wordsOf(error)}`,
      de: `Dem Stripe-Schlüssel fehlt eine Berechtigung; beim Schlüssel in MESHLINE_STRIPE_API_KEY ergänzen. Stripe sagt: ${wordsOf(error)}`,
    }
    return new VendorUnavailable(words, { cause: error })
  }
  if (status === 401) {
    const words = {
      en: 'Stripe refused the key; check MESHLINE_STRIPE_API_KEY',
      de: 'Stripe hat den Schlüssel abgelehnt; MESHLINE_STRIPE_API_KEY prüfen',
    }
    return new VendorUnavailable(words, { cause: error })
  }
  const words = status
    ? { en: `Stripe answered ${status}`, de: `Stripe hat mit ${status} geantwortet` }
    : { en: 'Stripe did not answer', de: 'Stripe hat nicht geantwortet' }
  return new VendorUnavailable(words, { cause: error, retryAfterMs: retryAfterOf(error) })
}

export function retryAfterOf(error: unknown): number | null {
  if (!(error instanceof Stripe.errors.StripeError)) return null
  const seconds = Number(error.headers?.['retry-after'])
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
