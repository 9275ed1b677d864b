import type { ContextFieldName } from '../../shared/context-record.ts'
import { accuracyOf, type FieldAccuracy, type Mismatch, type Validation } from '../../shared/validation.ts'

const TREND_LENGTH = 20

export interface LatestChecks {
  readonly running: Validation | null
  /** The newest that is finished. */
  readonly finished: Validation | null
  /** Finished before that one, newest first. */
  readonly earlier: readonly Validation[]
}

export function latestOf(validations: readonly Validation[]): LatestChecks {
  const newestFirst = validations.toSorted((a, b) => b.startedAt - a.startedAt)
  const [finished = null, ...earlier] = newestFirst.filter(({ finishedAt }) => finishedAt !== null)
  return { running: newestFirst.find(({ finishedAt }) => finishedAt === null) ?? null, finished, earlier }
}

/** Fields by their share of right values, the lowest first; among equals the one with more that differ. */
export function worstFieldsFirst(fields: readonly FieldAccuracy[]): FieldAccuracy[] {
  return fields.toSorted((a, b) => (accuracyOf(a) ?? 1) - (accuracyOf(b) ?? 1) || b.compared - a.compared)
}

export function mismatchesOf(
  { mismatches }: Validation,
  field: ContextFieldName | null,
): readonly Mismatch[] {
  return field === null ? mismatches : mismatches.filter(mismatch => mismatch.field === field)
}

export interface TrendPoint {
  readonly id: string
  readonly at: number
  readonly share: number
}

/** The shares of the latest finished checks in the order they were made; those that compared nothing are left out. */
export function trendOf(validations: readonly Validation[]): TrendPoint[] {
  const { finished, earlier } = latestOf(validations)
  return [...(finished ? [finished] : []), ...earlier]
    .flatMap(validation => {
      const share = accuracyOf(validation)
      return share === null ? [] : [{ id: validation.id, at: validation.startedAt, share }]
    })
    .slice(0, TREND_LENGTH)
    .toReversed()
}
