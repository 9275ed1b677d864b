import { remember } from '../remember.ts'
import { type CaseRow, StatusRow } from './case-shapes.ts'
import type { StatusWords } from './case-words.ts'
import type { SalesforceClient } from './client.ts'
import { SalesforceRefused } from './refused.ts'

/** Admins add statuses rarely. */
const KEPT_MS = 60 * 60_000

/** What new cases are when nobody may see the picklist: Salesforce's own default. */
const USUAL: StatusWords = { closed: new Set(['Closed']), first: 'New' }

/** The organization's case statuses, asked for once an hour. Throws VendorUnavailable. */
export function caseStatuses(client: SalesforceClient, now: () => number): () => Promise<StatusWords> {
  const kept = remember<StatusWords>(now, KEPT_MS)
  return () => kept('all', () => readStatuses(client))
}

async function readStatuses(client: SalesforceClient): Promise<StatusWords> {
  const rows = await client
    .rows('SELECT MasterLabel, ApiName, IsClosed, IsDefault FROM CaseStatus')
    .catch(nothingToSee)
  const statuses = rows.flatMap(row => StatusRow.safeParse(row).data ?? [])
  if (statuses.length === 0) return USUAL
  const namesOf = ({ ApiName, MasterLabel }: (typeof statuses)[number]) =>
    [ApiName, MasterLabel].filter(name => name !== null && name !== undefined)
  const first = statuses.find(({ IsDefault }) => IsDefault)
  return {
    closed: new Set(statuses.filter(({ IsClosed }) => IsClosed).flatMap(namesOf)),
    first: (first && namesOf(first)[0]) ?? USUAL.first,
  }
}

/** What a case itself says of its status is the surest. */
export function knowing({ Status, IsClosed }: CaseRow, words: StatusWords): StatusWords {
  const closed = new Set(words.closed)
  if (Status && IsClosed) closed.add(Status)
  else if (Status) closed.delete(Status)
  return { ...words, closed }
}

/** A picklist that may not be seen is no reason to know nothing of a case; running out of calls is. */
function nothingToSee(error: unknown): unknown[] {
  const isHidden = error instanceof SalesforceRefused && (error.status === 400 || error.status === 403)
  if (isHidden && error.code !== 'REQUEST_LIMIT_EXCEEDED') return []
  throw error
}
