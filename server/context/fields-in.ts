import { z } from 'zod'
import { ContextFieldName, FieldContent } from '../../shared/context-record.ts'
import type { RecordField } from '../../shared/source-record.ts'
import type { RecordRow } from './record-store.ts'

const Fields = z.array(z.object({ field: ContextFieldName, content: FieldContent }))

/** What a stored record says about fields. */
export function fieldsIn({ fields }: Pick<RecordRow, 'fields'>): RecordField[] {
  return Fields.parse(JSON.parse(fields))
}
