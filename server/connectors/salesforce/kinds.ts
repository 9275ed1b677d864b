import type { z } from 'zod'
import type { RecordName, SourceRecord } from '../../../shared/source-record.ts'
import {
  accountRecord,
  caseRecord,
  contactName,
  contactRecord,
  contractRecord,
  opportunityRecord,
  type Scene,
} from './records.ts'
import { Account, Case, Contact, Contract, Opportunity, type Row } from './shapes.ts'

export interface Unreadable {
  /** Such as `account 0015g00000AbCdEAAV`. */
  readonly name: string
  readonly why: string
}

/** Rows in Meshline's words. */
export interface Reading {
  readonly records: readonly SourceRecord[]
  /** Rows nobody can read; the others are read all the same. */
  readonly unreadable: readonly Unreadable[]
  /** Records these hang on beside what they belong to. */
  readonly also: readonly RecordName[]
}

/** An object of Salesforce that Meshline reads. */
export interface Kind {
  readonly object: string
  /** Of its records' names. */
  readonly type: string
  readonly stream: string
  /** Fields to select, of which an organization may have only some. */
  readonly fields: readonly string[]
  /** What is selected of other objects, each only where that object is there, and the field that leads to it. */
  readonly along?: readonly { readonly object: string; readonly select: string; readonly via?: string }[]
  /** Which rows of the same accounts have to be seen beside these, '' for all; null where each stands for itself. */
  readonly beside: string | null
  readonly makesItems: boolean
  read(rows: readonly unknown[], beside: readonly unknown[], scene: Scene): Reading
}

const TEAM =
  '(SELECT IsDeleted, TeamMemberRole, User.Name, User.Email FROM AccountTeamMembers ORDER BY CreatedDate)'

const accounts: Kind = {
  object: 'Account',
  type: 'account',
  stream: 'accounts',
  fields: [
    'MasterRecordId',
    'Name',
    'Website',
    'Type',
    'Tier__c',
    'Owner.Name',
    'Owner.Email',
    'Stripe_Customer_Id__c',
    'MRR__c',
    'Annual_Contract_Value__c',
    'CurrencyIsoCode',
  ],
  along: [{ object: 'AccountTeamMember', select: TEAM }],
  beside: null,
  makesItems: false,
  read: (rows, _beside, scene) => each('account', Account, rows, row => accountRecord(row, scene)),
}

const contacts: Kind = {
  object: 'Contact',
  type: 'contact',
  stream: 'contacts',
  fields: ['MasterRecordId', 'Name', 'Email', 'AccountId'],
  beside: null,
  makesItems: false,
  read: (rows, _beside, scene) => each('contact', Contact, rows, row => contactRecord(row, scene)),
}

const opportunities: Kind = {
  object: 'Opportunity',
  type: 'opportunity',
  stream: 'opportunities',
  fields: ['Name', 'AccountId', 'StageName', 'Amount', 'CurrencyIsoCode', 'CloseDate', 'IsClosed', 'IsWon'],
  beside: 'IsClosed = false',
  makesItems: false,
  read(rows, beside, scene) {
    const { read, unreadable } = parsed('opportunity', Opportunity, [...rows, ...beside])
    const open = read.filter(row => !row.IsDeleted && !row.IsClosed)
    const speaking = firstOfEach(open, (a, b) => ascending(a.CloseDate ?? '9', b.CloseDate ?? '9'))
    const records = read.map(row => opportunityRecord(row, speaking.has(row.Id), scene))
    return { records, unreadable, also: [] }
  },
}

const contracts: Kind = {
  object: 'Contract',
  type: 'contract',
  stream: 'contracts',
  fields: ['ContractNumber', 'AccountId', 'Status', 'StatusCode', 'EndDate'],
  beside: '',
  makesItems: false,
  read(rows, beside, scene) {
    const { read, unreadable } = parsed('contract', Contract, [...rows, ...beside])
    const speaking = firstOfEach(
      read.filter(row => !row.IsDeleted),
      (a, b) => Number(isActive(b)) - Number(isActive(a)) || (b.EndDate ?? 0) - (a.EndDate ?? 0),
    )
    const records = read.map(row => contractRecord(row, speaking.has(row.Id), scene))
    return { records, unreadable, also: [] }
  },
}

export const cases: Kind = {
  object: 'Case',
  type: 'case',
  stream: 'cases',
  fields: ['MasterRecordId', 'CaseNumber', 'Subject', 'AccountId', 'ContactId', 'IsClosed', 'CreatedDate'],
  beside: null,
  makesItems: true,
  read(rows, _beside, scene) {
    const { read, unreadable } = parsed('case', Case, rows)
    const also = read.flatMap(row => (row.ContactId && !row.IsDeleted ? [contactName(row.ContactId)] : []))
    return { records: read.map(row => caseRecord(row, scene)), unreadable, also }
  },
}

function isActive({ StatusCode, Status }: Contract): boolean {
  return /^activated/i.test(StatusCode ?? Status ?? '')
}

/** In the order in which they should be read: what others hang on first. */
export const KINDS: readonly Kind[] = [accounts, contacts, opportunities, contracts, cases]

export function kindOfType(type: string): Kind | null {
  return KINDS.find(kind => kind.type === type) ?? null
}

function each<T extends Row>(
  type: string,
  shape: z.ZodType<T>,
  rows: readonly unknown[],
  record: (row: T) => SourceRecord,
): Reading {
  const { read, unreadable } = parsed(type, shape, rows)
  return { records: read.map(record), unreadable, also: [] }
}

/** Every row once, as it was read last. */
function parsed<T extends Row>(type: string, shape: z.ZodType<T>, rows: readonly unknown[]) {
  const read = new Map<string, T>()
  const unreadable = new Map<string, Unreadable>()
  for (const row of rows) {
    const result = shape.safeParse(row)
    const name = `${type} ${idIn(row)}`
    if (result.success) read.set(result.data.Id, result.data)
    else unreadable.set(name, { name, why: mistakesOf(result.error) })
  }
  return { read: [...read.values()], unreadable: [...unreadable.values()] }
}

function idIn(row: unknown): string {
  const id = typeof row === 'object' && row !== null && 'Id' in row ? row.Id : null
  return typeof id === 'string' ? id.slice(0, 18) : 'without an id'
}

function mistakesOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')
}

/** The ids of each account's first row by this order; the newest, then the id, decide between equals. */
function firstOfEach<T extends Row & { AccountId?: string | null | undefined }>(
  rows: readonly T[],
  order: (a: T, b: T) => number,
): ReadonlySet<string> {
  const sorted = rows.toSorted(
    (a, b) => order(a, b) || b.SystemModstamp - a.SystemModstamp || ascending(a.Id, b.Id),
  )
  const first = new Map<string, string>()
  for (const { Id, AccountId } of sorted) {
    const account = AccountId ?? Id
    if (!first.has(account)) first.set(account, Id)
  }
  return new Set(first.values())
}

function ascending(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
