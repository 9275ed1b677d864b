import { z } from 'zod'
import { ContextFieldName, FieldContent } from './context-record.ts'
import { Person } from './member.ts'

/** One field of one account that says something else than its source does now. */
export const Mismatch = z.object({
  accountId: z.string(),
  account: z.string(),
  field: ContextFieldName,
  source: z.string(),
  sourceId: z.string(),
  /** What the context record holds; null where it holds nothing. */
  held: FieldContent.nullable(),
  /** What the source says now; null where it says nothing. */
  live: FieldContent.nullable(),
})
export type Mismatch = z.infer<typeof Mismatch>

/** How often one field was right in the sample. */
export const FieldAccuracy = z.object({
  field: ContextFieldName,
  compared: z.int(),
  right: z.int(),
})
export type FieldAccuracy = z.infer<typeof FieldAccuracy>

/**
 * A random sample of context records beside their live sources. Denominator: values compared, one per account, field
 * and record that speaks of it. Times: epoch milliseconds.
 */
export const Validation = z.object({
  id: z.string(),
  startedAt: z.int(),
  finishedAt: z.int().nullable(),
  /** Accounts drawn, and accounts there were to draw from. */
  sampled: z.int(),
  population: z.int(),
  /** Accounts compared so far. */
  done: z.int(),
  /** Records that could not be read now, so were not compared. */
  unreadable: z.int(),
  compared: z.int(),
  right: z.int(),
  fields: z.array(FieldAccuracy),
  mismatches: z.array(Mismatch),
  startedBy: z.string(),
  signed: z.object({ person: Person, at: z.int(), note: z.string() }).nullable(),
})
export type Validation = z.infer<typeof Validation>

/** Share of compared values that were right, 0 to 1; null where nothing was compared. */
export function accuracyOf({ compared, right }: { compared: number; right: number }): number | null {
  return compared === 0 ? null : right / compared
}
