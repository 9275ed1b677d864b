import { createTransport } from 'nodemailer'
import { z } from 'zod'
import type { Mailbox, MailSettings } from './settings.ts'
import { type Failure, failureOf } from './smtp-failure.ts'

/** A mail as it is handed over. */
export interface Letter {
  readonly to: Mailbox
  /** With its angle brackets. */
  readonly messageId: string
  /** When it is sent, by our clock; epoch milliseconds. */
  readonly at: number
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** What came of handing a mail over. */
export type Delivery = { readonly kind: 'sent' } | Failure

/** The mail server, as the outbox knows it. */
export interface Mailer {
  /** The Message-ID of a mail with this id, the same each time. */
  readonly messageIdFor: (mailId: string) => string
  /** Hands one mail over. Whatever goes wrong is an outcome: a server that is down is nothing unexpected. */
  readonly send: (letter: Letter) => Promise<Delivery>
  /** Connects and signs in without sending anything. Null where that works, else what the server said. */
  readonly verify: () => Promise<string | null>
  /** Ends the connections. */
  readonly close: () => void
}

const CONNECT_MS = 10_000
const SILENCE_MS = 30_000
/** A server that drips its answers must not keep a mail beyond its lease. */
const LONGEST_MS = 90_000

const HEADERS = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

export function openMailer(settings: MailSettings): Mailer {
  const transport = createTransport({
    pool: true,
    ...connectionOf(settings),
    // The outbox tries again, with what it has written down.
    maxRequeues: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const [, domain] = settings.from.address.split('@')
  return {
    messageIdFor: mailId => `<${mailId}@${domain}>`,
    async send({ to, at, ...letter }) {
      if (!z.email().safeParse(to.address).success) return { kind: 'refused', words: 'their address is none' }
      const signal = AbortSignal.timeout(LONGEST_MS)
      try {
        await transport.sendMail({
          ...letter,
          from: { ...settings.from },
          to: { ...to },
          date: new Date(at),
          headers: HEADERS,
          signal,
        })
        return { kind: 'sent' }
      } catch (error) {
        return failureOf(error)
      }
    },
    async verify() {
      try {
        await transport.verify()
        return null
      } catch (error) {
        return failureOf(error).words
      }
    },
    close: () => transport.close({ force: true }),
  }
}

function connectionOf({ host, port, secure, auth }: MailSettings) {
  const isHere = ['localhost', '127.0.0.1', '::1'].includes(host)
  return {
    host,
    ...(port !== null && { port }),
    secure,
    ...(auth && { auth: { ...auth } }),
    // A password goes over no network in the clear.
    requireTLS: !secure && auth !== null && !isHere,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
  }
}
