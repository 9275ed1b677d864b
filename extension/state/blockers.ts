import { type ChangeReason, isCompleteReason, REASON_CODES } from '../../shared/change-reason.ts'
import { freshnessOf, type UsedField } from '../../shared/freshness.ts'
import type { PanelPreview } from '../../shared/panel.ts'
import type { Decision } from '../../shared/preview.ts'
import type { Reason } from '../../shared/verdict.ts'

export type Act = Decision['decision']

/** What keeps a button from being pressed now, the weightiest first. */
export type Blocker =
  | { kind: 'not-current' }
  | { kind: 'refused'; reason: Reason }
  | { kind: 'too-late' }
  | { kind: 'stale'; fields: readonly UsedField[] }
  | { kind: 'no-reason' }
  | { kind: 'other-reason' }
  | { kind: 'no-words' }

/** The server cannot know of ticks not sent yet, so its word on them is answered here. */
const ANSWERED_BY_TICKS = 'stale-accepted'

export interface Choice {
  act: Act
  reason: ChangeReason
  acceptedStale: readonly string[]
}

/**
 * Whether the person has all it takes to press. Who may decide is the server's word in `may`; nothing here allows
 * what it refuses, and the server decides again.
 */
export function blockersOf(
  shown: PanelPreview,
  choice: Choice,
  at: { current: boolean; now: number },
): Blocker[] {
  const against = shown.may.kind === 'refused' ? shown.may.reasons : []
  const refused = against.filter(({ predicate }) => predicate !== ANSWERED_BY_TICKS)
  const unticked = fieldsToTick(shown, at.now).filter(({ field }) => !choice.acceptedStale.includes(field))
  const blockers: Blocker[] = refused.map(reason => ({ kind: 'refused', reason }))
  if (!at.current) blockers.push({ kind: 'not-current' })
  if (at.now > shown.preview.decideBy) blockers.push({ kind: 'too-late' })
  if (choice.act === 'approve' && unticked.length > 0) blockers.push({ kind: 'stale', fields: unticked })
  const missing = missingReason(choice)
  if (missing) blockers.push({ kind: missing })
  return blockers
}

export function fieldsToTick({ preview }: PanelPreview, now: number): UsedField[] {
  return preview.used.filter(used => freshnessOf(used, now) === 'warn')
}

function missingReason({ act, reason }: Choice): 'no-reason' | 'other-reason' | 'no-words' | null {
  if (isCompleteReason(act, reason)) return null
  if (reason.code === '') return 'no-reason'
  return (REASON_CODES[act] as readonly string[]).includes(reason.code) ? 'no-words' : 'other-reason'
}
