import { z } from 'zod'

/** Why a mail did not go out. */
export type Failure =
  /** Refused for good; words of the server. */
  | { readonly kind: 'refused'; readonly words: string }
  /** It may work later; where it is up to the settings, somebody must correct them. */
  | { readonly kind: 'unavailable'; readonly words: string; readonly blames: 'server' | 'settings' }

const SmtpError = z.object({
  message: z.string(),
  code: z.string().optional().catch(undefined),
  /** Of what lies below, such as CERT_HAS_EXPIRED. */
  originalCode: z.string().optional().catch(undefined),
  response: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
})

/** Codes of what no mail can go out by until somebody corrects it. */
const SETTINGS: ReadonlySet<string> = new Set(['EAUTH', 'ENOAUTH', 'ETLS', 'EREQUIRETLS', 'ECONFIG'])
/** In the codes of TLS for a certificate that does not hold. */
const CERTIFICATE = /CERT|SIGNATURE/
/** Codes of what is about one mail: its addresses and its content. */
const ONE_MAIL: ReadonlySet<string> = new Set(['EENVELOPE', 'EMESSAGE'])
const LONGEST_WORDS = 200
const NOTHING_KNOWN: z.infer<typeof SmtpError> = { message: 'unknown' }

/** Judges what the mail client threw. A permanent answer (5xx, RFC 5321) to one mail refuses that mail. */
export function failureOf(error: unknown): Failure {
  const known = SmtpError.safeParse(error)
  const { message, code = '', originalCode = '', response, responseCode = 0 } = known.data ?? NOTHING_KNOWN
  const words = wordsOf(response ?? message)
  if (SETTINGS.has(code) || CERTIFICATE.test(originalCode))
    return { kind: 'unavailable', words, blames: 'settings' }
  // 503 says that the commands came in a wrong order, which another connection may cure.
  const isForGood = responseCode >= 500 && responseCode !== 503
  if (ONE_MAIL.has(code) && isForGood) return { kind: 'refused', words }
  return { kind: 'unavailable', words, blames: 'server' }
}

/** On one line, without the addresses that servers like to repeat. */
function wordsOf(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim()
  return line.replaceAll(/<?[^\s<>"]+@[^\s<>",;]+>?/g, '(address)').slice(0, LONGEST_WORDS)
}
