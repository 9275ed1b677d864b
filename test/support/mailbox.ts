import { once } from 'node:events'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { Certificate } from '../simulators/tls.ts'

/** A mail that was accepted. */
export interface ReceivedMail extends Pick<ParsedMail, 'headers' | 'subject' | 'text' | 'html' | 'date'> {
  readonly messageId: string
  /** Whom the server was told to deliver to. */
  readonly recipients: readonly string[]
  /** The header, as people see it. */
  readonly to: string
  readonly from: string
}

/** A mail server on 127.0.0.1 that keeps what it accepts. */
export interface TestMailbox {
  /** Variables that have a server mail through it. */
  readonly variables: Readonly<Record<string, string>>
  /** Oldest first. */
  readonly mails: ReceivedMail[]
  /** Whoever tried to sign in, by name. */
  readonly logins: string[]
  /** Takes the mails to this person out, oldest first. */
  readonly takeTo: (name: string) => ReceivedMail[]
  /** The next `times` recipients are answered with this instead. */
  readonly refuseNext: (code: number, words: string, times?: number) => void
  /** Called once a mail was taken and before that is said. */
  onAccepted: () => Promise<void>
  /** Nothing listens any more. */
  readonly stop: () => Promise<void>
  /** Listens again, on the same port. */
  readonly start: () => Promise<void>
}

export interface MailboxOptions {
  /** Offers TLS, by this certificate. */
  readonly certificate?: Certificate
  /** Whom it lets in, as this is at the time; everybody where left out. */
  readonly login?: { readonly user: string; readonly pass: string }
}

type Source = Parameters<typeof simpleParser>[0]

export async function startMailbox({ login, certificate }: MailboxOptions = {}): Promise<TestMailbox> {
  const refusals: Error[] = []
  let port = 0
  let server: SMTPServer | null = null
  const options: SMTPServerOptions = {
    ...certificate,
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disabledCommands: [...(certificate ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
    disableReverseLookup: true,
    closeTimeout: 1,
    onAuth({ username, password }, _session, answer) {
      mailbox.logins.push(username ?? '')
      if (username === login?.user && password === login?.pass) answer(null, { user: username })
      else answer(Object.assign(new Error('Authentication failed'), { responseCode: 535 }))
    },
    onRcptTo: (_address, _session, answer) => answer(refusals.shift()),
    onData: (stream, { envelope }, answer) =>
      void take(stream, envelope.rcptTo).then(
        () => answer(null),
        (error: Error) => answer(error),
      ),
  }
  const mailbox: TestMailbox & { variables: Record<string, string> } = {
    variables: {},
    mails: [],
    logins: [],
    takeTo(name) {
      const found = mailbox.mails.filter(({ to }) => to.includes(name))
      mailbox.mails.splice(0, mailbox.mails.length, ...mailbox.mails.filter(mail => !found.includes(mail)))
      return found
    },
    refuseNext(code, words, times = 1) {
      const refusal = () => Object.assign(new Error(words), { responseCode: code })
      refusals.push(...Array.from({ length: times }, refusal))
    },
    onAccepted: async () => {},
    async stop() {
      const stopping = server
      server = null
      if (stopping) await new Promise<void>(resolve => stopping.close(() => resolve()))
    },
    async start() {
      server = new SMTPServer(options)
      // A client that goes away while it is answered is part of some tests.
      server.on('error', () => {})
      const listening = server.listen(port, '127.0.0.1')
      await once(listening, 'listening')
      const address = listening.address()
      if (address === null || typeof address === 'string') throw new Error('The mailbox has no port')
      port = address.port
    },
  }
  async function take(stream: Source, rcptTo: readonly { address: string }[]): Promise<void> {
    const recipients = rcptTo.map(({ address }) => address)
    mailbox.mails.push(received(await simpleParser(stream), recipients))
    await mailbox.onAccepted()
  }
  await mailbox.start()
  const who = login ? `${encodeURIComponent(login.user)}:${encodeURIComponent(login.pass)}@` : ''
  mailbox.variables = {
    MESHLINE_SMTP_URL: `smtp://${who}127.0.0.1:${port}`,
    MESHLINE_MAIL_FROM: 'Meshline <alerts@acme-support.test>',
  }
  return mailbox
}

function received(mail: ParsedMail, recipients: readonly string[]): ReceivedMail {
  const { headers, subject, text, html, date, messageId, to, from } = mail
  const shown = [to ?? []].flat().map(each => each.text)
  return {
    headers,
    ...(subject !== undefined && { subject }),
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    ...(date !== undefined && { date }),
    messageId: messageId ?? '',
    recipients,
    to: shown.join(', '),
    from: from?.text ?? '',
  }
}
