import { salesforceId } from '../../../shared/salesforce-id.ts'
import type { SalesforceClient } from './client.ts'
import { KINDS, type Kind, type Reading } from './kinds.ts'
import { pagesUrlOf } from './pages-url.ts'
import type { Scene } from './records.ts'
import { SalesforceRefused } from './refused.ts'
import type { Schema } from './schema.ts'
import { inGroups, oneOf } from './soql.ts'

/** Rows as one query found them, and when it was asked: a change after that is not in them. Epoch ms. */
export interface Rows {
  readonly rows: readonly unknown[]
  readonly readAt: number
}

/** Reads objects as far as the organization has them. */
export interface Objects {
  /**
   * Rows of a kind with deleted ones among them, in the shape of its fields; `condition` is everything behind FROM.
   * Null where the object may not be seen. Throws VendorUnavailable, UnreadableAnswer.
   */
  select(kind: Kind, condition: string): Promise<Rows | null>
  /** How many there are in all; null where the object may not be seen. */
  count(kind: Kind): Promise<number | null>
  /** What the rows say, with what has to be seen beside them. */
  read(kind: Kind, found: Rows): Promise<Reading>
  /** Whether an object has a field, such as one that only some organizations made. */
  has(object: string, field: string): Promise<boolean>
}

/** What a query is refused with that asks for a field or an object which is not there. */
const VANISHED: ReadonlySet<string> = new Set(['INVALID_FIELD', 'INVALID_TYPE'])

export function objectsOf(client: SalesforceClient, schema: Schema, now: () => number): Objects {
  async function once(kind: Kind, condition: string): Promise<Rows | null> {
    const fields = await fieldsOf(kind, schema)
    if (!fields) return null
    const readAt = now()
    const soql = `SELECT ${fields.join(', ')} FROM ${kind.object} ${condition}`
    return { rows: await client.rows(soql, 'queryAll'), readAt }
  }

  async function select(kind: Kind, condition: string): Promise<Rows | null> {
    try {
      return await once(kind, condition)
    } catch (error) {
      if (!(error instanceof SalesforceRefused) || !VANISHED.has(error.code)) throw error
      // Somebody took a field or an object away, or our right to see it, since we asked which there are.
      schema.forget()
      return once(kind, condition)
    }
  }

  return {
    select,
    async count(kind) {
      const there = await schema.fieldsOf(kind.object)
      return there && client.count(`SELECT COUNT() FROM ${kind.object}`, 'queryAll')
    },
    async read(kind, { rows, readAt }) {
      const beside = await selectBeside(kind, rows, select)
      const scene: Scene = {
        readAt,
        pagesUrl: pagesUrlOf(client.instanceUrl()),
        currency: await schema.currency(),
      }
      return kind.read(rows, beside, scene)
    },
    has: async (object, field) => (await schema.fieldsOf(object))?.has(field) ?? false,
  }
}

/** The fields of a kind that are there to be selected. */
async function fieldsOf(kind: Kind, schema: Schema): Promise<string[] | null> {
  const there = await schema.fieldsOf(kind.object)
  if (!there) return null
  const own = kind.fields.filter(field => there.has(field.replace(/\..*$/, 'Id')))
  const along: string[] = []
  for (const { object, select, via } of kind.along ?? []) {
    const isLinked = via === undefined || there.has(via)
    if (isLinked && (await schema.fieldsOf(object))) along.push(select)
  }
  return ['Id', 'SystemModstamp', 'IsDeleted', ...own, ...along]
}

async function selectBeside(
  kind: Kind,
  rows: readonly unknown[],
  select: Objects['select'],
): Promise<unknown[]> {
  if (kind.beside === null) return []
  const found: unknown[] = []
  for (const ids of inGroups(rows.flatMap(accountIdIn))) {
    const conditions = [`AccountId IN ${oneOf(ids)}`, 'IsDeleted = false', kind.beside]
    found.push(...((await select(kind, `WHERE ${conditions.filter(Boolean).join(' AND ')}`))?.rows ?? []))
  }
  return found
}

function accountIdIn(row: unknown): string[] {
  const id = typeof row === 'object' && row !== null && 'AccountId' in row ? row.AccountId : null
  const account = typeof id === 'string' ? salesforceId(id) : null
  return account ? [account] : []
}

/** Objects the integration user cannot see, by name. Throws VendorUnavailable. */
export async function unseenObjects(schema: Schema): Promise<string[]> {
  const seen = await Promise.all(KINDS.map(({ object }) => schema.fieldsOf(object)))
  return KINDS.filter((_kind, index) => seen[index] === null).map(({ object }) => object)
}
