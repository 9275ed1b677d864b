import { type KeyObject, sign } from 'node:crypto'
import { z } from 'zod'
import { salesforceId } from '../../../shared/salesforce-id.ts'
import { UnreadableAnswer } from '../connector.ts'
import { request, retryAfterOf } from './http.ts'
import { refusedBy } from './refused.ts'

/** How Meshline proves who it is: with the connected app's secret, or as one user with the app's private key. */
export type Grant =
  | {
      readonly kind: 'client-credentials'
      readonly url: string
      readonly clientId: string
      readonly secret: string
    }
  | {
      readonly kind: 'jwt'
      readonly loginUrl: string
      readonly clientId: string
      readonly username: string
      readonly privateKey: KeyObject
    }

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  instance_url: z.string(),
  /** `https://login.salesforce.com/id/<organization>/<user>` */
  id: z.string().nullish().catch(null),
})

/** A token as given out. `instanceUrl` is the organization's own address, such as `https://acme.my.salesforce.com`. */
export interface Token {
  readonly value: string
  readonly instanceUrl: string
  /** Whom it acts as; null where Salesforce did not say. */
  readonly userId: string | null
}

export interface Tokens {
  /** The token in use; fetched where there is none yet. Throws VendorUnavailable. */
  current(): Promise<Token>
  /** A token other than the one Salesforce has just refused. Calls that find out together share one. */
  insteadOf(refused: Token): Promise<Token>
}

/** Salesforce does not say how long a token lasts: it is used until it is refused. Kept in memory only. */
export function tokensOf(grant: Grant, now: () => number): Tokens {
  let held: Promise<Token> | null = null
  const renew = (): Promise<Token> => {
    const fetched = fetchToken(grant, now())
    held = fetched
    fetched.catch(() => {
      if (held === fetched) held = null
    })
    return fetched
  }
  const current = () => held ?? renew()
  return {
    current,
    async insteadOf(refused) {
      const asked = current()
      const token = await asked
      if (token.value !== refused.value) return token
      // Whoever came back from the same wait first has already asked for the next one.
      return held !== null && held !== asked ? held : renew()
    },
  }
}

async function fetchToken(grant: Grant, now: number): Promise<Token> {
  const base = grant.kind === 'jwt' ? grant.loginUrl : grant.url
  const { status, body, headers } = await request(`${base}/services/oauth2/token`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(formOf(grant, now)),
  })
  if (status !== 200) throw refusedBy(status, body, retryAfterOf(headers))
  const parsed = TokenAnswer.safeParse(body)
  if (!parsed.success) {
    throw new UnreadableAnswer({
      en: 'Salesforce answered the request for a token without one',
      de: 'Salesforce hat auf die Frage nach einem Token ohne eines geantwortet',
    })
  }
  const { access_token: value, instance_url, id } = parsed.data
  const userId = salesforceId(id?.split('/').at(-1) ?? '')
  return { value, instanceUrl: instance_url.replace(/\/+$/, ''), userId }
}

function formOf(grant: Grant, now: number): Record<string, string> {
  if (grant.kind === 'client-credentials') {
    return { grant_type: 'client_credentials', client_id: grant.clientId, client_secret: grant.secret }
  }
  return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertionOf(grant, now) }
}

/** Salesforce takes assertions that end within three minutes. */
const ASSERTION_SECONDS = 120

function assertionOf(
  { clientId, username, loginUrl, privateKey }: Extract<Grant, { kind: 'jwt' }>,
  now: number,
) {
  const exp = Math.floor(now / 1000) + ASSERTION_SECONDS
  const claims = { iss: clientId, sub: username, aud: loginUrl, exp }
  const signed = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`
}
