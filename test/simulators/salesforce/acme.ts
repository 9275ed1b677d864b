import type { Fields } from './change-record.ts'
import { createRecord } from './change-record.ts'
import type { SalesforceSimulator } from './simulator.ts'
import { BROWSER_USER, IN_THE_BROWSER, INTEGRATION_USER, type SalesforceState, stampOf } from './state.ts'

const DAY_MS = 86_400_000

/** Ids of the story in Salesforce; Zendesk's organizations and Stripe's customers point to the accounts. */
export const ACME_SALESFORCE = {
  account: '0015g00000AbCdEAAV',
  globex: '0015g00000GlObEAAV',
  dana: '0035g00000DaNaRAAV',
  lee: '0035g00000LeeKMAAZ',
  globexContact: '0035g00000PriYaAAJ',
  opportunity: '0065g00000ScaLeAAJ',
  contract: '8005g00000ConTrAAJ',
  pastCase: '5005g00000PaStCAAV',
  /** A wish that has been waiting for a long time. */
  openCase: '5005g00000OpEnCAAV',
  ana: '0055g00000AnaRuAAJ',
  ben: '0055g00000BenOkAAJ',
  billingQueue: '00G5g00000BiLLiEAN',
  supportQueue: '00G5g00000SuPPoEAN',
  owner: BROWSER_USER,
} as const

/** Acme and Globex as their account managers keep them. Nobody is told. */
export function seedSalesforce({ state, clock }: SalesforceSimulator): void {
  const add = (object: string, fields: Fields, ageDays: number): void => {
    const at = stampOf(clock.now() - ageDays * DAY_MS)
    const times = { CreatedDate: at, LastModifiedDate: at, SystemModstamp: at }
    createRecord({ state, clock, tell: () => {} }, object, { ...times, ...fields }, IN_THE_BROWSER)
  }
  state.schema.addField('Account', 'Tier__c', 'picklist')
  state.schema.addField('Account', 'Stripe_Customer_Id__c', 'string')
  seedUsers(add)
  seedDesk(add)
  seedAcme(add)
  seedGlobex(add)
}

const STAFF = { IsActive: true, UserType: 'Standard' } as const

type Add = (object: string, fields: Fields, ageDays: number) => void

function seedUsers(add: Add): void {
  add('Organization', { Id: '00D5g000000AbCdEAK', Name: 'Acme Support', IsSandbox: false }, 900)
  const olga = { Id: BROWSER_USER, Name: 'Olga Owner', Email: 'olga@meshline.example' }
  add('User', { ...olga, Username: 'olga@meshline.example', ...STAFF }, 900)
  const integration = { Id: INTEGRATION_USER, Name: 'Meshline Integration', Email: 'meshline@acme.example' }
  add('User', { ...integration, Username: 'meshline@acme.example', ...STAFF }, 900)
}

const STATUSES = ['New', 'Working', 'Escalated', 'On Hold', 'Waiting on Customer', 'Closed']

/** Who works on cases, the queues they wait in, and the statuses they have. */
function seedDesk(add: Add): void {
  const { ana, ben, billingQueue, supportQueue } = ACME_SALESFORCE
  add('User', { Id: ana, Name: 'Ana Ruiz', Email: 'ana.ruiz@acme-support.test', ...STAFF }, 900)
  add('User', { Id: ben, Name: 'Ben Okafor', Email: 'ben.okafor@acme-support.test', ...STAFF }, 900)
  for (const [Id, Name] of [
    [billingQueue, 'Billing'],
    [supportQueue, 'Support'],
  ] as const) {
    add('Group', { Id, Name, Type: 'Queue' }, 900)
    add('QueueSobject', { QueueId: Id, SobjectType: 'Case' }, 900)
  }
  for (const name of STATUSES) {
    const said = { MasterLabel: name, ApiName: name, IsClosed: name === 'Closed', IsDefault: name === 'New' }
    add('CaseStatus', said, 900)
  }
}

function seedAcme(add: Add): void {
  const AccountId = ACME_SALESFORCE.account
  const account = {
    Id: AccountId,
    Name: 'Acme Corp',
    Website: 'https://www.acme.example',
    Type: 'Customer - Direct',
    Tier__c: 'Enterprise',
    Stripe_Customer_Id__c: 'cus_QXg1o8vcGmoR32',
    OwnerId: BROWSER_USER,
  }
  add('Account', account, 40)
  const dana = { FirstName: 'Dana', LastName: 'Reyes', Email: 'dana@acme.example' }
  add('Contact', { Id: ACME_SALESFORCE.dana, AccountId, ...dana }, 300)
  const lee = { FirstName: 'Lee', LastName: 'Kim', Email: 'billing@acme.example' }
  add('Contact', { Id: ACME_SALESFORCE.lee, AccountId, ...lee }, 200)
  const opportunity = { Name: 'Acme, 40 more seats', StageName: 'Negotiation', Amount: 23_520 }
  add(
    'Opportunity',
    { Id: ACME_SALESFORCE.opportunity, AccountId, ...opportunity, CloseDate: '2026-12-15' },
    6,
  )
  const contract = { Status: 'Activated', StartDate: '2025-02-01', EndDate: '2027-02-01' }
  add('Contract', { Id: ACME_SALESFORCE.contract, AccountId, ContractNumber: '00000102', ...contract }, 120)
  const past = { CaseNumber: '00001007', Subject: 'Wrong VAT number on an invoice', Status: 'Closed' }
  add('Case', { Id: ACME_SALESFORCE.pastCase, AccountId, ContactId: ACME_SALESFORCE.dana, ...past }, 70)
  seedOpenCase(add)
}

/** A wish that Ana took out of the queue, raised, answered, and put on hold. */
function seedOpenCase(add: Add): void {
  const { account, lee, openCase: CaseId, billingQueue, supportQueue, ana } = ACME_SALESFORCE
  const said = {
    CaseNumber: '00000931',
    Subject: 'A second workspace for our warehouse',
    Description: 'Can our warehouse have a workspace of its own under the same contract?',
    Status: 'On Hold',
    Priority: 'High',
  }
  add('Case', { Id: CaseId, AccountId: account, ContactId: lee, OwnerId: ana, ...said }, 100)
  const change = (Field: string, [OldValue, NewValue]: readonly [string, string], ageDays: number) =>
    add('CaseHistory', { CaseId, Field, OldValue, NewValue, CreatedById: ana }, ageDays)
  change('ownerAssignment', ['Support', 'Billing'], 99)
  change('ownerAssignment', [supportQueue, billingQueue], 99)
  change('ownerAccepted', ['Billing', 'Ana Ruiz'], 98)
  change('ownerAccepted', [billingQueue, ana], 98)
  change('Status', ['New', 'Working'], 98)
  change('Priority', ['Medium', 'High'], 97)
  const comment = { ParentId: CaseId, CreatedById: ana, IsPublished: true }
  add('CaseComment', { ...comment, CommentBody: 'It is on our list for the winter.' }, 96)
  change('Status', ['Working', 'On Hold'], 95)
}

function seedGlobex(add: Add): void {
  const AccountId = ACME_SALESFORCE.globex
  const account = {
    Name: 'Globex',
    Website: 'globex.example',
    Type: 'Customer - Direct',
    Tier__c: 'Business',
  }
  add('Account', { Id: AccountId, ...account, OwnerId: BROWSER_USER }, 60)
  const priya = { FirstName: 'Priya', LastName: 'Shah', Email: 'priya@globex.example' }
  add('Contact', { Id: ACME_SALESFORCE.globexContact, AccountId, ...priya }, 60)
}

/** A contact for each number, for accounts of a size that people notice. */
export function addContacts(
  state: SalesforceState,
  accountId: string,
  { count, at }: { count: number; at: number },
): void {
  const stamp = stampOf(at)
  for (let number = 1; number <= count; number++) {
    const id = state.nextId('Contact')
    state.all('Contact').set(id, {
      Id: id,
      IsDeleted: false,
      AccountId: accountId,
      Name: `Person ${number}`,
      Email: `person${number}@acme.example`,
      CreatedDate: stamp,
      SystemModstamp: stamp,
    })
  }
}
