import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { SimEnv } from '../request-log.ts'
import { GrantRefused, sessionExpired } from './error.ts'
import { type Author, INTEGRATION_USER } from './state.ts'

export interface AuthorEnv extends SimEnv {
  Variables: { author: Author }
}

export interface ConnectedApp {
  readonly clientId: string
  readonly clientSecret: string
  /** Whom JWT assertions may speak for. */
  readonly username: string
  /** What the organization says its address is, whatever it was called at. */
  readonly instanceUrl: string
}

const Header = z.object({ alg: z.literal('RS256') })
const Claims = z.object({ iss: z.string(), sub: z.string(), aud: z.string(), exp: z.number() })

/** Whom an assertion may be meant for, beside the organization itself. */
const LOGIN_URLS: readonly string[] = ['https://login.salesforce.com', 'https://test.salesforce.com']

/** A call of the token endpoint: when, and at which address. */
interface Called {
  readonly now: number
  readonly origin: string
}

/** An assertion may not be good for longer than three minutes; clocks may differ a little. */
const LONGEST_SECONDS = 190

/** Gives out tokens and knows which are still good. They end when told to, as nobody ever says how long they last. */
export class SimTokens {
  /** What callers called themselves in `Sforce-Call-Options`; null for one that did not. */
  readonly callers = new Set<string | null>()
  readonly #app: ConnectedApp
  #key: KeyObject | null = null
  #good = new Set<string>()
  #serial = 0

  constructor(app: ConnectedApp) {
    this.#app = app
  }

  /** The certificate that belongs to the connected app; PEM. */
  trustKey(pem: string): void {
    this.#key = createPublicKey(pem)
  }

  /** Every token given out so far is refused from now on. */
  expire(): void {
    this.#good.clear()
  }

  isGood(token: string): boolean {
    return this.#good.has(token)
  }

  /** The answer to a token request. Refuses as the token endpoint does. */
  grant(form: URLSearchParams, { now, origin }: Called): object {
    const kind = form.get('grant_type')
    if (kind === 'client_credentials') this.#checkSecret(form)
    else if (kind === 'urn:ietf:params:oauth:grant-type:jwt-bearer')
      this.#checkAssertion(form, { now, origin })
    else throw new GrantRefused('unsupported_grant_type', 'grant type not supported')
    this.#serial += 1
    const token = `00D5g000000AbCd!AQ8AQ.sim.${String(this.#serial).padStart(6, '0')}`
    this.#good.add(token)
    return {
      access_token: token,
      signature: 'c2ltdWxhdG9y',
      scope: 'api',
      instance_url: this.#app.instanceUrl,
      id: `https://login.salesforce.com/id/00D5g000000AbCdEAK/${INTEGRATION_USER}`,
      token_type: 'Bearer',
      issued_at: String(now),
    }
  }

  #checkSecret(form: URLSearchParams): void {
    if (form.get('client_id') !== this.#app.clientId) {
      throw new GrantRefused('invalid_client_id', 'client identifier invalid')
    }
    if (form.get('client_secret') !== this.#app.clientSecret) {
      throw new GrantRefused('invalid_client', 'invalid client credentials')
    }
  }

  #checkAssertion(form: URLSearchParams, { now, origin }: Called): void {
    const [header = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.')
    const signed = Buffer.from(`${header}.${claims}`)
    const isSigned =
      this.#key !== null && verify('RSA-SHA256', signed, this.#key, Buffer.from(signature, 'base64url'))
    if (!isSigned || !Header.safeParse(decoded(header)).success) {
      throw new GrantRefused('invalid_grant', 'invalid assertion')
    }
    const said = Claims.safeParse(decoded(claims)).data
    if (!said) throw new GrantRefused('invalid_grant', 'invalid assertion')
    const { iss, sub, aud, exp } = said
    if (iss !== this.#app.clientId) throw new GrantRefused('invalid_client_id', 'client identifier invalid')
    if (![origin, ...LOGIN_URLS].includes(aud)) throw new GrantRefused('invalid_grant', 'audience is invalid')
    if (exp * 1000 <= now) throw new GrantRefused('invalid_grant', 'expired authorization code')
    if (exp * 1000 > now + LONGEST_SECONDS * 1000)
      throw new GrantRefused('invalid_grant', 'invalid assertion')
    if (sub !== this.#app.username) {
      throw new GrantRefused('invalid_grant', "user hasn't approved this consumer")
    }
  }
}

/** Refuses a token that is not good, and notes who calls and what the caller calls itself. */
export function requireToken(tokens: SimTokens): MiddlewareHandler<AuthorEnv> {
  return async (c, next) => {
    const [scheme, token = ''] = (c.req.header('authorization') ?? '').split(' ')
    if (scheme !== 'Bearer' || !tokens.isGood(token)) throw sessionExpired()
    const client = clientOf(c)
    tokens.callers.add(client)
    const autoAssign = c.req.header('sforce-auto-assign')?.toUpperCase() !== 'FALSE'
    c.set('author', { userId: INTEGRATION_USER, client, autoAssign })
    await next()
  }
}

function clientOf(c: Context): string | null {
  return /client=([^;,\s]+)/.exec(c.req.header('sforce-call-options') ?? '')?.[1] ?? null
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    return null
  }
}
