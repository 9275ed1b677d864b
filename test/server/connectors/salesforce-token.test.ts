import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BadSettings } from '../../../server/bad-settings.ts'
import { type VendorApi, VendorUnavailable } from '../../../server/connectors/connector.ts'
import { tokensOf } from '../../../server/connectors/salesforce/token.ts'
import { salesforce } from '../../../server/connectors/salesforce/vendor.ts'
import { ACME_SALESFORCE, addContacts } from '../../simulators/salesforce/acme.ts'
import { DAY } from '../../support/held-clock.ts'
import { connectTo, startOrg, type TestOrg } from './salesforce-org.ts'

const TOKEN = '/services/oauth2/token'
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

let org: TestOrg
beforeEach(async () => {
  org = await startOrg()
})
afterEach(() => org.sim.close())

const tokenCalls = () => org.sim.requests.of('POST', TOKEN)
const readAcme = (api: VendorApi) => api.reader.read({ type: 'account', id: ACME_SALESFORCE.account })

const readPage = (name: string, cursor: string | null) => {
  const stream = org.api.reader.streams.find(each => each.name === name)
  if (!stream) throw new Error(`There is no stream ${name}`)
  return stream.readPage(cursor)
}

describe('a token', () => {
  test('is fetched once for all calls, those at the same moment too', async () => {
    await Promise.all(Array.from({ length: 8 }, () => readAcme(org.api)))
    await readAcme(org.api)
    expect(tokenCalls()).toHaveLength(1)
  })

  test('that ends in the middle of a sync is replaced, and the page comes all the same', async () => {
    addContacts(org.sim.state, ACME_SALESFORCE.account, { count: 2500, at: org.clock.now() - DAY })
    const first = await readPage('contacts', null)
    org.sim.expireTokens()
    const second = await readPage('contacts', first.cursor)
    expect(first.records.length + second.records.length).toBe(2503)
    expect(tokenCalls()).toHaveLength(2)
  })

  test('that ends for many calls at once is replaced once', async () => {
    await readAcme(org.api)
    org.sim.expireTokens()
    const read = await Promise.all(Array.from({ length: 8 }, () => readAcme(org.api)))
    expect(read.every(observation => observation !== null)).toBe(true)
    expect(tokenCalls()).toHaveLength(2)
  })

  test('that two calls find refused at the very same moment is replaced once', async () => {
    const { url, clientId, clientSecret: secret } = org.sim
    const tokens = tokensOf({ kind: 'client-credentials', url, clientId, secret }, org.clock.now)
    const refused = await tokens.current()
    const [one, other] = await Promise.all([tokens.insteadOf(refused), tokens.insteadOf(refused)])
    expect(one.value).not.toBe(refused.value)
    expect(other).toBe(one)
    expect(tokenCalls()).toHaveLength(2)
  })

  test('refused although it is new is an outage that says what to check', async () => {
    org.sim.faults.failNext({ path: '/services/data', status: 401, times: 2 })
    const error = await readAcme(org.api).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(VendorUnavailable)
    expect(error).toMatchObject({
      words: {
        en: expect.stringContaining('MESHLINE_SALESFORCE_URL'),
        de: expect.stringContaining('prüfen'),
      },
    })
    expect(tokenCalls()).toHaveLength(2)
  })

  test('that could not be had is asked for again by the next call', async () => {
    org.sim.faults.failNext({ path: TOKEN, status: 500 })
    await expect(readAcme(org.api)).rejects.toThrow(VendorUnavailable)
    expect(await readAcme(org.api)).not.toBeNull()
  })

  test('and what it was had with are in no error', async () => {
    const api = connectTo(org.sim, org.clock.now, {
      MESHLINE_SALESFORCE_CLIENT_SECRET: 'not-the-secret-4711',
    })
    const error = await readAcme(api).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      words: { en: expect.stringContaining('MESHLINE_SALESFORCE_CLIENT_SECRET') },
    })
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('4711')
  })

  test('every call says that it is Meshline’s', async () => {
    await readAcme(org.api)
    await org.api.check()
    expect([...org.sim.callers]).toEqual(['meshline'])
  })
})

describe('a signed assertion', () => {
  const signIn = (more: Record<string, string> = {}) =>
    connectTo(org.sim, org.clock.now, {
      MESHLINE_SALESFORCE_USERNAME: org.sim.username,
      MESHLINE_SALESFORCE_PRIVATE_KEY: privateKey,
      MESHLINE_SALESFORCE_LOGIN_URL: org.sim.url,
      ...more,
    })

  test('signs in as the integration user', async () => {
    org.sim.trustKey(publicKey)
    expect(await readAcme(signIn())).not.toBeNull()
  })

  test('may be signed with a key whose line breaks are written out', async () => {
    org.sim.trustKey(publicKey)
    const MESHLINE_SALESFORCE_PRIVATE_KEY = privateKey.replaceAll('\n', String.raw`\n`)
    expect(await readAcme(signIn({ MESHLINE_SALESFORCE_PRIVATE_KEY }))).not.toBeNull()
  })

  test('of a key that the connected app does not have is refused, with what to do', async () => {
    const { publicKey: another } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    org.sim.trustKey(another)
    await expect(readAcme(signIn())).rejects.toThrow('the uploaded certificate')
  })

  test('for a user who was not admitted says so', async () => {
    org.sim.trustKey(publicKey)
    const reading = readAcme(signIn({ MESHLINE_SALESFORCE_USERNAME: 'somebody@acme.example' }))
    await expect(reading).rejects.toThrow("user hasn't approved this consumer")
  })
})

describe('the settings', () => {
  const URL = 'https://acme.my.salesforce.com'
  const usual = { MESHLINE_SALESFORCE_URL: URL, MESHLINE_SALESFORCE_CLIENT_ID: 'id' }
  const jwt = { MESHLINE_SALESFORCE_USERNAME: 'm@acme.example', MESHLINE_SALESFORCE_PRIVATE_KEY: privateKey }
  const mistakesIn = (variables: Record<string, string>): string => {
    try {
      salesforce.connect(variables, () => 0)
    } catch (error) {
      if (error instanceof BadSettings) return error.message
    }
    return 'none'
  }

  test('none at all leave the API closed and the signals open', () => {
    const { api, signals } = salesforce.connect({}, () => 0)
    expect(api).toBeNull()
    expect(signals?.source).toBe('salesforce')
  })

  test('only where to sign in counts as none', () => {
    expect(salesforce.connect({ MESHLINE_SALESFORCE_LOGIN_URL: URL }, () => 0).api).toBeNull()
  })

  test.each([
    ['the secret', { ...usual, MESHLINE_SALESFORCE_CLIENT_SECRET: 'secret' }],
    ['the user and the key', { ...usual, ...jwt }],
  ])('%s is one way', (_what, variables) => {
    expect(mistakesIn(variables)).toBe('none')
  })

  test.each([
    ['no way', usual, /either MESHLINE_SALESFORCE_CLIENT_SECRET, or MESHLINE_SALESFORCE_USERNAME and/],
    [
      'both ways',
      { ...usual, ...jwt, MESHLINE_SALESFORCE_CLIENT_SECRET: 's' },
      /one way to sign in too many/,
    ],
    [
      'half a way',
      { ...usual, MESHLINE_SALESFORCE_USERNAME: 'm@acme.example' },
      /PRIVATE_KEY: missing.*USERNAME/,
    ],
    [
      'the other half',
      { ...usual, MESHLINE_SALESFORCE_PRIVATE_KEY: privateKey },
      /USERNAME: missing.*PRIVATE_KEY/,
    ],
    ['a way to nowhere', { MESHLINE_SALESFORCE_CLIENT_SECRET: 's' }, /MESHLINE_SALESFORCE_URL.*missing/],
    ['no client id', { MESHLINE_SALESFORCE_URL: URL }, /MESHLINE_SALESFORCE_CLIENT_ID: missing/],
    ['an address that is none', { ...usual, MESHLINE_SALESFORCE_URL: 'acme' }, /such as https:\/\/acme\.my/],
  ])('%s is refused, saying what to do', (_what, variables, words) => {
    expect(mistakesIn(variables)).toMatch(words)
  })

  test('a private key that is none is refused without showing any of it', () => {
    const text = mistakesIn({ ...usual, ...jwt, MESHLINE_SALESFORCE_PRIVATE_KEY: '-----BEGIN hunter2' })
    expect(text).toMatch(/MESHLINE_SALESFORCE_PRIVATE_KEY: must be an RSA private key/)
    expect(text).not.toContain('hunter2')
  })
})
