import { sql } from 'kysely'
import { z } from 'zod'
import { FieldAccuracy, Mismatch, type Validation } from '../../shared/validation.ts'
import type { NewRow, Row } from '../store/schema.ts'
import type { Reader, Store, Tx } from '../store/store.ts'

export type ValidationRow = Row<'validations'>

const Sample = z.array(z.string())

/** The accounts drawn, in the order in which they are compared. */
export function sampleOf({ sample }: Pick<ValidationRow, 'sample'>): string[] {
  return Sample.parse(JSON.parse(sample))
}

export async function insertValidation(tx: Tx, row: NewRow<'validations'>): Promise<void> {
  await tx.db.insertInto('validations').values(row).execute()
}

export type ValidationChange = Partial<
  Pick<
    ValidationRow,
    | 'done'
    | 'unreadable'
    | 'compared'
    | 'correct'
    | 'fields'
    | 'mismatches'
    | 'finished_at'
    | 'next_at'
    | 'lease_until'
    | 'signed_by'
    | 'signed_at'
    | 'note'
  >
>

export async function updateValidation(tx: Tx, id: string, change: ValidationChange): Promise<void> {
  await tx.db.updateTable('validations').set(change).where('id', '=', id).execute()
}

export async function findValidationRow(db: Reader, id: string): Promise<ValidationRow | null> {
  const row = await db.selectFrom('validations').selectAll().where('id', '=', id).executeTakeFirst()
  return row ?? null
}

/** The id of the validation under way; null where none is. */
export async function runningValidation(db: Reader): Promise<string | null> {
  const row = await db
    .selectFrom('validations')
    .select('id')
    .where('finished_at', 'is', null)
    .executeTakeFirst()
  return row?.id ?? null
}

/** Takes the validation under way for `leaseMs`, where it is due and nobody else works on it. */
export async function claimValidation(
  store: Store,
  { now, leaseMs }: { now: number; leaseMs: number },
): Promise<ValidationRow | null> {
  const row = await store.lease(db =>
    db
      .updateTable('validations')
      .set({ lease_until: now + leaseMs })
      .where('id', 'in', ids => {
        const due = ids
          .selectFrom('validations')
          .select('id')
          .where('finished_at', 'is', null)
          .where('next_at', '<=', now)
          .where('lease_until', '<=', now)
          .limit(1)
        return store.kind === 'postgres' ? due.forUpdate().skipLocked() : due
      })
      .returningAll()
      .executeTakeFirst(),
  )
  return row ?? null
}

/** When the validation under way wants attention; epoch milliseconds, null where none is. */
export async function nextValidationAt(db: Reader): Promise<number | null> {
  const row = await db
    .selectFrom('validations')
    .select(fn =>
      fn.fn.min(sql<number>`case when lease_until > next_at then lease_until else next_at end`).as('at'),
    )
    .where('finished_at', 'is', null)
    .executeTakeFirst()
  return row?.at ?? null
}

function withSigner(db: Reader) {
  return db
    .selectFrom('validations')
    .leftJoin('members', 'members.id', 'validations.signed_by')
    .selectAll('validations')
    .select('members.name as signer')
}

/** The newest validations, newest first. */
export async function listValidations(db: Reader, limit: number): Promise<Validation[]> {
  const rows = await withSigner(db)
    .orderBy('validations.started_at', 'desc')
    .orderBy('validations.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(validationOf)
}

export async function findValidation(db: Reader, id: string): Promise<Validation | null> {
  const row = await withSigner(db).where('validations.id', '=', id).executeTakeFirst()
  return row ? validationOf(row) : null
}

function validationOf(row: ValidationRow & { signer: string | null }): Validation {
  const { signed_by, signed_at } = row
  return {
    id: row.id,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    sampled: sampleOf(row).length,
    population: row.population,
    done: row.done,
    unreadable: row.unreadable,
    compared: row.compared,
    right: row.correct,
    fields: fieldsOf(row),
    mismatches: mismatchesOf(row),
    startedBy: row.started_by,
    signed:
      signed_by === null || signed_at === null
        ? null
        : { person: { id: signed_by, name: row.signer ?? signed_by }, at: signed_at, note: row.note ?? '' },
  }
}

export function fieldsOf({ fields }: Pick<ValidationRow, 'fields'>): FieldAccuracy[] {
  return z.array(FieldAccuracy).parse(JSON.parse(fields))
}

export function mismatchesOf({ mismatches }: Pick<ValidationRow, 'mismatches'>): Mismatch[] {
  return z.array(Mismatch).parse(JSON.parse(mismatches))
}
