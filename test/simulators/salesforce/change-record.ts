import { checkDesk, deriveCase, noteHistory, tellOfTalk } from './case-desk.ts'
import { locked, modifiedSince, noSuchField, Refused } from './error.ts'
import {
  type Author,
  momentOf,
  type SalesforceWorld,
  type SimRecord,
  type SimValue,
  stampOf,
} from './state.ts'

export type Fields = Readonly<Record<string, SimValue>>

const CLOSED_STAGES: ReadonlySet<SimValue> = new Set(['Closed Won', 'Closed Lost'])
const STATUS_CODES: Readonly<Record<string, string>> = { 'In Approval Process': 'InApproval' }

/** A new record; its id may be given, as seeds do. */
export function createRecord(
  world: SalesforceWorld,
  object: string,
  fields: Fields,
  author: Author,
): SimRecord {
  checkFields(world, object, fields)
  const { state, clock } = world
  const now = stampOf(clock.now())
  const id = typeof fields.Id === 'string' ? fields.Id : state.nextId(object)
  const record: SimRecord = {
    ...defaultsOf(object, id),
    CreatedDate: now,
    CreatedById: author.userId,
    LastModifiedDate: now,
    LastModifiedById: author.userId,
    SystemModstamp: now,
    ...fields,
    Id: id,
    IsDeleted: false,
  }
  deriveFields(world, object, { record, author })
  state.all(object).set(id, record)
  if (object === 'Case') noteHistory(world, { before: null, after: record, author })
  if (object === 'CaseComment' || object === 'EmailMessage') tellOfTalk(world, record, author)
  world.tell({ object, type: 'CREATE', record, fields: [], author })
  return record
}

interface Update {
  readonly object: string
  readonly id: string
  readonly fields: Fields
  readonly author: Author
  /** The header as it came. */
  readonly unmodifiedSince?: string | undefined
}

/** Refuses a locked record, one that has changed since, and fields that are not there. */
export function updateRecord(world: SalesforceWorld, update: Update): SimRecord {
  const { object, id, fields, author } = update
  const record = world.state.get(object, id)
  checkUnmodified(record, update.unmodifiedSince)
  checkFields(world, object, fields)
  if (world.state.locked.has(record.Id)) throw locked()
  const before = { ...record }
  Object.assign(record, fields)
  deriveFields(world, object, { record, author })
  touch(world, record, author)
  if (object === 'Case') noteHistory(world, { before, after: record, author })
  world.tell({ object, type: 'UPDATE', record, fields: [...Object.keys(fields), 'LastModifiedDate'], author })
  return record
}

/** To the recycle bin: only `queryAll` finds it. Contacts, opportunities, contracts and cases go with their account. */
export function deleteRecord(world: SalesforceWorld, object: string, id: string, author: Author): SimRecord {
  const record = world.state.get(object, id)
  if (world.state.locked.has(record.Id)) throw locked()
  for (const child of object === 'Account' ? ['Contact', 'Opportunity', 'Contract', 'Case'] : []) {
    const children = [...world.state.all(child).values()].filter(each => each.AccountId === record.Id)
    for (const each of children) if (!each.IsDeleted) deleteRecord(world, child, each.Id, author)
  }
  record.IsDeleted = true
  touch(world, record, author)
  world.tell({ object, type: 'DELETE', record, fields: [], author })
  return record
}

interface Merge {
  readonly object: 'Account' | 'Contact' | 'Case'
  readonly winner: string
  readonly loser: string
  readonly author: Author
}

/** What hangs on the loser goes over to the winner; the loser is deleted and says into what it went. */
export function mergeRecords(world: SalesforceWorld, { object, winner, loser, author }: Merge): void {
  const into = world.state.get(object, winner)
  const from = world.state.get(object, loser)
  const via = `${object}Id`
  for (const child of ['Contact', 'Opportunity', 'Contract', 'Case']) {
    for (const each of world.state.all(child).values()) {
      if (each[via] !== from.Id || each.IsDeleted) continue
      updateRecord(world, { object: child, id: each.Id, fields: { [via]: into.Id }, author })
    }
  }
  from.MasterRecordId = into.Id
  from.IsDeleted = true
  touch(world, from, author)
  world.tell({ object, type: 'DELETE', record: from, fields: [], author })
  touch(world, into, author)
  world.tell({ object, type: 'UPDATE', record: into, fields: ['LastModifiedDate'], author })
}

function touch({ clock }: SalesforceWorld, record: SimRecord, author: Author): void {
  const now = stampOf(clock.now())
  record.LastModifiedDate = now
  record.LastModifiedById = author.userId
  record.SystemModstamp = now
}

function checkFields(world: SalesforceWorld, object: string, fields: Fields): void {
  for (const field of Object.keys(fields)) {
    if (field.includes('.')) throw noSuchField(object, field)
    world.state.schema.typeOf(object, field)
  }
  checkDesk(world, object, fields)
}

/** Whole seconds only, and compared with LastModifiedDate, not SystemModstamp. */
function checkUnmodified(record: SimRecord, header: string | undefined): void {
  if (header === undefined) return
  const since = Date.parse(header)
  if (Number.isNaN(since)) {
    throw new Refused(400, 'INVALID_HEADER_VALUE', `Invalid If-Unmodified-Since header: ${header}`)
  }
  if (momentOf(String(record.LastModifiedDate)) > since) throw modifiedSince()
}

function defaultsOf(object: string, id: string): Fields {
  const number = String(Number.parseInt(id.slice(10, 15).replaceAll(/\D/g, '') || '0', 10)).padStart(8, '0')
  if (object === 'Case') return { CaseNumber: number, Status: 'New', Origin: 'Email', Priority: 'Medium' }
  if (object === 'Contract') return { ContractNumber: number, Status: 'Draft' }
  return object === 'Opportunity' ? { StageName: 'Prospecting' } : {}
}

/** What Salesforce works out by itself. */
function deriveFields(
  world: SalesforceWorld,
  object: string,
  { record, author }: { record: SimRecord; author: Author },
): void {
  if (object === 'Contact') {
    record.Name = [record.FirstName, record.LastName].filter(Boolean).join(' ')
  }
  if (object === 'Opportunity') {
    record.IsClosed = CLOSED_STAGES.has(record.StageName ?? null)
    record.IsWon = record.StageName === 'Closed Won'
  }
  if (object === 'Case') deriveCase(world, record, author)
  if (object === 'CaseMilestone') record.IsCompleted = (record.CompletionDate ?? null) !== null
  if (object === 'Contract') {
    const status = String(record.Status)
    record.StatusCode = STATUS_CODES[status] ?? status
  }
}
