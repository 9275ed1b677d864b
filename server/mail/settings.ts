import { z } from 'zod'

/** An address with the name it belongs to; never one string, as that could hide a second address. */
export interface Mailbox {
  readonly name: string
  readonly address: string
}

/** Where mails are handed over, and whom they are from. */
export interface MailSettings {
  readonly host: string
  /** Null: 465 where the connection begins with TLS, else 587. */
  readonly port: number | null
  /** Whether the connection begins with TLS; otherwise it is asked for once connected. */
  readonly secure: boolean
  readonly auth: { readonly user: string; readonly pass: string } | null
  readonly from: Mailbox
}

const SERVER =
  'must be an address such as smtp://user:password@smtp.acme.com:587, or smtps:// for TLS from the start'
const SENDER = 'must be an address such as alerts@acme.com, or "Meshline <alerts@acme.com>"'

/** `smtp://` or `smtps://`, with user and password or neither. */
export const ServerUrl = z.string().transform((text, at): Omit<MailSettings, 'from'> => {
  const url = URL.parse(text)
  const isPlain = url && /^smtps?:$/.test(url.protocol) && url.hostname !== ''
  const user = url && decoded(url.username)
  const pass = url && decoded(url.password)
  const extra = url ? `${url.pathname.replace(/^\/$/, '')}${url.search}${url.hash}` : ''
  const halfSignedIn = (user === '') !== (pass === '')
  if (!isPlain || user === null || pass === null || extra !== '' || halfSignedIn) {
    at.addIssue({ code: 'custom', message: SERVER })
    return z.NEVER
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? null : Number(url.port),
    secure: url.protocol === 'smtps:',
    auth: user === '' ? null : { user, pass },
  }
})

/** An address, or a name with an address in angle brackets. */
export const Sender = z.string().transform((text, at): Mailbox => {
  const [, name = '', address = ''] = /^(?:"?([^"<>]*?)"?\s*<([^<>]+)>|)$/.exec(text.trim()) ?? []
  const sender = address === '' ? { name: 'Meshline', address: text.trim() } : { name: name.trim(), address }
  if (z.email().safeParse(sender.address).success && !/\p{Cc}/u.test(sender.name)) return sender
  at.addIssue({ code: 'custom', message: SENDER })
  return z.NEVER
})

/** Null where it is no percent-encoding. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
