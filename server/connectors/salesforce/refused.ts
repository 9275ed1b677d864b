import { z } from 'zod'
import type { Localized } from '../../../shared/locale.ts'
import { VendorUnavailable } from '../connector.ts'

/** The daily calls come back hour by hour, not all at midnight, so it is worth asking again before the day is over. */
const LIMIT_PAUSE_MS = 15 * 60_000
const LOCK_PAUSE_MS = 2000

interface Saying {
  readonly words: Localized
  readonly retryAfterMs: number | null
}

/** Salesforce answered, and not with what was asked for. */
export class SalesforceRefused extends VendorUnavailable {
  /** Salesforce's own, such as `INVALID_FIELD`, or `HTTP 502`. */
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, { words, retryAfterMs }: Saying) {
    super(words, { retryAfterMs })
    this.code = code
    this.status = status
  }
}

interface Known {
  readonly words: (message: string) => Localized
  readonly retryAfterMs?: number
}

/** What to do about the refusals that somebody can do something about. */
const KNOWN: Readonly<Record<string, Known>> = {
  INVALID_SESSION_ID: {
    words: () => ({
      en: 'Salesforce refused a token it had just given out; check that MESHLINE_SALESFORCE_URL is the organization the connected app belongs to',
      de: 'Salesforce hat ein eben erst ausgestelltes Token abgelehnt; prüfen, ob MESHLINE_SALESFORCE_URL die Organisation der verbundenen App ist',
    }),
  },
  REQUEST_LIMIT_EXCEEDED: {
    words: () => ({
      en: 'Salesforce’s API calls of the last 24 hours are used up; Meshline asks again in 15 minutes. Setup > Company Information shows who uses them',
      de: 'Die API-Aufrufe der letzten 24 Stunden sind bei Salesforce verbraucht; Meshline fragt in 15 Minuten wieder. Setup > Unternehmensinformationen zeigt den Verbrauch',
    }),
    retryAfterMs: LIMIT_PAUSE_MS,
  },
  UNABLE_TO_LOCK_ROW: {
    words: () => ({
      en: 'Somebody else is saving the same Salesforce record; Meshline tries again by itself',
      de: 'Jemand anderes speichert gerade denselben Salesforce-Datensatz; Meshline versucht es von selbst wieder',
    }),
    retryAfterMs: LOCK_PAUSE_MS,
  },
  API_DISABLED_FOR_ORG: {
    words: () => ({
      en: 'The Salesforce integration user may not use the API; give it the permission "API Enabled"',
      de: 'Der Integrationsbenutzer darf die Salesforce-API nicht benutzen; ihm die Berechtigung „API aktiviert“ geben',
    }),
  },
  INSUFFICIENT_ACCESS: {
    words: message => ({
      en: `The Salesforce integration user may not read this (${message}); add the object to its permission set`,
      de: `Der Integrationsbenutzer darf das in Salesforce nicht lesen (${message}); das Objekt in seinen Berechtigungssatz aufnehmen`,
    }),
  },
  INSUFFICIENT_ACCESS_OR_READONLY: {
    words: message => ({
      en: `The Salesforce integration user may not change this (${message}); give it Edit and, for owners, Transfer Cases`,
      de: `Der Integrationsbenutzer darf das in Salesforce nicht ändern (${message}); ihm „Bearbeiten“ und für Inhaber „Kundenvorgänge übertragen“ geben`,
    }),
  },
  ENTITY_IS_LOCKED: {
    words: () => ({
      en: 'The record is locked in Salesforce while it waits for an approval there',
      de: 'Der Datensatz ist in Salesforce gesperrt, solange dort eine Genehmigung aussteht',
    }),
  },
  INVALID_TYPE: {
    words: message => ({
      en: `The Salesforce integration user cannot see an object (${message}); add it to its permission set`,
      de: `Der Integrationsbenutzer sieht in Salesforce ein Objekt nicht (${message}); es in seinen Berechtigungssatz aufnehmen`,
    }),
  },
  invalid_client: {
    words: () => ({
      en: 'Salesforce does not know this client secret; check MESHLINE_SALESFORCE_CLIENT_SECRET',
      de: 'Salesforce kennt dieses Client-Secret nicht; MESHLINE_SALESFORCE_CLIENT_SECRET prüfen',
    }),
  },
  invalid_client_id: {
    words: () => ({
      en: 'Salesforce does not know this connected app; check MESHLINE_SALESFORCE_CLIENT_ID, and give a new app ten minutes',
      de: 'Salesforce kennt diese verbundene App nicht; MESHLINE_SALESFORCE_CLIENT_ID prüfen und einer neuen App zehn Minuten Zeit geben',
    }),
  },
  invalid_grant: {
    words: message => ({
      en: `Salesforce gives no token (${message}); in the connected app's policies pre-authorize the integration user, and check MESHLINE_SALESFORCE_USERNAME, MESHLINE_SALESFORCE_LOGIN_URL and the uploaded certificate`,
      de: `Salesforce stellt kein Token aus (${message}); in den Richtlinien der verbundenen App den Integrationsbenutzer vorab autorisieren, MESHLINE_SALESFORCE_USERNAME, MESHLINE_SALESFORCE_LOGIN_URL und das hochgeladene Zertifikat prüfen`,
    }),
  },
}

const NO_JSON: Localized = {
  en: 'Salesforce answered with a page instead of data, as it does during maintenance; Meshline tries again',
  de: 'Salesforce hat statt Daten eine Seite geschickt, wie bei Wartungsarbeiten; Meshline versucht es wieder',
}

const Errors = z.array(z.object({ errorCode: z.string(), message: z.string().default('') })).min(1)
const OAuthError = z.object({ error: z.string(), error_description: z.string().default('') })

/** An answer that is not what was asked for, as an error that says what to do. `body` is an API or an OAuth error. */
export function refusedBy(status: number, body: unknown, retryAfterMs: number | null): SalesforceRefused {
  if (status === 200) return new SalesforceRefused('HTTP 200', status, { words: NO_JSON, retryAfterMs })
  const { code, message } = complaintIn(body) ?? { code: `HTTP ${status}`, message: '' }
  const known = KNOWN[code]
  if (known) {
    const words = known.words(message)
    return new SalesforceRefused(code, status, { words, retryAfterMs: known.retryAfterMs ?? retryAfterMs })
  }
  const detail = message === '' ? code : `${code}: ${message}`
  const words = { en: `Salesforce answered ${detail}`, de: `Salesforce hat geantwortet: ${detail}` }
  return new SalesforceRefused(code, status, { words, retryAfterMs })
}

function complaintIn(body: unknown): { code: string; message: string } | null {
  const errors = Errors.safeParse(body)
  const first = errors.success ? errors.data[0] : undefined
  if (first) return { code: first.errorCode, message: first.message }
  const oauth = OAuthError.safeParse(body)
  return oauth.success ? { code: oauth.data.error, message: oauth.data.error_description } : null
}
