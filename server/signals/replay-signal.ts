import type { Tx } from '../store/store.ts'
import { findSignal, rearmSignal } from './store.ts'

export type Replay = 'replayed' | 'not-found' | 'unreadable' | 'without-subject'

/** Has a stored signal worked on again. Harmless for one that was: the same facts lead to the same state. */
export async function replaySignal(tx: Tx, id: string): Promise<Replay> {
  const signal = await findSignal(tx.db, id)
  const outcome = signal ? replayable(signal) : 'not-found'
  if (outcome === 'replayed') await rearmSignal(tx, id)
  await tx.audit({
    action: 'signal.replayed',
    outcome: outcome === 'replayed' ? 'done' : 'refused',
    subject: { kind: 'signal', id },
    itemId: null,
    summary: outcome,
  })
  return outcome
}

function replayable({
  subject,
  body,
  state,
}: {
  subject: string | null
  body: string
  state: string
}): Replay {
  // Unreadable for want of JSON stays so; unreadable because a vendor's answer made no sense may have mended.
  if (state === 'unreadable' && subject === null) return 'unreadable'
  return subject === null || body === '' ? 'without-subject' : 'replayed'
}
