import { z } from 'zod'
import { Localized } from './locale.ts'
import { Person } from './member.ts'

/** Something a person must look at. Cause, corrective action and prevention step close it. */
export const WorkException = z.object({
  id: z.string(),
  itemId: z.string().nullable(),
  /** `vendor-unavailable`, `outcome-unknown`, `stale-context`: a stable word, one per way to fail. */
  kind: z.string(),
  /** What happened, what it means and what to do, in one or two sentences. */
  summary: Localized,
  owner: Person.nullable(),
  openedAt: z.int(),
  closedAt: z.int().nullable(),
  cause: z.string().nullable(),
})
export type WorkException = z.infer<typeof WorkException>
