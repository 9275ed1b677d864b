import { canonicalJson } from './canonical-json.ts'
import type { ContextFieldName, FieldContent } from './context-record.ts'
import type { RecordField } from './source-record.ts'

/** What one record says of one field, in our copy and at its source. Null: nothing. */
export interface Comparison {
  readonly field: ContextFieldName
  readonly held: FieldContent | null
  readonly live: FieldContent | null
  readonly right: boolean
}

/** Fields nobody keeps: the record works them out of other records whenever it is read. */
const WORKED_OUT: ReadonlySet<ContextFieldName> = new Set(['contacts_30d', 'open_incidents', 'disputes'])

/**
 * Our copy of a record beside the same record at its source, a value for each field either side speaks of. A record
 * that is gone at its source says nothing.
 */
export function compareRecord(held: readonly RecordField[], live: readonly RecordField[]): Comparison[] {
  const names = new Set([...held, ...live].map(({ field }) => field))
  return [...names]
    .filter(field => !WORKED_OUT.has(field))
    .map(field => {
      const [ours, theirs] = [contentOf(held, field), contentOf(live, field)]
      return { field, held: ours, live: theirs, right: sameContent(ours, theirs) }
    })
}

function contentOf(fields: readonly RecordField[], field: ContextFieldName): FieldContent | null {
  return fields.find(said => said.field === field)?.content ?? null
}

/** How an amount was worked out is wording; the amount is what is said. */
function sameContent(a: FieldContent | null, b: FieldContent | null): boolean {
  return a !== null && b !== null && essence(a) === essence(b)
}

function essence(content: FieldContent): string {
  return content.kind === 'money'
    ? canonicalJson({ kind: 'money', money: content.money })
    : canonicalJson(content)
}
