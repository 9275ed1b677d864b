import { type ObservedFact, UnreadableAnswer } from '../connector.ts'
import { ticketOf } from './case-fact.ts'
import { CaseRow } from './case-shapes.ts'
import { caseStatuses, knowing } from './case-status.ts'
import { timelineOf } from './case-timeline.ts'
import type { SalesforceClient } from './client.ts'
import { cases, type Kind, type Reading } from './kinds.ts'
import type { Objects } from './objects.ts'
import { quoted } from './soql.ts'

/** Who did something, when, and whether it still is there. */
const MADE = 'CreatedDate, CreatedById, CreatedBy.Name, CreatedBy.UserType, IsDeleted'

/** A case with all that happened to it, in one call. Of lists that are too long the newest come. */
const STORY: Kind = {
  ...cases,
  fields: [
    ...cases.fields,
    'Description',
    'Status',
    'Priority',
    'OwnerId',
    'Owner.Name',
    'Owner.Email',
    'CreatedById',
    'CreatedBy.Name',
    'CreatedBy.UserType',
    'ClosedDate',
    'LastModifiedDate',
    'IsStopped',
  ],
  along: [
    {
      object: 'CaseHistory',
      select: `(SELECT Id, Field, OldValue, NewValue, ${MADE} FROM Histories ORDER BY CreatedDate DESC)`,
    },
    {
      object: 'CaseComment',
      select: `(SELECT IsPublished, ${MADE} FROM CaseComments ORDER BY CreatedDate DESC)`,
    },
    {
      object: 'EmailMessage',
      select: `(SELECT Incoming, Status, FromName, FromAddress, MessageDate, ${MADE} FROM EmailMessages ORDER BY CreatedDate DESC)`,
    },
    {
      object: 'CaseMilestone',
      select:
        '(SELECT MilestoneType.Name, TargetDate, IsCompleted, IsDeleted FROM CaseMilestones ORDER BY TargetDate)',
    },
    { object: 'Entitlement', select: 'Entitlement.Name', via: 'EntitlementId' },
  ],
}

/** A case as a record, and what decisions and clocks rest on; no facts where it was deleted. */
export interface CaseReading {
  readonly reading: Reading
  readonly facts: readonly ObservedFact[]
}

/** Reads one case with its course; null where Salesforce never knew it. Throws VendorUnavailable, UnreadableAnswer. */
export type ReadCase = (id: string) => Promise<CaseReading | null>

export function caseReader(client: SalesforceClient, objects: Objects, now: () => number): ReadCase {
  const statuses = caseStatuses(client, now)
  return async id => {
    const found = await objects.select(STORY, `WHERE Id = ${quoted(id)}`)
    const [row] = found?.rows ?? []
    if (!found || row === undefined) return null
    const parsed = CaseRow.safeParse(row)
    if (!parsed.success) throw unreadable(id, parsed.error.message)
    const reading = await objects.read(STORY, found)
    const [record] = reading.records
    if (!record || record.gone) return { reading, facts: [] }
    const words = knowing(parsed.data, await statuses())
    const teller = { statuses: words, ownUserId: client.userId() }
    return {
      reading,
      facts: [
        { kind: 'ticket', ticket: ticketOf(parsed.data, words, record.url ?? '') },
        { kind: 'ticket-timeline', timeline: timelineOf(parsed.data, teller) },
      ],
    }
  }
}

function unreadable(id: string, what: string): UnreadableAnswer {
  return new UnreadableAnswer({
    en: `Salesforce described case ${id} in a way nobody can read: ${what}`,
    de: `Salesforce hat den Kundenvorgang ${id} unlesbar beschrieben: ${what}`,
  })
}
