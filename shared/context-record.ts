import { z } from 'zod'
import { Money } from './money.ts'

/** Fields of the context record. Missing is unknown: never 0, never true. */
export const CONTEXT_FIELDS = [
  'name',
  'tier',
  'account_manager',
  'plan',
  'mrr',
  'subscription_status',
  'payment_status',
  'renews_at',
  'contract_stage',
  'contract_ends_at',
  'opportunity',
  'health',
  'usage_14d',
  'last_active_at',
  'language',
  'contact',
  'contacts_30d',
  'open_incidents',
  'disputes',
  'refunds_90d',
] as const
export const ContextFieldName = z.enum(CONTEXT_FIELDS)
export type ContextFieldName = z.infer<typeof ContextFieldName>

export const FieldContent = z.union([
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({
    kind: z.literal('money'),
    money: Money,
    /** How the amount was worked out, where it was: `Scale 2 x $2,100.00 a month`. */
    worked: z.string().optional(),
  }),
  z.object({ kind: z.literal('date'), at: z.int() }),
  z.object({ kind: z.literal('count'), count: z.int() }),
])
export type FieldContent = z.infer<typeof FieldContent>

/** One record's word on one field. Times: epoch milliseconds. */
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

/** How the value that holds is chosen where several records speak of one field. */
export const MergeRule = z.enum(['last-write', 'source-order', 'most-frequent'])
export type MergeRule = z.infer<typeof MergeRule>

/** A field with the value that holds and the ones that lost to it, nearest first. */
export const ContextField = z.object({
  field: ContextFieldName,
  rule: MergeRule,
  value: FieldValue,
  losing: z.array(FieldValue),
})
export type ContextField = z.infer<typeof ContextField>

/** What Meshline knows of one account. `hash` is over what holds in each field, without times. */
export const ContextRecord = z.object({ id: z.string(), hash: z.string(), fields: z.array(ContextField) })
export type ContextRecord = z.infer<typeof ContextRecord>

/** Whom to believe first, where a source is the place a field is kept at; others follow by their last change. */
const SOURCE_ORDER: Readonly<Partial<Record<ContextFieldName, readonly string[]>>> = {
  name: ['salesforce', 'hubspot', 'zendesk', 'stripe'],
  account_manager: ['salesforce', 'hubspot', 'zendesk'],
  mrr: ['stripe', 'salesforce'],
  plan: ['stripe', 'salesforce'],
  subscription_status: ['stripe'],
}

/** Fields many people each say a little about. */
const BY_FREQUENCY: ReadonlySet<ContextFieldName> = new Set(['language'])

/** How a field is decided. */
export function ruleOf(field: ContextFieldName): MergeRule {
  if (BY_FREQUENCY.has(field)) return 'most-frequent'
  return SOURCE_ORDER[field] ? 'source-order' : 'last-write'
}

/**
 * Last write wins on the source's own change time, unless the field has a source that outranks the others or is
 * decided by how many say the same; source and its record id break ties, so that any order of arrival gives the same
 * record. Losing values that say something else are kept, one per thing said.
 */
export function mergeField(field: ContextFieldName, values: readonly FieldValue[]): ContextField | null {
  const rule = ruleOf(field)
  const [value, ...rest] = values.toSorted(preferring(field, rule, values))
  if (!value) return null
  const said = new Set([saying(value)])
  const losing = rest.filter(other => !said.has(saying(other)) && said.add(saying(other)))
  return { field, rule, value, losing }
}

type Preference = (a: FieldValue, b: FieldValue) => number

function preferring(field: ContextFieldName, rule: MergeRule, values: readonly FieldValue[]): Preference {
  if (rule === 'last-write') return newestFirst
  if (rule === 'source-order') {
    const order = SOURCE_ORDER[field] ?? []
    const rank = ({ source }: FieldValue) => (order.includes(source) ? order.indexOf(source) : order.length)
    return (a, b) => rank(a) - rank(b) || newestFirst(a, b)
  }
  const votes = Map.groupBy(values, saying)
  const count = (value: FieldValue) => votes.get(saying(value))?.length ?? 0
  return (a, b) => count(b) - count(a) || newestFirst(a, b)
}

function newestFirst(a: FieldValue, b: FieldValue): number {
  return (
    believableTime(b) - believableTime(a) ||
    compare(a.source, b.source) ||
    compare(a.sourceId, b.sourceId) ||
    b.readAt - a.readAt ||
    compare(saying(a), saying(b))
  )
}

/** A clock that runs ahead must not win for as long as it is ahead: nothing changed later than it was read. */
function believableTime({ changedAt, readAt }: FieldValue): number {
  return Math.min(changedAt, readAt)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function saying({ content }: FieldValue): string {
  return content.kind === 'money' ? JSON.stringify(content.money) : JSON.stringify(content)
}

/** The text of a field, or null where it is unknown or not text. */
export function textOf(record: ContextRecord, field: ContextFieldName): string | null {
  const content = record.fields.find(entry => entry.field === field)?.value.content
  return content?.kind === 'text' ? content.text : null
}
