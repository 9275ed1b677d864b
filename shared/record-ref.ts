import { z } from 'zod'

/** Which record of which host page a surface was drawn for. The id is the vendor's, as a string: ids exceed 2^53. */
export const RecordRef = z.object({
  host: z.enum(['zendesk', 'salesforce']),
  type: z.enum(['ticket', 'case']),
  id: z.string().regex(/^[A-Za-z0-9]{1,32}$/, 'a vendor record id'),
})
export type RecordRef = z.infer<typeof RecordRef>

/** `zendesk:ticket:35436` */
export function recordKey(ref: RecordRef): string {
  return `${ref.host}:${ref.type}:${ref.id}`
}

export function sameRecord(a: RecordRef, b: RecordRef): boolean {
  return recordKey(a) === recordKey(b)
}
