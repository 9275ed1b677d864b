import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { IdentityAnswer, IdentityQuestion } from '../../shared/identity-question.ts'
import type { KnownPanel } from '../../shared/panel.ts'
import { nameKey } from '../../shared/source-record.ts'
import { problemWord } from '../failure.ts'
import { chosenAccount } from './account-choice.ts'
import type { PressParts } from './decision-store.ts'
import type { PanelStore } from './panel-store.ts'
import type { Outcome } from './presses.ts'

export interface IdentityStore {
  readonly answer: (question: IdentityQuestion) => Promise<void>
  /** Takes an answer back. */
  readonly split: (answer: IdentityAnswer) => Promise<void>
  /** The answer given last in this panel, so that focus can go to it. */
  readonly justAnswered: Signal<string | null>
  /** The question answered last in this panel, whatever came of it. */
  readonly lastAsked: ReadonlySignal<IdentityQuestion | null>
}

export function createIdentityStore({ worker, presses, drafts, panel }: PressParts): IdentityStore {
  const justAnswered = signal<string | null>(null)
  const lastAsked = signal<IdentityQuestion | null>(null)

  async function answer(question: IdentityQuestion) {
    const { code, text, chosen } = drafts.draft(question.id).value
    const request = { chosen: chosenAccount(question, chosen)?.record ?? null, reason: { code, text } }
    lastAsked.value = question
    const answered = await presses.press({
      subject: question.id,
      act: 'identify',
      send: record =>
        worker.ask({ kind: 'identify', questionId: question.id, request: { ...request, record } }),
    })
    if (!answered) return
    drafts.drop(question.id)
    justAnswered.value = answered.answer.id
    panel.panel.value = withAnswer(panel.panel.value, question.id, answered.answer)
    await panel.refresh()
  }

  async function split(answered: IdentityAnswer) {
    const { code, text } = drafts.draft(answered.id).value
    const undone = await presses.press({
      subject: answered.id,
      act: 'split',
      send: record =>
        worker.ask({ kind: 'split', answerId: answered.id, request: { record, reason: { code, text } } }),
    })
    if (!undone) return
    drafts.drop(answered.id)
    justAnswered.value = answered.id
    await panel.refresh()
  }

  return { answer, split, justAnswered, lastAsked }
}

/** The answer that came before ours, once the panel knows of it. */
export function answeredFirst(
  { identityAnswers, identityQuestions }: KnownPanel,
  asked: IdentityQuestion | null,
  outcome: Outcome,
): IdentityAnswer | null {
  if (!asked || outcome.kind !== 'failed' || outcome.failure.kind !== 'refused') return null
  if (problemWord(outcome.failure.problem) !== 'already-answered') return null
  if (identityQuestions.some(({ id }) => id === asked.id)) return null
  const sameSubject = identityAnswers.filter(({ subject }) => nameKey(subject) === nameKey(asked.subject))
  return sameSubject.find(({ undone }) => undone === null) ?? null
}

type Shown = PanelStore['panel']['value']

/** The answer in place of its question at once, before the panel is read again. */
function withAnswer(shown: Shown, questionId: string, answer: IdentityAnswer): Shown {
  if (shown?.kind !== 'known') return shown
  return {
    ...shown,
    identityQuestions: shown.identityQuestions.filter(({ id }) => id !== questionId),
    identityAnswers: [answer, ...shown.identityAnswers],
  }
}
