import type { SourceRecord } from '../../../shared/source-record.ts'
import type { SyncStream } from '../connector.ts'
import { okBody } from './answer.ts'
import type { ZendeskApi } from './client.ts'
import { type Beside, exportStream, type Found } from './export-stream.ts'
import {
  formerTicket,
  isCustomer,
  isOver,
  organizationRecord,
  type Reading,
  ticketRecord,
  userRecord,
  zendeskName,
} from './records.ts'
import { MergesAnswer, ZendeskOrganization, ZendeskTicket, ZendeskUser } from './shapes.ts'

/** Organizations, the people at them and their tickets, as Zendesk exports what changed since a moment. */
export function zendeskStreams(api: ZendeskApi): SyncStream[] {
  return [
    exportStream(api, {
      name: 'organizations',
      by: 'time',
      row: ZendeskOrganization,
      read: async (organization, reading) => ({
        records: [await readOrganization(api, organization, reading)],
        subjects: [],
      }),
    }),
    exportStream(api, {
      name: 'users',
      by: 'cursor',
      row: ZendeskUser,
      read: async (user, reading) => ({
        records: isCustomer(user) ? [userRecord(user, reading)] : [],
        subjects: [],
      }),
    }),
    exportStream(api, {
      name: 'tickets',
      by: 'cursor',
      row: ZendeskTicket,
      include: 'users',
      read: async (ticket, reading, beside) => readTicket(ticket, reading, beside),
    }),
  ]
}

/** A merged organization is deleted; what it went into has to be asked for. */
async function readOrganization(
  { client }: ZendeskApi,
  organization: ZendeskOrganization,
  reading: Reading,
): Promise<SourceRecord> {
  const record = organizationRecord(organization, reading)
  if (!record.gone) return record
  const answer = await client.call('GET', `/api/v2/organizations/${organization.id}/merges.json`)
  if (answer.status === 403 || answer.status === 404) return record
  const { organization_merges: merges } = MergesAnswer.parse(okBody(answer))
  const merge = merges.find(({ loser_id, status }) => loser_id === organization.id && status === 'complete')
  return merge ? { ...record, mergedInto: zendeskName('organization', merge.winner_id) } : record
}

/** The first time through, tickets of the past are nobody's work; afterwards, every change is told. */
function readTicket(ticket: ZendeskTicket, reading: Reading, { isFirst, users }: Beside): Found {
  const record = ticketRecord(ticket, users.get(ticket.requester_id ?? ''), reading)
  const subject = {
    subject: { type: 'ticket', id: ticket.id },
    record: record.name,
    changedAt: record.changedAt,
  }
  return {
    records: [record, ...(isFirst ? [] : formerTicket(ticket, reading))],
    subjects: isFirst && isOver(ticket) ? [] : [subject],
  }
}
