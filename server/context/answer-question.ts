import { isCompleteReason } from '../../shared/change-reason.ts'
import { mayDecide } from '../../shared/gates/may-decide.ts'
import type { AnswerRequest, IdentityAnswer, UndoAnswerRequest } from '../../shared/identity-question.ts'
import type { Member } from '../../shared/member.ts'
import type { Permission } from '../../shared/panel.ts'
import type { Assertion } from '../../shared/resolve-identity.ts'
import { nameKey } from '../../shared/source-record.ts'
import type { NewAuditEntry, Tx } from '../store/store.ts'
import { accountOfRecord, accountRows } from './account-store.ts'
import {
  answersAbout,
  findAnswer,
  findQuestion,
  insertAnswer,
  retractAnswer,
  standingAnswer,
} from './answer-store.ts'
import { anchorsOfQuestion } from './identity-store.ts'
import { placeAnchors } from './place-anchors.ts'
import { faceOf } from './read-questions.ts'

export type AnswerOutcome =
  | { readonly kind: 'answered'; readonly answer: IdentityAnswer; readonly accountIds: readonly string[] }
  | { readonly kind: 'refused'; readonly permission: Permission & { kind: 'refused' } }
  | { readonly kind: 'reason-needed' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'not-a-choice' }
  /** Somebody was first; with who and what, where they answered the same question. */
  | { readonly kind: 'already'; readonly by: string | null }

export interface AnswerOrder<Request> {
  readonly id: string
  readonly request: Request
  readonly person: Member | null
  /** Who the item of the host record before the person is about. */
  readonly anchors: readonly string[]
  /** The account behind it; null where none is known. */
  readonly accountId: string | null
}

/**
 * Records one person's word on whose something is, and lets accounts, items and questions follow in the same write.
 * Of several at once the first commit wins. A refusal is audited like an answer.
 */
export async function answerQuestion(tx: Tx, order: AnswerOrder<AnswerRequest>): Promise<AnswerOutcome> {
  const { id, request, person, anchors } = order
  const question = await findQuestion(tx.db, id)
  if (!question) return refuse(tx, id, { kind: 'not-found' })
  const parts = await anchorsOfQuestion(tx.db, id)
  const subjects = parts.filter(({ part }) => part === 'subject').map(({ anchor }) => anchor)
  const earlier = await standingAnswer(tx.db, id, subjects)
  const subject = subjects.find(anchor => anchors.includes(anchor))
  const onRecord = subject !== undefined || earlier !== undefined
  const permission = mayDecide({ act: 'identify', person, onRecord })
  if (permission.kind === 'refused') return refuse(tx, id, { kind: 'refused', permission })
  if (earlier || question.closed_at !== null || !subject) {
    return refuse(tx, id, { kind: 'already', by: earlier ? `${earlier.name}: ${earlier.label}` : null })
  }
  const choices = parts.filter(({ part }) => part === 'choice').map(({ anchor }) => anchor)
  const chosen = request.chosen ? nameKey(request.chosen) : null
  if (chosen !== null && !choices.includes(chosen)) return refuse(tx, id, { kind: 'not-a-choice' })
  if (!person || !isCompleteReason('identify', request.reason))
    return refuse(tx, id, { kind: 'reason-needed' })
  return record(tx, { order, person, subject, chosen, choices })
}

interface Answering {
  readonly order: AnswerOrder<AnswerRequest>
  readonly person: Member
  readonly subject: string
  readonly chosen: string | null
  readonly choices: readonly string[]
}

async function record(
  tx: Tx,
  { order, person, subject, chosen, choices }: Answering,
): Promise<AnswerOutcome> {
  const before = await accountsOf(tx, [subject, ...choices])
  const label = chosen ? await nameOf(tx, chosen) : ''
  const id = tx.newId('ian')
  const { reason } = order.request
  const assertions = choices.map(
    (choice): Assertion => ({ verdict: choice === chosen ? 'same' : 'different', a: subject, b: choice }),
  )
  const row = { id, question_id: order.id, subject, chosen, label, member_id: person.id, at: tx.now }
  const words = { reason_code: reason.code, reason_text: reason.text, undone_by: null, undone_at: null }
  await insertAnswer(tx, { ...row, ...words }, assertions)
  await placeAnchors(tx, new Set([subject, ...choices]))
  await tx.audit({
    action: 'identity.answered',
    outcome: 'done',
    subject: { kind: 'identity-question', id: order.id },
    itemId: null,
    summary: `${person.name}: ${subject} is ${chosen ?? 'none of them'}; ${reason.code}`,
    detail: { answerId: id, assertions: assertions.map(({ verdict, a, b }) => ({ verdict, a, b })) },
  })
  return answered(tx, { id, anchors: [subject, ...choices], before })
}

/** Takes an answer back; what it joined is apart again. Audited either way. */
export async function undoAnswer(tx: Tx, order: AnswerOrder<UndoAnswerRequest>): Promise<AnswerOutcome> {
  const { id, request, person, accountId } = order
  const answer = await findAnswer(tx.db, id)
  if (!answer) return refuse(tx, id, { kind: 'not-found' })
  const own = accountId ? (await accountRows(tx.db, accountId)).map(({ anchor }) => anchor) : []
  const onRecord = own.includes(answer.subject) || (answer.chosen !== null && own.includes(answer.chosen))
  const permission = mayDecide({ act: 'split', person, onRecord })
  if (permission.kind === 'refused') return refuse(tx, id, { kind: 'refused', permission })
  if (answer.undone_at !== null) return refuse(tx, id, { kind: 'already', by: null })
  if (!person || !isCompleteReason('split', request.reason)) return refuse(tx, id, { kind: 'reason-needed' })
  const before = await accountsOf(tx, [answer.subject, ...own])
  const anchors = await retractAnswer(tx, id, person.id)
  await placeAnchors(tx, new Set(anchors))
  await tx.audit({
    action: 'identity.answer-undone',
    outcome: 'done',
    subject: { kind: 'identity-answer', id },
    itemId: null,
    summary: `${person.name} took back that ${answer.subject} is ${answer.chosen ?? 'none of them'}; ${request.reason.code}`,
    detail: { anchors, reason: request.reason },
  })
  return answered(tx, { id, anchors, before })
}

async function answered(
  tx: Tx,
  { id, anchors, before }: { id: string; anchors: readonly string[]; before: readonly string[] },
): Promise<AnswerOutcome> {
  const answers = await answersAbout(tx.db, anchors)
  const answer = answers.find(entry => entry.id === id)
  if (!answer) throw new Error(`Answer ${id} is not there after it was written`)
  return {
    kind: 'answered',
    answer,
    accountIds: [...new Set([...before, ...(await accountsOf(tx, anchors))])],
  }
}

async function accountsOf(tx: Tx, keys: readonly string[]): Promise<string[]> {
  const found = await Promise.all(keys.map(key => accountOfRecord(tx.db, key)))
  return [...new Set(found.flatMap(account => account?.accountId ?? []))]
}

async function nameOf(tx: Tx, key: string): Promise<string> {
  const account = await accountOfRecord(tx.db, key)
  const rows = account ? await accountRows(tx.db, account.accountId) : []
  return faceOf(rows)?.label ?? key
}

async function refuse<Outcome extends AnswerOutcome>(tx: Tx, id: string, outcome: Outcome): Promise<Outcome> {
  const entry: NewAuditEntry = {
    action: 'identity.answer-refused',
    outcome: 'refused',
    subject: { kind: 'identity-question', id },
    itemId: null,
    summary: outcome.kind,
  }
  await tx.audit(entry)
  return outcome
}
