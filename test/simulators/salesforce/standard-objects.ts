export type FieldType =
  | 'id'
  | 'reference'
  | 'string'
  | 'picklist'
  | 'boolean'
  | 'datetime'
  | 'date'
  | 'currency'
  /** Of a history row: whatever the field holds; nobody can ask for one by it. */
  | 'any'

const system = {
  Id: 'id',
  IsDeleted: 'boolean',
  CreatedDate: 'datetime',
  CreatedById: 'reference',
  LastModifiedDate: 'datetime',
  LastModifiedById: 'reference',
  SystemModstamp: 'datetime',
} as const

/** The objects of a fresh organization, with the standard fields that matter here. */
export const STANDARD: Readonly<Record<string, Readonly<Record<string, FieldType>>>> = {
  Organization: { ...system, Name: 'string', IsSandbox: 'boolean' },
  User: {
    ...system,
    Name: 'string',
    Email: 'string',
    Username: 'string',
    IsActive: 'boolean',
    UserType: 'picklist',
  },
  Group: { ...system, Name: 'string', Email: 'string', Type: 'picklist' },
  QueueSobject: { ...system, QueueId: 'reference', SobjectType: 'picklist' },
  AssignmentRule: { ...system, Name: 'string', SobjectType: 'picklist', Active: 'boolean' },
  Account: {
    ...system,
    MasterRecordId: 'reference',
    Name: 'string',
    Type: 'picklist',
    Website: 'string',
    OwnerId: 'reference',
  },
  AccountTeamMember: { ...system, AccountId: 'reference', UserId: 'reference', TeamMemberRole: 'picklist' },
  Contact: {
    ...system,
    MasterRecordId: 'reference',
    AccountId: 'reference',
    FirstName: 'string',
    LastName: 'string',
    Name: 'string',
    Email: 'string',
    OwnerId: 'reference',
  },
  Opportunity: {
    ...system,
    AccountId: 'reference',
    Name: 'string',
    StageName: 'picklist',
    Amount: 'currency',
    CloseDate: 'date',
    IsClosed: 'boolean',
    IsWon: 'boolean',
    OwnerId: 'reference',
  },
  Contract: {
    ...system,
    AccountId: 'reference',
    ContractNumber: 'string',
    Status: 'picklist',
    StatusCode: 'picklist',
    StartDate: 'date',
    EndDate: 'date',
    OwnerId: 'reference',
  },
  Case: {
    ...system,
    MasterRecordId: 'reference',
    CaseNumber: 'string',
    AccountId: 'reference',
    ContactId: 'reference',
    Subject: 'string',
    Description: 'string',
    Status: 'picklist',
    Priority: 'picklist',
    Origin: 'picklist',
    IsClosed: 'boolean',
    ClosedDate: 'datetime',
    IsEscalated: 'boolean',
    OwnerId: 'reference',
  },
  CaseStatus: {
    ...system,
    MasterLabel: 'string',
    ApiName: 'string',
    IsClosed: 'boolean',
    IsDefault: 'boolean',
  },
  CaseHistory: {
    ...system,
    CaseId: 'reference',
    Field: 'picklist',
    DataType: 'picklist',
    OldValue: 'any',
    NewValue: 'any',
  },
  CaseComment: { ...system, ParentId: 'reference', CommentBody: 'string', IsPublished: 'boolean' },
  EmailMessage: {
    ...system,
    ParentId: 'reference',
    Incoming: 'boolean',
    Status: 'picklist',
    FromName: 'string',
    FromAddress: 'string',
    MessageDate: 'datetime',
    TextBody: 'string',
  },
  CaseMilestone: {
    ...system,
    CaseId: 'reference',
    MilestoneTypeId: 'reference',
    StartDate: 'datetime',
    TargetDate: 'datetime',
    CompletionDate: 'datetime',
    IsCompleted: 'boolean',
    IsViolated: 'boolean',
  },
  MilestoneType: { ...system, Name: 'string' },
  Entitlement: { ...system, Name: 'string', AccountId: 'reference' },
}

export const KEY_PREFIXES: Readonly<Record<string, string>> = {
  Organization: '00D',
  User: '005',
  Account: '001',
  AccountTeamMember: '01M',
  Contact: '003',
  Opportunity: '006',
  Contract: '800',
  Case: '500',
  Group: '00G',
  QueueSobject: '03g',
  AssignmentRule: '01Q',
  CaseStatus: '01J',
  CaseHistory: '017',
  CaseComment: '00a',
  EmailMessage: '02s',
  CaseMilestone: '555',
  MilestoneType: '557',
  Entitlement: '550',
}
