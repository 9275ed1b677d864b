import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BadSettings } from '../../server/bad-settings.ts'
import { readSettings } from '../../server/env.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshline-settings-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (variables: Record<string, string>) => readSettings({ MESHLINE_DATA_DIR: folder, ...variables })

describe('settings come from the environment, checked', () => {
  test('without any, the server runs on 8787 with SQLite and answers no webhook', () => {
    expect(read({})).toMatchObject({
      port: 8787,
      databaseUrl: null,
      vendorVariables: {},
      webhookSecrets: {},
    })
  })

  test('a secret key is made once, for its owner’s eyes only', () => {
    const { secretKey } = read({})
    expect(secretKey).toHaveLength(64)
    expect(read({}).secretKey).toBe(secretKey)
    expect(readFileSync(join(folder, 'secret-key'), 'utf8')).toBe(secretKey)
    expect(statSync(join(folder, 'secret-key')).mode & 0o077).toBe(0)
  })

  test('a webhook secret may hold several', () => {
    const { webhookSecrets } = read({ MESHLINE_STRIPE_WEBHOOK_SECRET: 'whsec_one1, whsec_two2,' })
    expect(webhookSecrets.stripe).toEqual(['whsec_one1', 'whsec_two2'])
  })

  test.each([
    [{ MESHLINE_PORT: 'http' }, 'MESHLINE_PORT: must be a port number'],
    [{ MESHLINE_PORT: '70000' }, 'MESHLINE_PORT: must be 0 to 65535'],
    [{ MESHLINE_DATABASE_URL: 'mysql://x' }, 'MESHLINE_DATABASE_URL: must start with postgres://'],
    [{ MESHLINE_SECRET_KEY: 'short' }, 'MESHLINE_SECRET_KEY: must have at least 32 characters'],
    [{ MESHLINE_STRIPE_API_KEY: 'pk_test_1' }, 'MESHLINE_STRIPE_API_KEY: must be a secret (sk_...)'],
    [{ MESHLINE_STRIPE_WEBHOOK_SECRET: 'x' }, 'MESHLINE_STRIPE_WEBHOOK_SECRET'],
    [{ MESHLINE_ZENDESK_URL: 'acme' }, 'MESHLINE_ZENDESK_URL: must be an http or https address'],
    [
      { MESHLINE_ZENDESK_URL: 'https://acme.zendesk.com' },
      'MESHLINE_ZENDESK_EMAIL: missing; needed beside MESHLINE_ZENDESK_URL',
    ],
    [{ MESHLINE_MAIL_LANGUAGE: 'fr' }, 'MESHLINE_MAIL_LANGUAGE: must be one of en, de'],
    [{ MESHLINE_SMTP_URL: 'smtp://mail.acme.test' }, 'MESHLINE_MAIL_FROM: missing; needed beside'],
    [{ MESHLINE_MAIL_FROM: 'alerts@acme.test' }, 'MESHLINE_SMTP_URL: missing; needed beside'],
    [{ MESHLINE_MAIL_FROM: 'a@acme.test, b@acme.test' }, 'MESHLINE_MAIL_FROM: must be an address such as'],
    [{ MESHLINE_ZENDESK_EMAIL: 'nobody' }, 'MESHLINE_ZENDESK_EMAIL: must be the e-mail address'],
  ])('%o is refused with what to do', (variables, message) => {
    expect(() => read(variables)).toThrow(BadSettings)
    expect(() => read(variables)).toThrow(message)
  })

  test.each([
    'mail.acme.test',
    'https://mail.acme.test',
    'smtp://',
    'smtp://user@mail.acme.test',
    'smtp://mail.acme.test/x?y=1',
  ])('a mail server at %s is refused with what to do', url => {
    const variables = { MESHLINE_SMTP_URL: url, MESHLINE_MAIL_FROM: 'alerts@acme.test' }
    expect(() => read(variables)).toThrow('MESHLINE_SMTP_URL: must be an address such as smtp://')
  })

  test('mail has a server, whoever signs in to it, and a sender', () => {
    expect(read({}).mail).toBeNull()
    const variables = {
      MESHLINE_SMTP_URL: 'smtps://mesh%20line:p%40ss@mail.acme.test:4465',
      MESHLINE_MAIL_FROM: 'Acme Alerts <alerts@acme.test>',
    }
    expect(read(variables).mail).toEqual({
      host: 'mail.acme.test',
      port: 4465,
      secure: true,
      auth: { user: 'mesh line', pass: 'p@ss' },
      from: { name: 'Acme Alerts', address: 'alerts@acme.test' },
    })
    const plain = { MESHLINE_SMTP_URL: 'smtp://[::1]', MESHLINE_MAIL_FROM: 'alerts@acme.test' }
    expect(read(plain).mail).toEqual({
      host: '::1',
      port: null,
      secure: false,
      auth: null,
      from: { name: 'Meshline', address: 'alerts@acme.test' },
    })
  })

  test('all mistakes are told at once', () => {
    expect(() => read({ MESHLINE_PORT: 'x', MESHLINE_SECRET_KEY: 'y' })).toThrow(
      /MESHLINE_PORT.*\n.*MESHLINE_SECRET_KEY/,
    )
  })

  test('a data folder that cannot be made is refused', () => {
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    expect(() => read({ MESHLINE_DATA_DIR: join(file, 'below') })).toThrow('choose a folder you may write to')
  })
})
