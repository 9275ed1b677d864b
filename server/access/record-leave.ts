import { reassignItems } from '../ownership/assign-owner.ts'
import type { Tx } from '../store/store.ts'
import { armTimer } from '../timers/arm-timer.ts'
import { findMember, insertLeave } from './store.ts'

export interface Leave {
  readonly email: string
  /** Epoch milliseconds. */
  readonly startsAt: number
  readonly endsAt: number
  readonly reason: string
}

export type LeaveOutcome =
  | { readonly kind: 'recorded'; readonly id: string }
  | { readonly kind: 'no-member' }
  | { readonly kind: 'ends-before-it-starts' }
  | { readonly kind: 'over-already' }

/** Writes down that somebody is not there for a while. From its first moment on what they have goes to whoever is next. */
export async function recordLeave(tx: Tx, leave: Leave): Promise<LeaveOutcome> {
  const { email, startsAt, endsAt, reason } = leave
  const member = await findMember(tx.db, { email })
  const refusal = refusalOf(member !== null, leave, tx.now)
  await tx.audit({
    action: refusal ? 'member.leave-refused' : 'member.leave',
    outcome: refusal ? 'refused' : 'done',
    subject: { kind: 'member', id: member?.id ?? 'unknown' },
    itemId: null,
    summary:
      refusal ??
      `From ${new Date(startsAt).toISOString()} until ${new Date(endsAt).toISOString()}: ${reason}`,
  })
  if (refusal || !member) return { kind: refusal ?? 'no-member' }
  const id = await insertLeave(tx, { member_id: member.id, starts_at: startsAt, ends_at: endsAt, reason })
  if (startsAt <= tx.now) await reassignItems(tx)
  else await armTimer(tx, { kind: 'leave-begins', subjectId: id, dueAt: startsAt })
  return { kind: 'recorded', id }
}

function refusalOf(isMember: boolean, { startsAt, endsAt }: Leave, now: number) {
  if (!isMember) return 'no-member'
  if (endsAt <= startsAt) return 'ends-before-it-starts'
  return endsAt <= now ? 'over-already' : null
}

/** The first moment of a leave. */
export async function beginLeave(tx: Tx, leaveId: string): Promise<void> {
  await reassignItems(tx)
  await tx.audit({
    action: 'member.leave-begins',
    outcome: 'done',
    subject: { kind: 'leave', id: leaveId },
    itemId: null,
    summary: 'What they had goes to whoever is next',
  })
}
