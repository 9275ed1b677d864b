import { noSuchField, noSuchObject } from './error.ts'
import { type FieldType, KEY_PREFIXES, STANDARD } from './standard-objects.ts'

/** Lists of children by the name a sub-select uses, and the field that points back. */
const CHILDREN: Readonly<Record<string, { object: string; via: string }>> = {
  AccountTeamMembers: { object: 'AccountTeamMember', via: 'AccountId' },
  Contacts: { object: 'Contact', via: 'AccountId' },
  Opportunities: { object: 'Opportunity', via: 'AccountId' },
  Contracts: { object: 'Contract', via: 'AccountId' },
  Cases: { object: 'Case', via: 'AccountId' },
  Histories: { object: 'CaseHistory', via: 'CaseId' },
  CaseComments: { object: 'CaseComment', via: 'ParentId' },
  EmailMessages: { object: 'EmailMessage', via: 'ParentId' },
  CaseMilestones: { object: 'CaseMilestone', via: 'CaseId' },
}

const ENTITLEMENTS: readonly string[] = ['CaseMilestone', 'MilestoneType', 'Entitlement']

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

  /** Entitlement management: milestones on cases, and clocks that can be stopped. It is off in a fresh organization. */
  enableEntitlements(): void {
    for (const object of ENTITLEMENTS) this.showObject(object)
    this.addField('Case', 'IsStopped', 'boolean')
    this.addField('Case', 'EntitlementId', 'reference')
  }

  hideObject(object: string): void {
    this.#objects.delete(object)
  }

  /** Back with its standard fields. */
  showObject(object: string): void {
    const standard = STANDARD[object]
    if (standard) this.#objects.set(object, new Map(Object.entries(standard)))
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

const USERS: ReadonlySet<string> = new Set(['Owner', 'CreatedBy', 'LastModifiedBy'])

/** The object behind a reference. An owner is a user or, by the beginning of its id, a group; the rest is called what it is. */
export function targetOf(relation: string, id = ''): string {
  if (relation === 'Queue' || (relation === 'Owner' && id.startsWith(KEY_PREFIXES.Group ?? '')))
    return 'Group'
  return USERS.has(relation) ? 'User' : relation
}

function fresh(): Map<string, Map<string, FieldType>> {
  return new Map(
    Object.entries(STANDARD)
      .filter(([object]) => !ENTITLEMENTS.includes(object))
      .map(([object, fields]) => [object, new Map(Object.entries(fields))]),
  )
}
