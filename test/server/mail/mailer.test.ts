import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readSettings } from '../../../server/env.ts'
import { type Letter, type Mailer, openMailer } from '../../../server/mail/mailer.ts'
import { failureOf } from '../../../server/mail/smtp-failure.ts'
import { certificateFor } from '../../simulators/tls.ts'
import { type FreshDatabase, freshDatabase } from '../../support/database.ts'
import { type MailboxOptions, startMailbox, type TestMailbox } from '../../support/mailbox.ts'

const LETTER: Letter = {
  to: { name: 'Ana Ruiz', address: 'ana@acme.test' },
  messageId: '<mal_1@acme.test>',
  at: Date.parse('2026-11-20T09:00:00Z'),
  subject: 'Grüße',
  text: 'Text',
  html: '<p>Text</p>',
}
const LOGIN = { user: 'mesh line', pass: 'p@ss:word/1' }

let folder: FreshDatabase
let mailbox: TestMailbox
let mailer: Mailer

beforeEach(async () => {
  folder = await freshDatabase('sqlite')
})
afterEach(async () => {
  mailer.close()
  await mailbox.stop()
  await folder.drop()
})

/** Opens a mailer on a server of its own; `change` makes its address wrong. */
async function open(options: MailboxOptions = {}, change = (url: string) => url): Promise<void> {
  mailbox = await startMailbox(options)
  const { MESHLINE_SMTP_URL = '', ...rest } = mailbox.variables
  const { mail } = readSettings({
    ...rest,
    MESHLINE_SMTP_URL: change(MESHLINE_SMTP_URL),
    MESHLINE_DATA_DIR: folder.dataDir,
  })
  if (!mail) throw new Error('Mail is not set up')
  mailer = openMailer(mail)
}

describe('a mail is handed over', () => {
  test('to one person, with the marks of a machine and the Message-ID it was given', async () => {
    await open()
    expect(await mailer.send(LETTER)).toEqual({ kind: 'sent' })
    const [mail] = mailbox.mails
    expect(mail).toMatchObject({
      recipients: ['ana@acme.test'],
      from: '"Meshline" <alerts@acme-support.test>',
      to: '"Ana Ruiz" <ana@acme.test>',
      messageId: LETTER.messageId,
      subject: 'Grüße',
    })
    expect(mail?.date?.getTime()).toBe(LETTER.at)
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
    expect(mail?.headers.get('x-auto-response-suppress')).toBe('All')
  })

  test.each([
    'ana@acme.test\r\nRCPT TO:<evil@z.test>',
    'ana@acme.test, evil@z.test',
    'Ana <evil@z.test>',
    '',
  ])('never to what is no address: %j', async address => {
    await open()
    expect(await mailer.send({ ...LETTER, to: { name: 'Ana', address } })).toMatchObject({ kind: 'refused' })
    expect(mailbox.mails).toEqual([])
  })

  test('a name with an address and a line end in it is a name', async () => {
    await open()
    const name = 'Ana <evil@z.test>\r\nBcc: evil@z.test'
    expect(await mailer.send({ ...LETTER, to: { name, address: 'ana@acme.test' } })).toEqual({ kind: 'sent' })
    expect(mailbox.mails[0]?.recipients).toEqual(['ana@acme.test'])
    expect(mailbox.mails[0]?.headers.has('bcc')).toBe(false)
  })

  test('with user and password, percent-encoded in the address', async () => {
    await open({ login: LOGIN })
    expect(await mailer.verify()).toBeNull()
    expect(await mailer.send(LETTER)).toEqual({ kind: 'sent' })
  })
})

describe('what goes wrong is told apart', () => {
  test('a wrong password is up to the settings, and the mail can wait', async () => {
    await open({ login: LOGIN }, url => url.replace('word', 'wrong'))
    const words = expect.stringContaining('535')
    expect(await mailer.send(LETTER)).toEqual({ kind: 'unavailable', blames: 'settings', words })
    expect(await mailer.verify()).toContain('535')
  })

  test('a certificate that does not hold is up to the settings, and nothing is sent', async () => {
    await open({ certificate: await certificateFor('mail.acme.test') })
    const words = expect.stringContaining('certificate')
    expect(await mailer.send(LETTER)).toEqual({ kind: 'unavailable', blames: 'settings', words })
    expect(mailbox.mails).toEqual([])
  })

  test('a password goes to no other machine without TLS', async () => {
    // A server on this machine, under a name that nobody takes for this machine.
    await open({ login: LOGIN }, url => url.replace('127.0.0.1', '127.1'))
    expect(await mailer.send(LETTER)).toMatchObject({ kind: 'unavailable', blames: 'settings' })
    expect(mailbox.logins).toEqual([])
  })

  test('to this machine it does', async () => {
    await open({ login: LOGIN })
    expect(await mailer.send(LETTER)).toEqual({ kind: 'sent' })
    expect(mailbox.logins).toEqual([LOGIN.user])
  })

  test('nobody listens: later', async () => {
    await open()
    await mailbox.stop()
    expect(await mailer.send(LETTER)).toMatchObject({ kind: 'unavailable', blames: 'server' })
    expect(await mailer.verify()).toContain('ECONNREFUSED')
  })

  test.each([421, 450, 451, 452])('%i: later', async code => {
    await open()
    mailbox.refuseNext(code, 'try again')
    expect(await mailer.send(LETTER)).toMatchObject({ kind: 'unavailable', blames: 'server' })
    expect(await mailer.send(LETTER)).toEqual({ kind: 'sent' })
  })

  test.each([550, 552, 554])('%i: never, in the words of the server and without the address', async code => {
    await open()
    mailbox.refuseNext(code, '<ana@acme.test>: no such user')
    const failure = await mailer.send(LETTER)
    expect(failure).toEqual({ kind: 'refused', words: expect.stringContaining('no such user') })
    expect(JSON.stringify(failure)).not.toContain('ana@')
  })

  test('commands out of order: later', () => {
    const error = Object.assign(new Error('x'), {
      code: 'EENVELOPE',
      responseCode: 503,
      response: '503 RCPT first',
    })
    expect(failureOf(error)).toEqual({ kind: 'unavailable', blames: 'server', words: '503 RCPT first' })
  })

  test('something that is no error at all: later', () => {
    expect(failureOf(null)).toEqual({ kind: 'unavailable', blames: 'server', words: 'unknown' })
  })
})
