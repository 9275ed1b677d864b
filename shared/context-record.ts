import { z } from 'zod'
import { Money } from './money.ts'

/** Fields of the context record. Missing is unknown: never 0, never true. */
export const CONTEXT_FIELDS = [
  'name',
  'tier',
  'plan',
  'mrr',
  'subscription_status',
  'payment_status',
  'renews_at',
  'contact',
  'refunds_90d',
] as const
export const ContextFieldName = z.enum(CONTEXT_FIELDS)
export type ContextFieldName = z.infer<typeof ContextFieldName>

export const FieldContent = z.union([
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('money'), money: Money }),
  z.object({ kind: z.literal('date'), at: z.int() }),
  z.object({ kind: z.literal('count'), count: z.int() }),
])
export type FieldContent = z.infer<typeof FieldContent>

/** One source's word on one field. Times: epoch milliseconds. */
export const FieldValue = z.object({
  content: FieldContent,
  source: z.string(),
  sourceId: z.string(),
  /** When the source changed it. */
  changedAt: z.int(),
  /** When Meshline last read it there. */
  readAt: z.int(),
})
export type FieldValue = z.infer<typeof FieldValue>

/** A field with the value that holds and the ones that lost to it, newest first. */
export const ContextField = z.object({
  field: ContextFieldName,
  value: FieldValue,
  losing: z.array(FieldValue),
})
export type ContextField = z.infer<typeof ContextField>

/** What Meshline knows of one account. */
export const ContextRecord = z.object({ id: z.string(), fields: z.array(ContextField) })
export type ContextRecord = z.infer<typeof ContextRecord>

/**
 * Last write wins on the source's own change time; source and its record id break ties, so that any order of
 * arrival gives the same record. Losing values that say something else are kept.
 */
export function mergeField(field: ContextFieldName, values: readonly FieldValue[]): ContextField | null {
  const [value, ...rest] = values.toSorted(newestFirst)
  if (!value) return null
  const losing = rest.filter(other => !sameContent(other.content, value.content))
  return { field, value, losing }
}

function newestFirst(a: FieldValue, b: FieldValue): number {
  return (
    b.changedAt - a.changedAt ||
    compare(a.source, b.source) ||
    compare(a.sourceId, b.sourceId) ||
    b.readAt - a.readAt
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function sameContent(a: FieldContent, b: FieldContent): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The text of a field, or null where it is unknown or not text. */
export function textOf(record: ContextRecord, field: ContextFieldName): string | null {
  const content = record.fields.find(entry => entry.field === field)?.value.content
  return content?.kind === 'text' ? content.text : null
}
