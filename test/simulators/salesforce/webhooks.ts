import type { SimClock } from '../clock.ts'
import { Serial, uuidOf } from '../serial.ts'
import type { WebhookOutbox } from '../webhook-outbox.ts'
import { outboundMessage } from './outbound-message.ts'
import { signMeshline } from './signature.ts'
import { type Change, momentOf, stampOf } from './state.ts'

/**
 * What tells Meshline of changes: a Flow or Apex callout, a relay of change events (both signed), or an Outbound
 * Message, whose address carries the secret.
 */
export interface SalesforceSender {
  readonly id: string
  readonly kind: 'callout' | 'change-events' | 'outbound-message'
  readonly url: string
  /** Two during a rotation. */
  secrets: readonly string[]
  /** Objects it is set up for; empty means all that have one. */
  readonly objects: readonly string[]
}

export interface Sending {
  readonly clock: SimClock
  readonly outbox: WebhookOutbox
  readonly senders: readonly SalesforceSender[]
}

interface Message {
  readonly eventId: string
  readonly type: string
  readonly body: string
}

/** Nobody sets up a callout for these. */
const SILENT: ReadonlySet<string> = new Set([
  'User',
  'Group',
  'QueueSobject',
  'AssignmentRule',
  'Organization',
  'AccountTeamMember',
  'CaseStatus',
  'CaseHistory',
  'CaseComment',
  'EmailMessage',
  'CaseMilestone',
  'MilestoneType',
  'Entitlement',
])

/** Sends one change to everybody who is set up for it. */
export function teller({ clock, outbox, senders }: Sending): (change: Change) => void {
  const serial = new Serial()
  return change => {
    if (SILENT.has(change.object)) return
    for (const sender of senders) {
      if (change.byTrigger && sender.kind !== 'callout') continue
      if (sender.objects.length === 0 || sender.objects.includes(change.object)) send(sender, change)
    }
  }

  function send(sender: SalesforceSender, change: Change): void {
    const { eventId, type, body } = messageOf(sender.kind, change, {
      number: serial.number(),
      now: clock.now(),
    })
    outbox.enqueue({
      eventId,
      type,
      endpointId: sender.id,
      url: sender.url,
      body,
      sign: forged => headersOf(sender, { body, forged, seconds: clock.seconds() }),
    })
  }
}

function headersOf(
  { kind, secrets }: SalesforceSender,
  { body, forged, seconds }: { body: string; forged: boolean; seconds: number },
): Record<string, string> {
  if (kind === 'outbound-message') return { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' }
  const signing = forged ? ['not-the-secret'] : secrets
  return { 'x-meshline-signature': signMeshline(body, signing, seconds) }
}

interface Moment {
  readonly number: number
  readonly now: number
}

function messageOf(kind: SalesforceSender['kind'], change: Change, moment: Moment): Message {
  if (kind === 'change-events') return changeEvent(change, moment)
  const { object, type, record, fields, author } = change
  const name = `${object}.${type}`.toLowerCase()
  if (kind === 'outbound-message') {
    const eventId = `04l5g00000${String(moment.number).padStart(5, '0')}`
    return { eventId, type: name, body: outboundMessage([{ id: eventId, object, record }]) }
  }
  const eventId = `${record.Id}-${moment.number}`
  const body = {
    meshline_schema: 1,
    event_id: eventId,
    source: 'salesforce-flow',
    object,
    record_id: record.Id,
    change: type.toLowerCase(),
    fields: Object.fromEntries(fields.map(field => [field, record[field] ?? null])),
    last_modified: new Date(momentOf(record.SystemModstamp)).toISOString(),
    modified_by: author.userId,
    org_id: '00D5g000000AbCdEAK',
  }
  return { eventId, type: name, body: JSON.stringify(body) }
}

/** As the Streaming API hands it to a relay: only what changed, with who did it through what. */
function changeEvent({ object, type, record, fields, author }: Change, { number, now }: Moment): Message {
  const said = type === 'CREATE' ? Object.keys(record).filter(field => field !== 'Id') : fields
  const api =
    author.client === null ? 'soap/66.0;client=SfdcInternalAPI/' : `rest/66.0;client=${author.client}`
  const header = {
    commitNumber: 1_234_567_890_000 + number,
    commitUser: author.userId,
    sequenceNumber: 1,
    entityName: object,
    changeType: type,
    changedFields: type === 'UPDATE' ? fields : [],
    changeOrigin: `com/salesforce/api/${api}`,
    transactionKey: uuidOf(number),
    commitTimestamp: momentOf(stampOf(now)),
    recordIds: [record.Id],
  }
  const payload = {
    ...(type !== 'DELETE' && Object.fromEntries(said.map(field => [field, record[field] ?? null]))),
    ChangeEventHeader: header,
  }
  const channel = `/data/${object}ChangeEvent`
  const body = { channel, data: { schema: 'meshlineSimulator00001', payload, event: { replayId: number } } }
  return {
    eventId: header.transactionKey,
    type: `${object}.${type}`.toLowerCase(),
    body: JSON.stringify(body),
  }
}
