import { actsToo, type Member } from '../../shared/member.ts'
import type { NoReplay } from '../../shared/signal-entry.ts'
import { settleException } from '../exceptions/raise-exception.ts'
import type { Tx } from '../store/store.ts'
import { findSignal, refusalToReplay } from './signal-log.ts'
import { rearmSignal } from './store.ts'

export type Replay = 'replayed' | 'not-found' | 'not-allowed' | NoReplay

/**
 * Has a stored signal worked on again. Harmless for one that was: the same facts lead to the same state. `member` is
 * who asks; null for a command, which whoever runs the server gives.
 */
export async function replaySignal(
  tx: Tx,
  { id, member }: { id: string; member: Member | null },
): Promise<Replay> {
  const signal = await findSignal(tx.db, id)
  const refusal = signal ? refusalToReplay(signal) : 'not-found'
  const outcome: Replay = member && !actsToo(member) ? 'not-allowed' : (refusal ?? 'replayed')
  if (outcome === 'replayed') await workAgain(tx, id)
  await tx.audit({
    action: outcome === 'replayed' ? 'signal.replayed' : 'signal.replay-refused',
    outcome: outcome === 'replayed' ? 'done' : 'refused',
    subject: { kind: 'signal', id },
    itemId: null,
    summary: [outcome, signal?.source, signal?.type, signal?.subject].filter(Boolean).join(' '),
  })
  return outcome
}

/** Whoever was told to look at it has done so; should it fail again, they are told again. */
async function workAgain(tx: Tx, id: string): Promise<void> {
  await rearmSignal(tx, id)
  for (const kind of ['unreadable-answer', 'unreadable-signal'] as const) {
    await settleException(tx, kind, id, 'It is worked on again')
  }
}
