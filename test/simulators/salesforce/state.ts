import { salesforceId } from '../../../shared/salesforce-id.ts'
import type { SimClock } from '../clock.ts'
import { Serial } from '../serial.ts'
import { isDeleted, notFound } from './error.ts'
import { SimSchema } from './schema.ts'
import { KEY_PREFIXES } from './standard-objects.ts'

export type SimValue = string | number | boolean | null

/** A record with its fields as the API shows them. */
export interface SimRecord {
  readonly Id: string
  IsDeleted: boolean
  SystemModstamp: string
  [field: string]: SimValue
}

/** The user that Meshline acts as, and the one who clicks in the browser. */
export const INTEGRATION_USER = '0055g00000MeshLAAR'
export const BROWSER_USER = '0055g00000OlgaOAAR'

/** One organization's records by object and 18-character id, in order of creation. */
export class SalesforceState {
  readonly schema = new SimSchema()
  /** Ids in an approval process; nobody may save them. */
  readonly locked = new Set<string>()
  /** The currency of an organization with one; null turns several currencies on. */
  currency: string | null = 'USD'
  /** Whom the active assignment rule for cases hands them to; null where no rule is active. */
  assignmentQueue: string | null = null
  /** Flows that pass a case on within the save that gave it away: from owner to owner. */
  readonly passedOn = new Map<string, string>()
  /** Rows of a sub-select in one answer; the rest is behind an address of its own. */
  childRows = 2000
  /** Fields of cases whose history nobody asked to track. */
  readonly untracked = new Set<string>()
  serial = new Serial()
  readonly #objects = new Map<string, Map<string, SimRecord>>()

  all(object: string): Map<string, SimRecord> {
    const known = this.#objects.get(object)
    if (known) return known
    const fresh = new Map<string, SimRecord>()
    this.#objects.set(object, fresh)
    return fresh
  }

  /** By an id of 15 or 18 characters, deleted or not; undefined where there is none. */
  find(object: string, id: string): SimRecord | undefined {
    return this.all(object).get(salesforceId(id) ?? '')
  }

  /** One that is there. Refuses one that never was and one that was deleted, in different words. */
  get(object: string, id: string): SimRecord {
    const record = this.find(object, id)
    if (!record) throw notFound()
    if (record.IsDeleted) throw isDeleted()
    return record
  }

  /** The user or the queue behind an owner's id. */
  ownerOf(id: SimValue | undefined): SimRecord | undefined {
    return this.find('User', String(id)) ?? this.find('Group', String(id))
  }

  nextId(object: string): string {
    const number = String(this.serial.number()).padStart(5, '0')
    return salesforceId(`${KEY_PREFIXES[object] ?? '0zz'}5g00000${number}`) ?? ''
  }

  clear(): void {
    this.#objects.clear()
    this.locked.clear()
    this.schema.reset()
    this.currency = 'USD'
    this.assignmentQueue = null
    this.childRows = 2000
    this.passedOn.clear()
    this.untracked.clear()
    this.serial = new Serial()
  }

  toJSON(): object {
    return Object.fromEntries([...this.#objects].map(([object, records]) => [object, [...records.values()]]))
  }
}

/** Who changes something, and through what: `client` is what `Sforce-Call-Options` called itself. */
export interface Author {
  readonly userId: string
  readonly client: string | null
  /** Whether the organization's assignment rules run over what they save. */
  readonly autoAssign?: boolean
}

export const IN_THE_BROWSER: Author = { userId: BROWSER_USER, client: null }

export interface Change {
  readonly object: string
  readonly type: 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE'
  readonly record: SimRecord
  /** Names of what changed; empty for a new record. */
  readonly fields: readonly string[]
  readonly author: Author
  /** Told by a trigger on another object, which only calls out. */
  readonly byTrigger?: boolean
}

/** What a verb needs: the records, the time, and a way to tell the world. */
export interface SalesforceWorld {
  readonly state: SalesforceState
  readonly clock: SimClock
  readonly tell: (change: Change) => void
}

/** `2026-11-20T09:02:11.000+0000`: whole seconds, and a zone without its colon. */
export function stampOf(at: number): string {
  return `${new Date(Math.floor(at / 1000) * 1000).toISOString().slice(0, -1)}+0000`
}

/** Epoch ms of a stamp or a date. */
export function momentOf(text: string): number {
  return Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
}
