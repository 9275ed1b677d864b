import { createHash } from 'node:crypto'
import { canonicalJson } from '../../shared/canonical-json.ts'
import {
  CONTEXT_FIELDS,
  type ContextField,
  type ContextFieldName,
  type ContextRecord,
  type FieldValue,
  mergeField,
} from '../../shared/context-record.ts'
import type { Reader } from '../store/store.ts'
import { accountRows, isSynced, saidByParts, saidByPeople } from './account-store.ts'
import { computedFields } from './computed-fields.ts'
import { fieldsIn } from './fields-in.ts'
import type { RecordRow } from './record-store.ts'

/** A field with one record's word on it. */
export interface SaidField {
  readonly field: ContextFieldName
  readonly value: FieldValue
}

/**
 * What is known of an account as of `now` (epoch milliseconds): every field with its source and age, losing values
 * beside it. Merged at the moment it is read, so that it never lags behind its records.
 */
export async function readContextRecord(db: Reader, accountId: string, now: number): Promise<ContextRecord> {
  const accounts = await accountRows(db, accountId)
  const anchors = accounts.map(({ anchor }) => anchor)
  const said = [...accounts, ...(await saidByParts(db, anchors)), ...(await saidByPeople(db, anchors))]
  const counted = await computedFields(db, {
    anchors,
    now,
    contactsKnown: await isSynced(db, ['tickets', 'cases']),
  })
  const values = Map.groupBy([...said.flatMap(fieldsOf), ...counted], ({ field }) => field)
  const fields = CONTEXT_FIELDS.flatMap((field): ContextField[] => {
    const merged = mergeField(
      field,
      (values.get(field) ?? []).map(({ value }) => value),
    )
    return merged ? [merged] : []
  })
  return { id: accountId, hash: hashOf(fields), fields }
}

/** What goes beside an account wherever it is listed: its name and what it pays a month, from its own records only. */
export async function readAccountFace(
  db: Reader,
  accountId: string,
): Promise<{ name: string | null; revenue: FieldValue | null }> {
  const said = (await accountRows(db, accountId)).flatMap(fieldsOf)
  const holding = (field: ContextFieldName) => {
    const values = said.filter(entry => entry.field === field).map(({ value }) => value)
    return mergeField(field, values)?.value ?? null
  }
  const name = holding('name')
  return { name: name?.content.kind === 'text' ? name.content.text : null, revenue: holding('mrr') }
}

function fieldsOf(
  row: Pick<RecordRow, 'source' | 'id' | 'fields' | 'changed_at' | 'read_at' | 'gone'>,
): SaidField[] {
  if (row.gone === 1) return []
  return fieldsIn(row).map(({ field, content }) => ({
    field,
    value: { content, source: row.source, sourceId: row.id, changedAt: row.changed_at, readAt: row.read_at },
  }))
}

/** Over what holds in each field; when it was read and what lost do not matter. */
function hashOf(fields: readonly ContextField[]): string {
  const content = Object.fromEntries(fields.map(({ field, value }) => [field, value.content]))
  return createHash('sha256').update(canonicalJson(content)).digest('hex')
}
