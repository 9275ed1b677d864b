import { Refused } from './error.ts'
import { type Author, type SalesforceWorld, type SimRecord, type SimValue, stampOf } from './state.ts'

type Fields = Readonly<Record<string, SimValue>>

const LONGEST_COMMENT = 4000

/** Refuses what Salesforce does of cases and of what is said on them. */
export function checkDesk({ state }: SalesforceWorld, object: string, fields: Fields): void {
  if (object === 'Case' && fields.OwnerId !== undefined) checkOwner(state.ownerOf(fields.OwnerId))
  if (object !== 'CaseComment' && object !== 'EmailMessage') return
  if (fields.ParentId !== undefined && !state.find('Case', String(fields.ParentId))) {
    throw new Refused(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['ParentId'])
  }
  if (Buffer.byteLength(String(fields.CommentBody ?? '')) > LONGEST_COMMENT) {
    const message = `Comment: data value too large (max length=${LONGEST_COMMENT})`
    throw new Refused(400, 'STRING_TOO_LONG', message, ['CommentBody'])
  }
}

function checkOwner(owner: SimRecord | undefined): void {
  if (!owner) throw new Refused(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['OwnerId'])
  if (owner.IsActive === false) {
    const message = 'operation performed with inactive user as owner of case'
    throw new Refused(400, 'INACTIVE_OWNER_OR_USER', message, ['OwnerId'])
  }
}

/** What Salesforce works out of a case by itself: whether it is closed, since when, and whose it is. */
export function deriveCase({ state, clock }: SalesforceWorld, record: SimRecord, author: Author): void {
  const status = [...state.all('CaseStatus').values()].find(({ ApiName }) => ApiName === record.Status)
  const isClosed = status ? status.IsClosed === true : record.Status === 'Closed'
  if (isClosed !== (record.IsClosed ?? false)) record.ClosedDate = isClosed ? stampOf(clock.now()) : null
  record.IsClosed = isClosed
  record.OwnerId ??= author.userId
  // Callers of the API get the active rule unless they ask for none.
  if (author.autoAssign && state.assignmentQueue) record.OwnerId = state.assignmentQueue
  record.OwnerId = state.passedOn.get(String(record.OwnerId)) ?? record.OwnerId
}

interface Saved {
  /** The case as it was; null where it was made. */
  readonly before: SimRecord | null
  readonly after: SimRecord
  readonly author: Author
}

/** A row for each field that changed and is tracked, two for the owner: one with names and one with ids. */
export function noteHistory(world: SalesforceWorld, { before, after, author }: Saved): void {
  const { state, clock } = world
  const at = before ? stampOf(clock.now()) : String(after.CreatedDate)
  const add = (Field: string, DataType: string, [OldValue, NewValue]: readonly [SimValue, SimValue]) => {
    const id = state.nextId('CaseHistory')
    const made = { CreatedDate: at, CreatedById: author.userId, SystemModstamp: at }
    const row = { Id: id, IsDeleted: false, CaseId: after.Id, Field, DataType, OldValue, NewValue, ...made }
    state.all('CaseHistory').set(id, row)
  }
  if (!before) {
    add('created', 'Text', [null, null])
    return
  }
  for (const field of ['Status', 'Priority']) {
    if (before[field] === after[field] || state.untracked.has(field)) continue
    add(field, 'Text', [before[field] ?? null, after[field] ?? null])
  }
  if (before.OwnerId === after.OwnerId || state.untracked.has('OwnerId')) return
  const isByRule = author.autoAssign && after.OwnerId === state.assignmentQueue
  const field = isByRule ? 'ownerAssignment' : 'Owner'
  const names = [before, after].map(({ OwnerId }) => state.ownerOf(OwnerId)?.Name ?? null)
  add(field, 'Text', [names[0] ?? null, names[1] ?? null])
  add(field, 'EntityId', [before.OwnerId ?? null, after.OwnerId ?? null])
}

/** A comment or an e-mail changes nothing of its case; a trigger set up for it tells of the case all the same. */
export function tellOfTalk(world: SalesforceWorld, record: SimRecord, author: Author): void {
  const about = world.state.find('Case', String(record.ParentId))
  if (about)
    world.tell({ object: 'Case', type: 'UPDATE', record: about, fields: [], author, byTrigger: true })
}
