import { z } from 'zod'

/** The last day that can be written with four digits of a year; beyond it a time is a slip of the hand. */
const LAST = Date.UTC(9999, 11, 31)
const Moment = z.int().min(0).max(LAST)

/** When somebody is not there. Epoch milliseconds; `endsAt` is the first moment they are back. */
export const LeaveRequest = z.object({
  startsAt: Moment,
  endsAt: Moment,
  /** Read in the audit log only; may be empty. */
  reason: z.string().trim().max(500),
})
export type LeaveRequest = z.infer<typeof LeaveRequest>

/** A leave that was recorded and not taken back. */
export const Leave = LeaveRequest.extend({ id: z.string() })
export type Leave = z.infer<typeof Leave>
