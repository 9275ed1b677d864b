import { z } from 'zod'
import { salesforceId, salesforceTypeOf } from '../../../shared/salesforce-id.ts'
import { RESYNC, type SignalHead, type Subject } from '../connector.ts'
import { KINDS } from './kinds.ts'
import { Moment } from './shapes.ts'

/** What telling heads apart takes beside the body. */
export interface Hearing {
  /** Stands in where a body gives no time; epoch ms. */
  readonly now: number
  /** The user that Meshline acts as: what they changed is our own write coming back. Null while nobody knows. */
  readonly ownUserId: string | null
}

/** The heads of what a body says, none where it says nothing that is known. */
export function headsIn(body: unknown, hearing: Hearing): SignalHead[] {
  if (Array.isArray(body)) return body.flatMap(part => withBody(headsIn(part, hearing), part))
  return (
    calloutHeads(body, hearing) ??
    changeEventHeads(body, hearing.now) ??
    platformEventHeads(body, hearing.now) ??
    outboundHeads(body, hearing) ??
    []
  )
}

function isOurs(userId: string | null | undefined, { ownUserId }: Hearing): boolean {
  return ownUserId !== null && salesforceId(userId ?? '') === ownUserId
}

function withBody(heads: readonly SignalHead[], part: unknown): SignalHead[] {
  return heads.map(head => ({ body: JSON.stringify(part), ...head }))
}

const Callout = z.object({
  event_id: z.string().min(1),
  object: z.string(),
  record_id: z.string(),
  change: z.string().default('change'),
  last_modified: Moment.nullish().catch(null),
  /** Left out by what was set up before Meshline wrote anything. */
  modified_by: z.string().nullish().catch(null),
})

/** What Meshline's own Flow or Apex class sends: docs/salesforce.md. */
function calloutHeads(body: unknown, hearing: Hearing): SignalHead[] | null {
  const { data } = Callout.safeParse(body)
  if (!data) return null
  return [
    {
      dedupeKey: data.event_id,
      type: `${data.object}.${data.change}`.toLowerCase(),
      subject: subjectOf(data.object, data.record_id),
      occurredAt: data.last_modified ?? hearing.now,
      fromUs: isOurs(data.modified_by, hearing),
    },
  ]
}

/** Of the Streaming API, which puts the event into `data`, or of the Pub/Sub API. */
const Event = z.looseObject({ payload: z.looseObject({}), event: z.looseObject({}).optional() })
const Enveloped = z.looseObject({ channel: z.string().optional(), data: Event })

const ChangeHeader = z.looseObject({
  entityName: z.string().default(''),
  recordIds: z.array(z.string()).min(1),
  changeType: z.string(),
  changeOrigin: z.string().default(''),
  transactionKey: z.string().min(1),
  sequenceNumber: z.coerce.number().default(1),
  commitTimestamp: z.coerce.number().optional().catch(undefined),
})
type ChangeHeader = z.infer<typeof ChangeHeader>

function changeEventHeads(body: unknown, now: number): SignalHead[] | null {
  const event = Enveloped.safeParse(body).data?.data ?? Event.safeParse(body).data
  const header = ChangeHeader.safeParse(event?.payload.ChangeEventHeader).data
  if (!event || !header) return null
  const { transactionKey, sequenceNumber, entityName, changeType, recordIds } = header
  const key = `${transactionKey}:${sequenceNumber}`
  const isOne = recordIds.length === 1
  return recordIds.map(recordId => ({
    dedupeKey: isOne ? key : `${key}:${recordId}`,
    type: `${entityName}.${changeType}`.toLowerCase(),
    subject: spokenOn(event, header) ?? changedSubject(header, recordId),
    occurredAt: header.commitTimestamp ?? now,
    fromUs: /client=meshline(?![\w-])/.test(header.changeOrigin),
    ...(!isOne && { body: JSON.stringify(onlyFor(event, header, recordId)) }),
  }))
}

const TALK: ReadonlySet<string> = new Set(['CaseComment', 'EmailMessage'])

/** The case that a comment or an e-mail is on, where the event says it. */
function spokenOn({ payload }: z.infer<typeof Event>, { entityName }: ChangeHeader): Subject | null {
  if (!TALK.has(entityName) || typeof payload.ParentId !== 'string') return null
  return subjectOf('Case', payload.ParentId)
}

/** A gap says that something changed and not what; a wildcard says it of every record there is. */
function changedSubject({ entityName, changeType }: ChangeHeader, recordId: string): Subject | null {
  if (!changeType.startsWith('GAP_') && !recordId.includes('*')) return subjectOf(entityName, recordId)
  const type = entityName.toLowerCase() || salesforceTypeOf(recordId)
  const kind = KINDS.find(each => each.type === type)
  return kind ? { type: RESYNC, id: kind.stream } : null
}

function onlyFor(event: z.infer<typeof Event>, header: ChangeHeader, recordId: string): object {
  return { ...event, payload: { ...event.payload, ChangeEventHeader: { ...header, recordIds: [recordId] } } }
}

const PlatformEvent = z.object({
  payload: z.object({
    Record_Id__c: z.string(),
    Kind__c: z.string().nullish(),
    CreatedDate: z.union([z.number(), Moment]).nullish().catch(null),
  }),
  event: z.object({ EventUuid: z.string().nullish(), replayId: z.union([z.number(), z.string()]).nullish() }),
})
const PlatformMessage = z.object({ channel: z.string().optional(), data: PlatformEvent })

function platformEventHeads(body: unknown, now: number): SignalHead[] | null {
  const message = PlatformMessage.safeParse(body).data
  const said = message?.data ?? PlatformEvent.safeParse(body).data
  const number = said?.event.replayId
  const dedupeKey = said?.event.EventUuid ?? (number ? `${message?.channel ?? 'event'}:${number}` : null)
  if (!said || !dedupeKey) return null
  const { Record_Id__c: recordId, Kind__c: kind, CreatedDate: createdAt } = said.payload
  return [
    {
      dedupeKey,
      type: `event.${kind ?? 'unknown'}`.toLowerCase(),
      subject: subjectOf(null, recordId),
      occurredAt: createdAt ?? now,
      fromUs: false,
    },
  ]
}

const Notification = z.object({
  Id: z.string().min(1),
  sObject: z.object({
    Id: z.string(),
    LastModifiedDate: Moment.nullish().catch(null),
    LastModifiedById: z.string().nullish().catch(null),
  }),
})

const OutboundMessage = z.object({
  Envelope: z.object({
    Body: z.object({
      notifications: z.object({ Notification: z.union([Notification, z.array(Notification).min(1)]) }),
    }),
  }),
})

/** Up to a hundred notifications, in no order; each has its own id, which stays the same when it is sent again. */
function outboundHeads(body: unknown, hearing: Hearing): SignalHead[] | null {
  const { data } = OutboundMessage.safeParse(body)
  if (!data) return null
  const said = data.Envelope.Body.notifications.Notification
  const notifications = Array.isArray(said) ? said : [said]
  return notifications.map(notification => {
    const { Id, sObject } = notification
    const subject = subjectOf(null, sObject.Id)
    const alone = { Envelope: { Body: { notifications: { Notification: notification } } } }
    return {
      dedupeKey: Id,
      type: `${subject?.type ?? 'unknown'}.outbound`,
      subject,
      occurredAt: sObject.LastModifiedDate ?? hearing.now,
      fromUs: isOurs(sObject.LastModifiedById, hearing),
      ...(notifications.length > 1 && { body: JSON.stringify(alone) }),
    }
  })
}

/** The record as a subject; null for what Meshline does not read. Without an object's name its id tells. */
function subjectOf(object: string | null, recordId: string): Subject | null {
  const id = salesforceId(recordId)
  const type = object?.toLowerCase() ?? (id && salesforceTypeOf(id))
  return id && KINDS.some(kind => kind.type === type) && type ? { type, id } : null
}
