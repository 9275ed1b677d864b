import { type ChangeReason, isCompleteReason, REASON_CODES } from '../../shared/change-reason.ts'
import { type Freshness, freshnessOf, type UsedField } from '../../shared/freshness.ts'
import type { IdentityQuestion } from '../../shared/identity-question.ts'
import type { PanelPreview } from '../../shared/panel.ts'
import type { Decision } from '../../shared/preview.ts'
import type { Reason } from '../../shared/verdict.ts'
import type { Draft } from '../messages.ts'
import { isChosen } from './account-choice.ts'

export type Act = Decision['decision']

/** What keeps a button from being pressed now, the weightiest first. */
export type Blocker =
  | { kind: 'not-current' }
  | { kind: 'refused'; reason: Reason }
  | { kind: 'too-late' }
  | { kind: 'too-old'; fields: readonly UsedField[] }
  | { kind: 'stale'; fields: readonly UsedField[] }
  | { kind: 'no-choice' }
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
  const tooOld = fieldsTooOld(shown, at.now)
  const approving = choice.act === 'approve'
  const blockers: Blocker[] = refused.map(reason => ({ kind: 'refused', reason }))
  if (!at.current) blockers.push({ kind: 'not-current' })
  if (at.now > shown.preview.decideBy) blockers.push({ kind: 'too-late' })
  if (approving && tooOld.length > 0) blockers.push({ kind: 'too-old', fields: tooOld })
  if (approving && unticked.length > 0) blockers.push({ kind: 'stale', fields: unticked })
  const missing = missingReason(choice.act, choice.reason)
  if (missing) blockers.push({ kind: missing })
  return blockers
}

/** The same for an answer to the question whose this is. */
export function answerBlockers(
  question: IdentityQuestion,
  { chosen, code, text }: Draft,
  at: { current: boolean },
): Blocker[] {
  const missing = missingReason('identify', { code, text })
  const blockers: Blocker[] = at.current ? [] : [{ kind: 'not-current' }]
  if (!isChosen(question, chosen)) blockers.push({ kind: 'no-choice' })
  if (missing) blockers.push({ kind: missing })
  return blockers
}

export function fieldsToTick(shown: PanelPreview, now: number): UsedField[] {
  return fieldsThatAre('warn', shown, now)
}

/** Values past their limit: no tick helps, only reading them again. */
export function fieldsTooOld(shown: PanelPreview, now: number): UsedField[] {
  return fieldsThatAre('error', shown, now)
}

function fieldsThatAre(freshness: Freshness, { preview }: PanelPreview, now: number): UsedField[] {
  return preview.used.filter(used => freshnessOf(used, now) === freshness)
}

export function missingReason(
  act: keyof typeof REASON_CODES,
  reason: ChangeReason,
): 'no-reason' | 'other-reason' | 'no-words' | null {
  if (isCompleteReason(act, reason)) return null
  if (reason.code === '') return 'no-reason'
  return (REASON_CODES[act] as readonly string[]).includes(reason.code) ? 'no-words' : 'other-reason'
}
