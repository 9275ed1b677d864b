import { type Outcome, VendorUnavailable } from './connector.ts'

/** A vendor did not answer. `sent` is false only where the request certainly never left. */
export class VendorSilent extends VendorUnavailable {
  readonly sent: boolean

  constructor(vendor: string, cause: unknown) {
    super({ en: `${vendor} did not answer`, de: `${vendor} hat nicht geantwortet` }, { cause })
    this.sent = !neverLeft(cause)
  }
}

/** Turns outages into outcomes: a call that never left is not the same as one nobody answered. */
export async function settleCall(vendor: string, act: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof VendorUnavailable)) throw error
    const { en, de } = error.words
    if (!(error instanceof VendorSilent && error.sent)) {
      const why = { en: `${en}; nothing was changed`, de: `${de}; nichts wurde geändert` }
      return { kind: 'unavailable', why, retryAfterMs: error.retryAfterMs }
    }
    const why = {
      en: `${vendor} did not answer; we are checking`,
      de: `${vendor} hat nicht geantwortet; wir prüfen es`,
    }
    return { kind: 'unknown', why }
  }
}

const NOTHING_SENT: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'])

function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && NOTHING_SENT.has(cause.code)
}
