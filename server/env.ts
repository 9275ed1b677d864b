import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

const url = (what: string) =>
  z
    .url({ protocol: /^https?$/, error: `must be an http or https address, ${what}` })
    .transform(text => text.replace(/\/+$/, ''))
const secrets = z
  .string()
  .transform(text =>
    text
      .split(',')
      .map(secret => secret.trim())
      .filter(secret => secret !== ''),
  )
  .pipe(z.array(z.string().min(8, 'each secret must have at least 8 characters')).min(1, 'must not be empty'))

const Variables = z.object({
  MESHLINE_PORT: z.coerce
    .number('must be a port number')
    .int('must be a whole number')
    .min(0, 'must be 0 to 65535')
    .max(65_535, 'must be 0 to 65535')
    .default(8787),
  MESHLINE_HOST: z.string().default('127.0.0.1'),
  MESHLINE_DATA_DIR: z.string().default('.data'),
  MESHLINE_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://; leave it out to use SQLite')
    .optional(),
  MESHLINE_SECRET_KEY: z
    .string()
    .min(32, 'must have at least 32 characters; make one with: openssl rand -hex 32')
    .optional(),
  MESHLINE_PUBLIC_URL: url('such as https://meshline.acme.com').optional(),
  MESHLINE_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  MESHLINE_ZENDESK_URL: url('such as https://acme.zendesk.com').optional(),
  MESHLINE_ZENDESK_EMAIL: z.email('must be the e-mail address the API token belongs to').optional(),
  MESHLINE_ZENDESK_API_TOKEN: z.string().min(1).optional(),
  MESHLINE_ZENDESK_WEBHOOK_SECRET: secrets.optional(),
  MESHLINE_STRIPE_API_KEY: z
    .string()
    .regex(/^(sk|rk)_/, 'must be a secret (sk_...) or restricted (rk_...) key')
    .optional(),
  MESHLINE_STRIPE_WEBHOOK_SECRET: secrets.optional(),
  MESHLINE_STRIPE_API_URL: url('such as https://api.stripe.com').default('https://api.stripe.com'),
})

export interface ZendeskSettings {
  readonly url: string
  readonly email: string
  readonly apiToken: string
}

export interface StripeSettings {
  readonly apiKey: string
  readonly apiUrl: string
}

/** Everything the environment decides, checked. A vendor without credentials is null. */
export interface Settings {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly databaseUrl: string | null
  readonly secretKey: string
  readonly publicUrl: string
  readonly logLevel: z.infer<typeof Variables>['MESHLINE_LOG_LEVEL']
  readonly zendesk: ZendeskSettings | null
  readonly stripe: StripeSettings | null
  /** Signing secrets by source; a source without any answers 503. */
  readonly webhookSecrets: Readonly<Record<string, readonly string[]>>
}

/** A setting that cannot be used; the message has a line for each, saying what to do. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings'
}

/** Reads and checks `variables`. Creates the data folder and, where none is given, a secret key in it. */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): Settings {
  const filled = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = Variables.safeParse(filled)
  if (!parsed.success) {
    throw new BadSettings(
      parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
    )
  }
  const given = parsed.data
  const dataDir = openDataDir(given.MESHLINE_DATA_DIR)
  return {
    port: given.MESHLINE_PORT,
    host: given.MESHLINE_HOST,
    dataDir,
    databaseUrl: given.MESHLINE_DATABASE_URL ?? null,
    secretKey: given.MESHLINE_SECRET_KEY ?? ownSecretKey(dataDir),
    publicUrl: given.MESHLINE_PUBLIC_URL ?? `http://${given.MESHLINE_HOST}:${given.MESHLINE_PORT}`,
    logLevel: given.MESHLINE_LOG_LEVEL,
    zendesk: zendeskSettings(given),
    stripe: given.MESHLINE_STRIPE_API_KEY
      ? { apiKey: given.MESHLINE_STRIPE_API_KEY, apiUrl: given.MESHLINE_STRIPE_API_URL }
      : null,
    webhookSecrets: {
      ...(given.MESHLINE_ZENDESK_WEBHOOK_SECRET && { zendesk: given.MESHLINE_ZENDESK_WEBHOOK_SECRET }),
      ...(given.MESHLINE_STRIPE_WEBHOOK_SECRET && { stripe: given.MESHLINE_STRIPE_WEBHOOK_SECRET }),
    },
  }
}

function zendeskSettings(given: z.infer<typeof Variables>): ZendeskSettings | null {
  const parts = {
    MESHLINE_ZENDESK_URL: given.MESHLINE_ZENDESK_URL,
    MESHLINE_ZENDESK_EMAIL: given.MESHLINE_ZENDESK_EMAIL,
    MESHLINE_ZENDESK_API_TOKEN: given.MESHLINE_ZENDESK_API_TOKEN,
  }
  const missing = Object.entries(parts).flatMap(([name, value]) => (value === undefined ? [name] : []))
  if (missing.length === Object.keys(parts).length) return null
  if (missing.length > 0) {
    throw new BadSettings(
      `${missing.join(', ')}: missing; Zendesk needs its address, e-mail and API token together`,
    )
  }
  return {
    url: parts.MESHLINE_ZENDESK_URL ?? '',
    email: parts.MESHLINE_ZENDESK_EMAIL ?? '',
    apiToken: parts.MESHLINE_ZENDESK_API_TOKEN ?? '',
  }
}

function openDataDir(path: string): string {
  const dataDir = resolve(path)
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new BadSettings(
      `MESHLINE_DATA_DIR: cannot make ${dataDir} (${String(error)}); choose a folder you may write to`,
    )
  }
  return dataDir
}

function ownSecretKey(dataDir: string): string {
  const path = join(dataDir, 'secret-key')
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  return readFileSync(path, 'utf8').trim()
}
