import { formatMoney } from '../../../shared/money.ts'
import type { Identifier, RecordField, RecordName, SourceRecord } from '../../../shared/source-record.ts'
import { aSourceRecord } from '../../../shared/source-record.ts'
import { emailIdentifiers } from '../identifiers.ts'
import { moneyOf } from './money.ts'
import type { Account, Case, Contact, Contract, Opportunity, Row } from './shapes.ts'
import { websiteDomain } from './website.ts'

/** What turning rows into records takes beside the rows. */
export interface Scene {
  /** Epoch ms. */
  readonly readAt: number
  /** Where pages open, such as `https://acme.lightning.force.com`. */
  readonly pagesUrl: string
  /** The organization's only currency; null where it has several or nobody knows. */
  readonly currency: string | null
}

/** Values of Type or Tier__c that name a tier; others say something else. */
const TIERS: ReadonlySet<string> = new Set(['enterprise', 'business', 'team', 'starter', 'free'])
const MANAGER = 'account manager'

export const accountName = (id: string): RecordName => ({ source: 'salesforce', type: 'account', id })
export const contactName = (id: string): RecordName => ({ source: 'salesforce', type: 'contact', id })

export function accountRecord(row: Account, scene: Scene): SourceRecord {
  const domain = websiteDomain(row.Website)
  const customer = /^cus_\w+$/.exec(row.Stripe_Customer_Id__c?.trim() ?? '')?.[0]
  const keys: Identifier[] = [
    ...(domain ? [{ kind: 'domain', value: domain }] : []),
    ...(customer ? [{ kind: 'stripe-customer', value: customer }] : []),
  ]
  const tier = [row.Tier__c, row.Type]
    .map(text => text?.trim().toLowerCase() ?? '')
    .find(text => TIERS.has(text))
  const fields = [
    ...textField('name', row.Name),
    ...textField('tier', tier),
    ...textField('account_manager', managerOf(row)),
    ...mrrField(row, scene),
  ]
  return recordOf('Account', row, { role: 'account', label: row.Name ?? row.Id, keys, fields }, scene)
}

export function contactRecord(row: Contact, scene: Scene): SourceRecord {
  const keys = emailIdentifiers(row.Email ?? '').filter(({ kind }) => kind === 'email')
  const label = row.Name ?? row.Email ?? row.Id
  return recordOf('Contact', row, { role: 'person', label, keys, belongsTo: accountOf(row) }, scene)
}

/** `speaks`: it is the one that tells how things stand with its account. */
export function opportunityRecord(row: Opportunity, speaks: boolean, scene: Scene): SourceRecord {
  const amount = moneyOf(row.Amount, row.CurrencyIsoCode ?? scene.currency)
  const standing = [row.StageName, amount && formatMoney(amount, 'en')].filter(Boolean).join(', ')
  const state = row.IsClosed ? (row.IsWon ? 'won' : 'lost') : 'open'
  const fields = speaks ? textField('opportunity', standing) : []
  const said = { role: 'part', label: row.Name ?? row.Id, belongsTo: accountOf(row), state, fields } as const
  return recordOf('Opportunity', row, said, scene)
}

const CONTRACT_STATES: Readonly<Record<string, string>> = { activated: 'active', inapproval: 'in approval' }

/** `speaks`: it is the one that tells how things stand with its account. */
export function contractRecord(row: Contract, speaks: boolean, scene: Scene): SourceRecord {
  const ends = row.EndDate
  const fields: RecordField[] = [
    ...textField('contract_stage', row.Status),
    ...(ends ? [{ field: 'contract_ends_at' as const, content: { kind: 'date' as const, at: ends } }] : []),
  ]
  const status = (row.StatusCode ?? row.Status ?? '').toLowerCase()
  const said = {
    role: 'part',
    label: ['Contract', row.ContractNumber].filter(Boolean).join(' '),
    belongsTo: accountOf(row),
    state: CONTRACT_STATES[status] ?? (status || null),
    fields: speaks ? fields : [],
  } as const
  return recordOf('Contract', row, said, scene)
}

export function caseRecord(row: Case, scene: Scene): SourceRecord {
  const label = [row.CaseNumber, row.Subject].filter(Boolean).join(' ') || row.Id
  const belongsTo = accountOf(row) ?? (row.ContactId ? contactName(row.ContactId) : null)
  const state = row.IsClosed ? 'closed' : 'open'
  const said = { role: 'part', label, belongsTo, state, happenedAt: row.CreatedDate ?? null } as const
  return recordOf('Case', row, said, scene)
}

type Said = Pick<SourceRecord, 'role' | 'label'> & Partial<SourceRecord>

function recordOf(object: string, row: Row, said: Said, { readAt, pagesUrl }: Scene): SourceRecord {
  const type = object.toLowerCase()
  const name = { source: 'salesforce', type, id: row.Id }
  const times = { changedAt: row.SystemModstamp, readAt }
  const { role, label } = said
  if (row.IsDeleted) {
    const mergedInto = row.MasterRecordId ? { ...name, id: row.MasterRecordId } : null
    return aSourceRecord(name, { role, label, ...times, gone: true, mergedInto })
  }
  return aSourceRecord(name, { ...said, ...times, url: `${pagesUrl}/lightning/r/${object}/${row.Id}/view` })
}

function accountOf({ AccountId }: { AccountId?: string | null | undefined }): RecordName | null {
  return AccountId ? accountName(AccountId) : null
}

function textField(field: RecordField['field'], text: string | null | undefined): RecordField[] {
  const said = text?.trim()
  return said ? [{ field, content: { kind: 'text', text: said } }] : []
}

/** Whoever the account team calls its manager; otherwise the owner. */
function managerOf({ AccountTeamMembers, Owner }: Account): string {
  const members = AccountTeamMembers?.records ?? []
  const manager = members.find(
    member => !member.IsDeleted && member.TeamMemberRole?.trim().toLowerCase() === MANAGER,
  )
  const person = manager?.User ?? Owner
  return [person?.Name, person?.Email && `<${person.Email}>`].filter(Boolean).join(' ')
}

function mrrField(row: Account, { currency }: Scene): RecordField[] {
  const code = row.CurrencyIsoCode ?? currency
  const monthly = moneyOf(row.MRR__c, code)
  if (monthly) return [{ field: 'mrr', content: { kind: 'money', money: monthly } }]
  const yearly = moneyOf(row.Annual_Contract_Value__c, code)
  if (!yearly) return []
  const money = { minor: Math.round(yearly.minor / 12), currency: yearly.currency }
  const worked = `Annual contract value ${formatMoney(yearly, 'en')} / 12`
  return [{ field: 'mrr', content: { kind: 'money', money, worked } }]
}
