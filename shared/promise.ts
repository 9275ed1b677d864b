import { z } from 'zod'
import { RecordRef } from './record-ref.ts'

/** Body of POST /v1/items/{id}/promise. */
export const PromiseRequest = z.object({
  record: RecordRef,
  /** By when the customer hears of us again; epoch milliseconds. */
  until: z.int(),
})
export type PromiseRequest = z.infer<typeof PromiseRequest>

/** The furthest ahead anything can be promised, in milliseconds. */
export const LONGEST_PROMISE_MS = 90 * 86_400_000
