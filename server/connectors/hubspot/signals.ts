import { bodyDigest } from '../body-digest.ts'
import type { Delivery, SignalHead, SignalSource, Subject, Verification } from '../connector.ts'
import { ageOf, isSignedBy } from '../signature.ts'
import { HubspotEvent } from './shapes.ts'

export const hubspotSignals: SignalSource = {
  source: 'hubspot',

  verify({ raw, headers, url, now }: Delivery, secrets): Verification {
    const signature = headers.get('x-hubspot-signature-v3')
    const timestamp = headers.get('x-hubspot-request-timestamp')
    if (!signature || !timestamp)
      return { kind: 'forged', why: 'The X-HubSpot-Signature-v3 headers are missing' }
    if (!/^\d{1,15}$/.test(timestamp)) return { kind: 'forged', why: 'The request timestamp is not a time' }
    if (!isSignedBy(secrets, ['POST', signedAddress(url), raw, timestamp], [signature], 'base64')) {
      const why = `No signature matches this app’s secrets for ${url.split('?')[0]}; HubSpot signs the address it calls, so MESHLINE_PUBLIC_URL must be that address`
      return { kind: 'forged', why }
    }
    const age = ageOf(Number(timestamp), now)
    return age === 'in-time' ? { kind: 'genuine' } : { kind: age }
  },

  heads(body, { raw, now }): SignalHead[] {
    const events: readonly unknown[] = Array.isArray(body) ? body : [body]
    const heads = events.map(event => headOf(event, now))
    if (heads.length > 0) return heads
    return [{ dedupeKey: bodyDigest(raw), type: 'empty', subject: null, occurredAt: now, fromUs: false }]
  },
}

/** HubSpot signs the address with these characters as themselves. */
function signedAddress(url: string): string {
  return url.replaceAll(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, code => decodeURIComponent(code))
}

function headOf(part: unknown, now: number): SignalHead {
  const body = JSON.stringify(part)
  const parsed = HubspotEvent.safeParse(part)
  const event: Partial<HubspotEvent> = parsed.success ? parsed.data : {}
  return {
    dedupeKey: event.eventId ? keyOf(event) : bodyDigest(body),
    type: event.subscriptionType ?? 'unknown',
    subject: subjectOf(event),
    occurredAt: event.occurredAt ?? now,
    fromUs: false,
    body,
  }
}

/** Without the number of the attempt: what is sent again is the same event. An event's id alone is not unique. */
function keyOf({ portalId, subscriptionId, eventId, objectId, occurredAt }: Partial<HubspotEvent>): string {
  return [portalId, subscriptionId, eventId, objectId, occurredAt].map(part => part ?? '').join(':')
}

const TYPES: Readonly<Record<string, string>> = {
  contact: 'contact',
  company: 'company',
  'object 0-1': 'contact',
  'object 0-2': 'company',
}

function subjectOf(event: Partial<HubspotEvent>): Subject | null {
  const [object = '', what] = (event.subscriptionType ?? '').split('.')
  const type = TYPES[object === 'object' ? `object ${event.objectTypeId}` : object]
  const id = what === 'associationChange' ? endOf(type, event) : (survivorOf(event) ?? event.objectId)
  return type && id && /^\d{1,32}$/.test(id) ? { type, id } : null
}

/** Two that are merged may go into a new one. */
function survivorOf({ newObjectId, primaryObjectId }: Partial<HubspotEvent>): string | null {
  return newObjectId ?? primaryObjectId ?? null
}

/** `CONTACT_TO_COMPANY` goes from a contact, `COMPANY_TO_CONTACT` to one. */
function endOf(type: string | undefined, event: Partial<HubspotEvent>): string | null | undefined {
  const from = (event.associationType ?? '').split('_TO_')[0]?.toLowerCase()
  return !from || from === type ? (event.fromObjectId ?? event.objectId) : event.toObjectId
}
