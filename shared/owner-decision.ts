import { z } from 'zod'
import { ChangeReason } from './change-reason.ts'
import { Person, Role } from './member.ts'
import { RecordRef } from './record-ref.ts'

/** Somebody wants the suggested owner set in the tool the record is in. */
export const AssignRequest = z.object({ record: RecordRef })
export type AssignRequest = z.infer<typeof AssignRequest>

/** Somebody says who should have an item instead, and why. */
export const CorrectOwnerRequest = z.object({
  record: RecordRef,
  memberId: z.string().min(1),
  reason: ChangeReason,
})
export type CorrectOwnerRequest = z.infer<typeof CorrectOwnerRequest>

/** Somebody who may be given an item. */
export const Assignable = Person.extend({ roles: z.array(Role) })
export type Assignable = z.infer<typeof Assignable>
