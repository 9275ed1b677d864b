import { z } from 'zod'
import { Actor } from './actor.ts'

/** One line of the audit log, written in the transaction of what it tells. Times: epoch milliseconds. */
export const AuditEntry = z.object({
  seq: z.int(),
  at: z.int(),
  actor: Actor,
  /** `preview.approved`, `effect.done`: noun, dot, what happened to it. */
  action: z.string(),
  outcome: z.enum(['done', 'refused']),
  subject: z.object({ kind: z.string(), id: z.string() }),
  itemId: z.string().nullable(),
  /** Id of the customer's context record (`ctx_…`) as known then; null where it is about none. */
  contextId: z.string().nullable(),
  /** What happened, for people; no customer's words, no secrets. */
  summary: z.string(),
  detail: z.record(z.string(), z.unknown()),
})
export type AuditEntry = z.infer<typeof AuditEntry>
