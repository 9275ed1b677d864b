import { Serial } from '../serial.ts'

/** A contact or a company as the account keeps it. Times: milliseconds since the epoch. */
export interface SimObject {
  readonly id: string
  properties: Record<string, string | null>
  readonly createdAt: number
  updatedAt: number
  /** In the recycle bin since; null where it is not. */
  archivedAt: number | null
}

export type Plural = 'contacts' | 'companies'

/** Which property holds the time of the last change. */
export const MODIFIED: Readonly<Record<Plural, string>> = {
  contacts: 'lastmodifieddate',
  companies: 'hs_lastmodifieddate',
}

/** One account's objects, by id, in order of creation. */
export class HubspotState {
  readonly contacts = new Map<string, SimObject>()
  readonly companies = new Map<string, SimObject>()
  /** Ids that were merged away, and the id they lead to now. */
  readonly merged = new Map<string, string>()
  ids = new Serial(1_246_900)

  clear(): void {
    this.contacts.clear()
    this.companies.clear()
    this.merged.clear()
    this.ids = new Serial(1_246_900)
  }

  toJSON(): object {
    return {
      contacts: [...this.contacts.values()],
      companies: [...this.companies.values()],
      merged: Object.fromEntries(this.merged),
    }
  }
}

/** What the API shows of an object: the properties that were asked for, and its own few. */
export function shown(plural: Plural, object: SimObject, properties: readonly string[]): object {
  const { id, createdAt, updatedAt, archivedAt } = object
  const iso = (at: number) => new Date(at).toISOString()
  const own: Record<string, string | null> = {
    createdate: iso(createdAt),
    hs_object_id: id,
    [MODIFIED[plural]]: iso(updatedAt),
  }
  const asked = properties.flatMap(name => [[name, object.properties[name] ?? own[name] ?? null]])
  return {
    id,
    properties: { ...Object.fromEntries(asked), ...own },
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    archived: archivedAt !== null,
    ...(archivedAt !== null && { archivedAt: iso(archivedAt) }),
  }
}
