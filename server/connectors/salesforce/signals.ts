import { createHash, timingSafeEqual } from 'node:crypto'
import { parseExactJson } from '../../../shared/exact-json.ts'
import type { Delivery, SignalHead, SignalSource, Verification } from '../connector.ts'
import { ageOf, isSignedBy } from '../signature.ts'
import { headsIn } from './heads.ts'
import { ACK, isXml, parseSoap } from './soap.ts'

/**
 * Salesforce signs nothing by itself. A callout of a Flow or of Apex, and a relay of change events, sign like Stripe:
 * `X-Meshline-Signature: t=<seconds>,v1=<hex HMAC-SHA256 of t.body>`. An Outbound Message cannot, so it brings one of
 * the secrets in its address. `ownUserId` is the user Meshline acts as.
 */
export function salesforceSignals(ownUserId: () => string | null): SignalSource {
  return {
    source: 'salesforce',

    verify(delivery, secrets) {
      const header = delivery.headers.get('x-meshline-signature')
      return header ? verifySignature(header, delivery, secrets) : verifyToken(delivery, secrets)
    },

    parse: text => (isXml(text) ? parseSoap(text) : parseExactJson(text)),

    heads(body, { raw, now }): readonly SignalHead[] {
      const heads = headsIn(body, { now, ownUserId: ownUserId() })
      if (heads.length > 0) return heads
      const dedupeKey = `sha256:${createHash('sha256').update(raw).digest('hex')}`
      return [{ dedupeKey, type: 'unknown', subject: null, occurredAt: now, fromUs: false }]
    },

    acknowledgement: ({ raw }) =>
      isXmlBytes(raw) ? { contentType: 'text/xml; charset=utf-8', body: ACK } : null,
  }
}

function verifySignature(header: string, { raw, now }: Delivery, secrets: readonly string[]): Verification {
  const parts = header.split(',').map(part => part.trim().split('='))
  const time = parts.find(([name]) => name === 't')?.[1] ?? ''
  const signatures = parts.flatMap(([name, value]) => (name === 'v1' && value ? [value] : []))
  if (!/^\d{1,12}$/.test(time)) {
    return { kind: 'forged', why: 'The X-Meshline-Signature header has no time in seconds' }
  }
  if (!isSignedBy(secrets, [`${time}.`, raw], signatures, 'hex')) {
    return { kind: 'forged', why: 'No signature matches this endpoint’s secrets' }
  }
  const age = ageOf(Number(time) * 1000, now)
  return age === 'in-time' ? { kind: 'genuine' } : { kind: age }
}

function verifyToken({ raw, query }: Delivery, secrets: readonly string[]): Verification {
  const token = query.get('token')
  if (!token) return { kind: 'forged', why: 'The X-Meshline-Signature header is missing' }
  if (!isXmlBytes(raw)) {
    return { kind: 'forged', why: 'Only an Outbound Message may bring its secret in the address' }
  }
  const isKnown = secrets.map(secret => timingSafeEqual(digestOf(secret), digestOf(token))).includes(true)
  return isKnown
    ? { kind: 'genuine' }
    : { kind: 'forged', why: 'The token in the address is none of the secrets' }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function isXmlBytes(raw: Buffer): boolean {
  return isXml(raw.subarray(0, 256).toString('utf8'))
}
