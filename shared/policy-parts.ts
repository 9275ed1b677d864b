import { z } from 'zod'
import { parseDuration } from './duration.ts'

/** A name by which policies refer to each other's parts: `billing`, `office-berlin`. */
export const PartName = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
    'must be lower-case letters, digits and dashes, at most 64 of them, such as "billing-emea"',
  )

export const Title = z
  .string()
  .trim()
  .min(1, 'must say what it is for')
  .max(200, 'must be at most 200 characters')

/** A duration as people write it; `msOf` says how long it is. */
export const WrittenDuration = z
  .string()
  .refine(
    text => (parseDuration(text) ?? 0) > 0,
    'must be a duration above zero in quotes, such as "15m", "4h", "3d" or "PT15M"',
  )
export type WrittenDuration = z.infer<typeof WrittenDuration>

/** Milliseconds of a duration that was checked when it was written. */
export function msOf(written: WrittenDuration): number {
  const ms = parseDuration(written)
  if (ms === null) throw new Error(`${written} is not a duration`)
  return ms
}

/** The words for something of the wrong shape, where zod's own would not say what to write instead. */
export function needing(shape: string) {
  return {
    error: (issue: z.core.$ZodRawIssue) =>
      issue.code === 'unrecognized_keys'
        ? `has ${issue.keys.join(', ')}, which means nothing here; it must be ${shape}`
        : `must be ${shape}`,
  }
}
