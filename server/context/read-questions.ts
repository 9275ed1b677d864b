import { textOf } from '../../shared/context-record.ts'
import type { AccountChoice, IdentityQuestion } from '../../shared/identity-question.ts'
import { nameOfKey } from '../../shared/source-record.ts'
import type { Reader } from '../store/store.ts'
import { accountRows } from './account-store.ts'
import { anchorsOfQuestion, openQuestionsOn, type QuestionRow } from './identity-store.ts'
import { readContextRecord } from './read-context-record.ts'
import { findRecord, type RecordRow } from './record-store.ts'

/** The open questions on whose these anchors are, each with its choices. */
export async function readQuestions(db: Reader, anchors: readonly string[]): Promise<IdentityQuestion[]> {
  const rows = await openQuestionsOn(db, anchors, 'subject')
  const questions = await Promise.all(rows.map(row => readQuestion(db, row, anchors)))
  return questions.filter(question => question !== null)
}

async function readQuestion(
  db: Reader,
  { id, shared_kind, shared }: QuestionRow,
  anchors: readonly string[],
): Promise<IdentityQuestion | null> {
  const parts = await anchorsOfQuestion(db, id)
  const subject = parts.find(({ part, anchor }) => part === 'subject' && anchors.includes(anchor))
  if (!subject) return null
  const keys = parts.filter(({ part }) => part === 'choice').map(({ anchor }) => anchor)
  const choices = await Promise.all(keys.map(key => choiceOf(db, key)))
  return {
    id,
    subject: nameOfKey(subject.anchor),
    sharedKind: shared_kind,
    shared,
    choices: choices.filter(choice => choice !== null),
  }
}

async function choiceOf(db: Reader, key: string): Promise<AccountChoice | null> {
  const record = await findRecord(db, key)
  if (!record?.account_id) return null
  const rows = await accountRows(db, record.account_id)
  const face = faceOf(rows) ?? record
  return {
    record: nameOfKey(key),
    accountId: record.account_id,
    label: face.label,
    url: face.url,
    hint: await hintOf(db, record.account_id, rows),
  }
}

/** What tells one account from another of the same name: what it pays for, who looks after it, its ids. */
async function hintOf(db: Reader, accountId: string, rows: readonly RecordRow[]): Promise<string> {
  const record = await readContextRecord(db, accountId, Math.max(...rows.map(({ read_at }) => read_at)))
  const ids = rows.filter(({ role, gone }) => role === 'account' && gone === 0).map(({ id }) => id)
  return [textOf(record, 'plan'), textOf(record, 'account_manager'), ...ids].filter(Boolean).join(', ')
}

/** The record people know an account by: the CRM's, if there is one. */
export function faceOf(rows: readonly RecordRow[]): RecordRow | null {
  const order = ['salesforce', 'hubspot', 'zendesk', 'stripe']
  const rank = ({ source, role }: RecordRow) =>
    (role === 'account' ? 0 : 10) + (order.includes(source) ? order.indexOf(source) : order.length)
  return rows.filter(({ gone }) => gone === 0).toSorted((a, b) => rank(a) - rank(b))[0] ?? null
}
