import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { LOCALES, type Locale } from '../shared/locale.ts'
import { BadSettings } from './bad-settings.ts'
import type { Vendor } from './connectors/connector.ts'
import { readVendorSettings, urlSetting } from './connectors/settings.ts'
import { VENDORS } from './connectors/vendors.ts'
import { type MailSettings, Sender, ServerUrl } from './mail/settings.ts'

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
  MESHLINE_PUBLIC_URL: urlSetting('such as https://meshline.acme.com').optional(),
  MESHLINE_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  MESHLINE_MAIL_LANGUAGE: z.enum(LOCALES, `must be one of ${LOCALES.join(', ')}`).default('en'),
})

/** Both or neither. */
const MailVariables = {
  MESHLINE_SMTP_URL: ServerUrl,
  MESHLINE_MAIL_FROM: Sender,
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
  /** What there is to connect to; with or without settings. */
  readonly vendors: readonly Vendor[]
  /** The variables of vendors, checked; each vendor reads its own. */
  readonly vendorVariables: Readonly<Record<string, string>>
  /** Signing secrets by source; a source without any answers 503. */
  readonly webhookSecrets: Readonly<Record<string, readonly string[]>>
  /** Null where no mail can be sent. */
  readonly mail: MailSettings | null
  readonly mailLanguage: Locale
}

/** Reads and checks `variables`. Creates the data folder and, where none is given, a secret key in it. */
export function readSettings(
  variables: Readonly<Record<string, string | undefined>>,
  vendors: readonly Vendor[] = VENDORS,
): Settings {
  const filled = Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
  )
  const parsed = Variables.safeParse(filled)
  const { mistakes, vendorVariables, webhookSecrets } = readVendors(filled, vendors)
  const mail = gathering(mistakes, () => readMail(filled)) ?? null
  if (!parsed.success) {
    mistakes.unshift(...parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`))
  }
  if (!parsed.success || mistakes.length > 0) throw new BadSettings(mistakes.join('\n'))
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
    vendors,
    vendorVariables,
    webhookSecrets,
    mail,
    mailLanguage: given.MESHLINE_MAIL_LANGUAGE,
  }
}

function readMail(variables: Readonly<Record<string, string>>): MailSettings | null {
  const read = readVendorSettings(MailVariables, variables)
  return read && { ...read.MESHLINE_SMTP_URL, from: read.MESHLINE_MAIL_FROM }
}

/** What `read` finds; its mistakes, where it has any, join the others. */
function gathering<T>(mistakes: string[], read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error
    mistakes.push(error.message)
    return undefined
  }
}

/** Each vendor's variables and secrets, with a line for each mistake in them. */
function readVendors(variables: Readonly<Record<string, string>>, vendors: readonly Vendor[]) {
  const mistakes: string[] = []
  const vendorVariables: Record<string, string> = {}
  const webhookSecrets: Record<string, readonly string[]> = {}
  for (const vendor of vendors) {
    for (const name of vendor.variables) {
      const value = variables[name]
      if (value) vendorVariables[name] = value
    }
    gathering(mistakes, () => vendor.connect(variables, () => 0))
    const text = vendor.secretVariable ? variables[vendor.secretVariable] : undefined
    if (text === undefined) continue
    const given = secrets.safeParse(text)
    if (given.success) webhookSecrets[vendor.source] = given.data
    else mistakes.push(...given.error.issues.map(({ message }) => `${vendor.secretVariable}: ${message}`))
  }
  return { mistakes, vendorVariables, webhookSecrets }
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
