import type { z } from 'zod'
import { UnreadableAnswer, VendorUnavailable } from '../connector.ts'
import type { ZendeskAnswer } from './client.ts'

/** The body of a 200. Throws VendorUnavailable on every other status, with what to do where that is known. */
export function okBody({ status, body, retryAfterMs }: ZendeskAnswer): unknown {
  if (status === 200) return body
  if (status === 401) {
    throw new VendorUnavailable({
      en: 'Zendesk refused the credentials; check MESHLINE_ZENDESK_EMAIL and MESHLINE_ZENDESK_API_TOKEN',
      de: 'Zendesk hat die Zugangsdaten abgelehnt; MESHLINE_ZENDESK_EMAIL und MESHLINE_ZENDESK_API_TOKEN prüfen',
    })
  }
  if (status === 403) {
    throw new VendorUnavailable({
      en: 'Zendesk does not let this user read that; make the user of MESHLINE_ZENDESK_EMAIL an admin',
      de: 'Zendesk lässt diesen Benutzer das nicht lesen; den Benutzer aus MESHLINE_ZENDESK_EMAIL zum Administrator machen',
    })
  }
  throw new VendorUnavailable(
    { en: `Zendesk answered ${status}`, de: `Zendesk hat mit ${status} geantwortet` },
    { retryAfterMs },
  )
}

/** The body of a 200 in its shape. Throws VendorUnavailable, and UnreadableAnswer where it has another shape. */
export function readAs<T>(schema: z.ZodType<T>, what: string, answer: ZendeskAnswer): T {
  const parsed = schema.safeParse(okBody(answer))
  if (parsed.success) return parsed.data
  throw new UnreadableAnswer({
    en: `Zendesk described ${what} in a way nobody can read: ${parsed.error.message}`,
    de: `Zendesk hat ${what} unlesbar beschrieben: ${parsed.error.message}`,
  })
}

/** The rows that can be read, and the names of those that cannot. */
export function readRows<T>(schema: z.ZodType<T>, kind: string, rows: readonly unknown[]) {
  const read: T[] = []
  const unreadable: string[] = []
  for (const row of rows) {
    const parsed = schema.safeParse(row)
    if (parsed.success) read.push(parsed.data)
    else unreadable.push(`${kind} ${idOf(row)}`)
  }
  return { read, unreadable }
}

function idOf(row: unknown): string {
  const id = typeof row === 'object' && row !== null && 'id' in row ? row.id : null
  return typeof id === 'string' || typeof id === 'number' ? String(id) : 'without an id'
}
