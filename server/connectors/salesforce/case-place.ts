import { z } from 'zod'
import type { Place } from '../../../shared/action.ts'
import { UnreadableAnswer } from '../connector.ts'
import { OWNER_FIELDS, type OwnerChange, ownerChangesIn, placeOf } from './case-owners.ts'
import { Children, HistoryRow, readChildren } from './case-shapes.ts'
import type { SalesforceClient } from './client.ts'
import type { Schema } from './schema.ts'
import { Id, Moment, Person } from './shapes.ts'
import { oneOf, quoted } from './soql.ts'

/** More hands than a case goes through between a proposal and its run. */
const MOST_CHANGES = 20

const PlaceRow = z.object({
  OwnerId: Id,
  Owner: Person,
  LastModifiedDate: Moment,
  LastModifiedById: Id,
  LastModifiedBy: Person,
  Histories: Children,
})

/** Where a case lies now, what a write of it has to be stamped with, and how it came there. */
export interface CasePlace {
  readonly place: Place
  readonly ownerId: string
  /** Whole seconds; epoch milliseconds. */
  readonly modifiedAt: number
  readonly modifiedBy: { readonly id: string; readonly name: string | null }
  /** Its last changes of owner, the newest first; none where the organization does not track them. */
  readonly changes: readonly OwnerChange[]
}

export interface CaseApi {
  readonly client: SalesforceClient
  readonly schema: Schema
}

/** Null where there is no such case, or no more. Throws VendorUnavailable and UnreadableAnswer. */
export async function readPlace({ client, schema }: CaseApi, caseId: string): Promise<CasePlace | null> {
  const history = (await schema.fieldsOf('CaseHistory')) ? [HISTORY] : []
  const fields = ['OwnerId', 'Owner.Name', 'LastModifiedDate', 'LastModifiedById', 'LastModifiedBy.Name']
  const [row] = await client.rows(
    `SELECT ${[...fields, ...history].join(', ')} FROM Case WHERE Id = ${quoted(caseId)}`,
  )
  if (row === undefined) return null
  const parsed = PlaceRow.safeParse(row)
  if (parsed.success) return placeIn(parsed.data)
  throw new UnreadableAnswer({
    en: `Salesforce described case ${caseId} in a way nobody can read: ${parsed.error.message}`,
    de: `Salesforce hat den Kundenvorgang ${caseId} unlesbar beschrieben: ${parsed.error.message}`,
  })
}

const HISTORY = [
  '(SELECT Id, Field, OldValue, NewValue, CreatedDate, CreatedById, CreatedBy.Name FROM Histories',
  `WHERE Field IN ${oneOf([...OWNER_FIELDS])} ORDER BY CreatedDate DESC LIMIT ${MOST_CHANGES})`,
].join(' ')

function placeIn(row: z.infer<typeof PlaceRow>): CasePlace {
  const rows = readChildren(HistoryRow, row.Histories).rows
  const oldestFirst = rows.toSorted((a, b) => a.CreatedDate - b.CreatedDate || (a.Id < b.Id ? -1 : 1))
  return {
    place: placeOf(row.OwnerId, row.Owner?.Name),
    ownerId: row.OwnerId,
    modifiedAt: row.LastModifiedDate,
    modifiedBy: { id: row.LastModifiedById, name: row.LastModifiedBy?.Name ?? null },
    changes: ownerChangesIn(oldestFirst).toReversed(),
  }
}
