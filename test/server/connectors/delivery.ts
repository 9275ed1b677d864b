import type { Delivery, SignalHead, SignalSource } from '../../../server/connectors/connector.ts'

export const NOW = Date.parse('2026-11-20T09:00:00Z')
export const ADDRESS = 'https://meshline.acme.example/webhooks'

/** A request as it would come in, without a server around it. */
export function delivery(
  body: string | Buffer,
  headers: Record<string, string> = {},
  { path = '/x', now = NOW } = {},
): Delivery {
  const url = new URL(ADDRESS + path)
  return {
    raw: Buffer.from(body),
    headers: new Headers(headers),
    query: url.searchParams,
    url: url.href,
    now,
  }
}

/** The only head of a body. */
export function onlyHead(source: SignalSource, body: unknown): SignalHead {
  const [head, ...more] = source.heads(body, delivery(JSON.stringify(body)))
  if (!head || more.length > 0) throw new Error('Not one head')
  return head
}
