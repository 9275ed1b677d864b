import { noSuchField, noSuchObject } from './error.ts'

export type FieldType =
  | 'id'
  | 'reference'
  | 'string'
  | 'picklist'
  | 'boolean'
  | 'datetime'
  | 'date'
  | 'currency'

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
const STANDARD: Readonly<Record<string, Readonly<Record<string, FieldType>>>> = {
  Organization: { ...system, Name: 'string', IsSandbox: 'boolean' },
  User: { ...system, Name: 'string', Email: 'string', Username: 'string', IsActive: 'boolean' },
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
}

/** Lists of children by the name a sub-select uses, and the field that points back. */
const CHILDREN: Readonly<Record<string, { object: string; via: string }>> = {
  AccountTeamMembers: { object: 'AccountTeamMember', via: 'AccountId' },
  Contacts: { object: 'Contact', via: 'AccountId' },
  Opportunities: { object: 'Opportunity', via: 'AccountId' },
  Contracts: { object: 'Contract', via: 'AccountId' },
  Cases: { object: 'Case', via: 'AccountId' },
}

/** What the organization's objects look like to the integration user; an admin can change it while things run. */
export class SimSchema {
  #objects = fresh()

  /** A custom field, or one whose permission was given back. */
  addField(object: string, field: string, type: FieldType): void {
    this.#fields(object).set(field, type)
  }

  /** Deleted, or the permission to see it was taken away: the same to who asks. */
  hideField(object: string, field: string): void {
    this.#fields(object).delete(field)
  }

  hideObject(object: string): void {
    this.#objects.delete(object)
  }

  /** Back with its standard fields. */
  showObject(object: string): void {
    const standard = fresh().get(object)
    if (standard) this.#objects.set(object, standard)
  }

  /** The type of a field; a path such as `Owner.Name` leads through references. Refuses what is not there. */
  typeOf(object: string, path: string): FieldType {
    const [first = '', ...rest] = path.split('.')
    const fields = this.#fields(object)
    if (rest.length > 0) {
      if (fields.get(`${first}Id`) !== 'reference') throw noSuchField(object, path)
      return this.typeOf(targetOf(first), rest.join('.'))
    }
    const type = fields.get(first)
    if (!type) throw noSuchField(object, first)
    return type
  }

  childrenOf(relation: string): { object: string; via: string } {
    const children = CHILDREN[relation]
    if (!children || !this.#objects.has(children.object)) throw noSuchObject(relation)
    return children
  }

  describe(object: string): object {
    const fields = [...this.#fields(object)].map(([name, type]) => ({
      name,
      type,
      custom: name.endsWith('__c'),
      label: name.replace('__c', '').replaceAll('_', ' '),
    }))
    return { name: object, keyPrefix: KEY_PREFIXES[object] ?? null, queryable: true, fields }
  }

  has(object: string): boolean {
    return this.#objects.has(object)
  }

  reset(): void {
    this.#objects = fresh()
  }

  #fields(object: string): Map<string, FieldType> {
    const fields = this.#objects.get(object)
    if (!fields) throw noSuchObject(object)
    return fields
  }
}

/** The object behind a reference: `Owner` is a user, everything else is called what it is. */
export function targetOf(relation: string): string {
  return relation === 'Owner' || relation === 'CreatedBy' || relation === 'LastModifiedBy' ? 'User' : relation
}

function fresh(): Map<string, Map<string, FieldType>> {
  return new Map(
    Object.entries(STANDARD).map(([object, fields]) => [object, new Map(Object.entries(fields))]),
  )
}
