import type { Ticket } from '../../../shared/billing.ts'
import { milestonesOf } from './case-milestones.ts'
import { placeOf } from './case-owners.ts'
import type { CaseRow } from './case-shapes.ts'
import { priorityOf, type StatusWords, statusOf } from './case-words.ts'

/** A case as decisions rest on it. Salesforce has no tags of its own on cases. */
export function ticketOf(row: CaseRow, statuses: StatusWords, url: string): Ticket {
  const place = row.OwnerId ? placeOf(row.OwnerId, row.Owner?.Name) : null
  const assignee = place?.assignee ?? null
  return {
    id: row.Id,
    record: { vendor: 'salesforce', type: 'case' },
    subject: row.Subject ?? '',
    description: row.Description ?? '',
    status: statusOf(row.Status ?? statuses.first, statuses),
    tags: [],
    createdAt: row.CreatedDate,
    updatedAt: row.LastModifiedDate ?? row.SystemModstamp,
    url,
    priority: priorityOf(row.Priority),
    group: place?.group ?? null,
    assignee: assignee && { ...assignee, email: row.Owner?.Email ?? null },
    requesterId: row.ContactId ?? null,
    nativeSla: milestonesOf(row),
  }
}
