import {
  CONTEXT_FIELDS,
  type ContextFieldName,
  type ContextRecord,
  type FieldContent,
} from '../../shared/context-record.ts'
import type { Fact, Facts, FactValue } from '../../shared/facts.ts'
import { laidOut } from '../../shared/facts.ts'
import { FIELD_CATALOGUE, type FieldName } from '../../shared/field-catalogue.ts'

/** An account of which one source says these things. */
export function anAccount(
  said: Partial<Record<ContextFieldName, FieldContent>>,
  { source = 'stripe', readAt = 0 } = {},
): ContextRecord {
  const fields = CONTEXT_FIELDS.flatMap(field => {
    const content = said[field]
    if (!content) return []
    const value = { content, source, sourceId: 'x', changedAt: readAt, readAt }
    return [{ field, rule: 'last-write' as const, value, losing: [] }]
  })
  return { id: 'ctx_1', hash: '', fields }
}

/** Facts that nobody in particular said. */
export function someFacts(values: Partial<Record<FieldName, FactValue | undefined>>): Facts {
  const known = new Map<FieldName, Fact>()
  for (const { name } of FIELD_CATALOGUE) {
    const value = values[name]
    if (value !== undefined) known.set(name, { value, source: null, readAt: null })
  }
  return laidOut(known)
}
