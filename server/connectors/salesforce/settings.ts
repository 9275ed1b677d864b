import { createPrivateKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { BadSettings } from '../../bad-settings.ts'
import type { Variables } from '../connector.ts'
import { readVendorSettings, urlSetting } from '../settings.ts'
import type { Grant } from './token.ts'

const privateKey = z.string().transform((text, context): KeyObject => {
  try {
    const key = createPrivateKey(text.replaceAll(String.raw`\n`, '\n'))
    if (key.asymmetricKeyType === 'rsa') return key
  } catch {
    // What was wrong with it might show some of it.
  }
  context.addIssue({
    code: 'custom',
    message: 'must be an RSA private key in PEM, its lines separated by line breaks or by \\n',
  })
  return z.NEVER
})

export const SETTINGS = {
  MESHLINE_SALESFORCE_URL: urlSetting('such as https://acme.my.salesforce.com'),
  MESHLINE_SALESFORCE_CLIENT_ID: z.string(),
  MESHLINE_SALESFORCE_CLIENT_SECRET: z.string().optional(),
  MESHLINE_SALESFORCE_USERNAME: z.string().optional(),
  MESHLINE_SALESFORCE_PRIVATE_KEY: privateKey.optional(),
  MESHLINE_SALESFORCE_LOGIN_URL: urlSetting(
    'https://login.salesforce.com or https://test.salesforce.com',
  ).default('https://login.salesforce.com'),
}

const SECRET = 'MESHLINE_SALESFORCE_CLIENT_SECRET'
const USER = ['MESHLINE_SALESFORCE_USERNAME', 'MESHLINE_SALESFORCE_PRIVATE_KEY'] as const
const ONE_WAY = `set either ${SECRET}, or ${USER.join(' and ')}`

/** Where the API is and how to sign in there; null where nothing is set. Throws BadSettings. */
export function salesforceSettings(variables: Variables): { url: string; grant: Grant } | null {
  const settings = readVendorSettings(SETTINGS, variables)
  if (!settings) {
    const alone = [SECRET, ...USER].find(name => variables[name])
    if (!alone) return null
    throw new BadSettings(
      `MESHLINE_SALESFORCE_URL and MESHLINE_SALESFORCE_CLIENT_ID: missing; needed beside ${alone}`,
    )
  }
  const url = settings.MESHLINE_SALESFORCE_URL
  const clientId = settings.MESHLINE_SALESFORCE_CLIENT_ID
  const secret = settings.MESHLINE_SALESFORCE_CLIENT_SECRET
  const username = settings.MESHLINE_SALESFORCE_USERNAME
  const key = settings.MESHLINE_SALESFORCE_PRIVATE_KEY
  if (secret && (username || key)) throw new BadSettings(`${SECRET}: one way to sign in too many; ${ONE_WAY}`)
  if (secret) return { url, grant: { kind: 'client-credentials', url, clientId, secret } }
  if (!username && !key) throw new BadSettings(`MESHLINE_SALESFORCE_CLIENT_ID: no way to sign in; ${ONE_WAY}`)
  if (!username || !key) {
    const [missing, given] = username ? [USER[1], USER[0]] : USER
    throw new BadSettings(`${missing}: missing; needed beside ${given}`)
  }
  const loginUrl = settings.MESHLINE_SALESFORCE_LOGIN_URL
  return { url, grant: { kind: 'jwt', loginUrl, clientId, username, privateKey: key } }
}
