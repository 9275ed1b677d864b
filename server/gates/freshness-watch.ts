import { staleFrom, type UsedField } from '../../shared/freshness.ts'
import type { PreviewState } from '../../shared/preview.ts'
import type { Tx } from '../store/store.ts'
import { armTimer, disarmTimer } from '../timers/arm-timer.ts'

/** An open proposal and what it rests on. */
export interface Watched {
  readonly id: string
  readonly state: PreviewState
  readonly used: readonly UsedField[]
}

/** Has a timer fire at the moment an open proposal becomes too old to approve; none for one nobody could approve. */
export async function watchFreshness(tx: Tx, { id, state, used }: Watched): Promise<void> {
  const dueAt = state === 'proposed' ? staleFrom(used) : null
  if (dueAt === null) return stopWatching(tx, id)
  await armTimer(tx, { kind: 'context-stale', subjectId: id, dueAt })
}

export async function stopWatching(tx: Tx, previewId: string): Promise<void> {
  await disarmTimer(tx, { kind: 'context-stale', subjectId: previewId })
}
