import {
  CONTEXT_FIELDS,
  type ContextField,
  type ContextRecord,
  FieldContent,
  type FieldValue,
  mergeField,
} from '../../shared/context-record.ts'
import type { Identifier, ObservedFact, ObservedField } from '../connectors/connector.ts'
import type { Reader, Tx } from '../store/store.ts'

/** Which accounts go by these names, with the kind of name each was found by. */
export async function findAccounts(db: Reader, identifiers: readonly Identifier[]) {
  if (identifiers.length === 0) return []
  return db
    .selectFrom('identifiers')
    .select(['account_id', 'kind', 'value'])
    .where(match => match.or(identifiers.map(({ kind, value }) => match.and({ kind, value }))))
    .execute()
}

export async function insertAccount(tx: Tx): Promise<string> {
  const id = tx.newId('ctx')
  await tx.db.insertInto('accounts').values({ id, created_at: tx.now }).execute()
  return id
}

/** Adds names an account goes by; one that another account has already stays with that one. */
export async function insertIdentifiers(tx: Tx, accountId: string, identifiers: readonly Identifier[]) {
  if (identifiers.length === 0) return
  await tx.db
    .insertInto('identifiers')
    .values(identifiers.map(({ kind, value }) => ({ kind, value, account_id: accountId })))
    .onConflict(conflict => conflict.columns(['kind', 'value']).doNothing())
    .execute()
}

interface ReadField extends ObservedField {
  readonly source: string
  readonly readAt: number
}

/**
 * Stores one source's word on a field. An older word than the one on record changes nothing but, where it says the
 * same, an unchanged value keeps the time at which it was first seen.
 */
export async function upsertContextValue(tx: Tx, accountId: string, field: ReadField): Promise<void> {
  const content = JSON.stringify(field.content)
  await tx.db
    .insertInto('context_values')
    .values({
      account_id: accountId,
      field: field.field,
      source: field.source,
      source_id: field.sourceId,
      content,
      changed_at: field.changedAt,
      read_at: field.readAt,
    })
    .onConflict(conflict =>
      conflict
        .columns(['account_id', 'field', 'source', 'source_id'])
        .doUpdateSet(to => ({
          content: to.ref('excluded.content'),
          read_at: to.ref('excluded.read_at'),
          changed_at: to
            .case()
            .when('context_values.content', '=', to.ref('excluded.content'))
            .then(to.ref('context_values.changed_at'))
            .else(to.ref('excluded.changed_at'))
            .end(),
        }))
        .whereRef('excluded.read_at', '>=', 'context_values.read_at'),
    )
    .execute()
}

/** The context record of an account: every field with its source and age, losing values beside it. */
export async function readContextRecord(db: Reader, accountId: string): Promise<ContextRecord> {
  const rows = await db.selectFrom('context_values').selectAll().where('account_id', '=', accountId).execute()
  const values = Map.groupBy(rows, ({ field }) => field)
  const fields = CONTEXT_FIELDS.flatMap((field): ContextField[] => {
    const merged = mergeField(field, (values.get(field) ?? []).map(fieldValue))
    return merged ? [merged] : []
  })
  return { id: accountId, fields }
}

function fieldValue(row: {
  content: string
  source: string
  source_id: string
  changed_at: number
  read_at: number
}): FieldValue {
  return {
    content: FieldContent.parse(JSON.parse(row.content)),
    source: row.source,
    sourceId: row.source_id,
    changedAt: row.changed_at,
    readAt: row.read_at,
  }
}

/** Keeps the latest reading of a vendor's object; an older reading than the one on record is dropped. */
export async function upsertFact(tx: Tx, fact: ObservedFact, readAt: number): Promise<void> {
  const { id, body } = factRow(fact)
  await tx.db
    .insertInto('facts')
    .values({ kind: fact.kind, id, body: JSON.stringify(body), read_at: readAt })
    .onConflict(conflict =>
      conflict
        .columns(['kind', 'id'])
        .doUpdateSet(to => ({ body: to.ref('excluded.body'), read_at: to.ref('excluded.read_at') }))
        .whereRef('excluded.read_at', '>=', 'facts.read_at'),
    )
    .execute()
}

function factRow(fact: ObservedFact): { id: string; body: unknown } {
  if (fact.kind === 'ticket') return { id: fact.ticket.id, body: fact.ticket }
  if (fact.kind === 'dispute') return { id: fact.dispute.id, body: fact.dispute }
  return { id: fact.aroundChargeId, body: fact.charges }
}

/** A vendor's object as last read, unparsed, with the time of reading; null where it never was. */
export async function readFact(db: Reader, kind: ObservedFact['kind'], id: string) {
  const row = await db
    .selectFrom('facts')
    .select(['body', 'read_at'])
    .where('kind', '=', kind)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? { body: JSON.parse(row.body) as unknown, readAt: row.read_at } : null
}
