import type { Assertion, OpenQuestion } from '../../shared/resolve-identity.ts'
import { nameKey } from '../../shared/source-record.ts'
import type { Row } from '../store/schema.ts'
import type { Reader, Tx } from '../store/store.ts'
import { inParts } from './record-store.ts'

/** One anchor's hold on a name that another anchor goes by too. */
export interface NameHolder {
  readonly kind: string
  readonly value: string
  readonly anchor: string
  /** 1 where the anchor goes by it itself, 0 where one of its people or parts does. */
  readonly own: number
}

/** Every hold on the names that these anchors share with others. */
export async function sharedHolders(db: Reader, anchors: readonly string[]): Promise<NameHolder[]> {
  const holders: NameHolder[] = []
  for (const some of inParts(anchors)) {
    const rows = await db
      .selectFrom('record_keys as mine')
      .innerJoin('record_keys as theirs', join =>
        join.onRef('theirs.kind', '=', 'mine.kind').onRef('theirs.value', '=', 'mine.value'),
      )
      .select(['theirs.kind', 'theirs.value', 'theirs.anchor', 'theirs.own'])
      .distinct()
      .where('mine.anchor', 'in', some)
      .where(is =>
        is.exists(
          is
            .selectFrom('record_keys as others')
            .select('others.kind')
            .whereRef('others.kind', '=', 'mine.kind')
            .whereRef('others.value', '=', 'mine.value')
            .whereRef('others.anchor', '!=', 'mine.anchor'),
        ),
      )
      .execute()
    holders.push(...rows)
  }
  return holders
}

/** What people have said about these anchors and not taken back. */
export async function assertionsOn(db: Reader, anchors: readonly string[]): Promise<Assertion[]> {
  const found: Assertion[] = []
  for (const some of inParts(anchors)) {
    const rows = await db
      .selectFrom('identity_assertions')
      .select(['verdict', 'a', 'b'])
      .where('undone_at', 'is', null)
      .where(either => either.or([either('a', 'in', some), either('b', 'in', some)]))
      .execute()
    found.push(...rows)
  }
  return found
}

/** The anchors that are accounts' own, by account. */
export async function anchorsOfAccounts(db: Reader, accountIds: readonly string[]) {
  const anchors: { key: string; accountId: string }[] = []
  for (const some of inParts(accountIds)) {
    const rows = await db
      .selectFrom('source_records')
      .select(['source', 'type', 'id', 'account_id'])
      .where('account_id', 'in', some)
      .execute()
    anchors.push(...rows.map(row => ({ key: nameKey(row), accountId: row.account_id ?? '' })))
  }
  return anchors
}

export async function insertAccounts(tx: Tx, ids: readonly string[]): Promise<void> {
  for (const some of inParts(ids)) {
    await tx.db
      .insertInto('accounts')
      .values(some.map(id => ({ id, created_at: tx.now, merged_into: null })))
      .execute()
  }
}

export async function noteMerged(tx: Tx, ids: readonly string[], into: string): Promise<void> {
  await tx.db
    .updateTable('accounts')
    .set({ merged_into: into })
    .where('id', 'in', [...ids])
    .execute()
}

export type QuestionRow = Row<'identity_questions'>

/** Open questions in which one of these anchors has a part. */
export async function openQuestionsOn(
  db: Reader,
  anchors: readonly string[],
  part?: 'subject' | 'choice',
): Promise<QuestionRow[]> {
  const found = new Map<string, QuestionRow>()
  for (const some of inParts(anchors)) {
    const rows = await db
      .selectFrom('identity_questions')
      .innerJoin('identity_question_anchors as part', 'part.question_id', 'identity_questions.id')
      .selectAll('identity_questions')
      .where('part.anchor', 'in', some)
      .where('closed_at', 'is', null)
      .$if(part !== undefined, query => query.where('part.part', '=', part ?? 'subject'))
      .execute()
    for (const row of rows) found.set(row.id, row)
  }
  return [...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

export async function anchorsOfQuestion(db: Reader, questionId: string) {
  return db
    .selectFrom('identity_question_anchors')
    .select(['anchor', 'part'])
    .where('question_id', '=', questionId)
    .orderBy('anchor')
    .execute()
}

/** Asks, or brings an open question up to date. */
export async function upsertQuestion(tx: Tx, question: OpenQuestion, openId: string | null): Promise<string> {
  const id = openId ?? tx.newId('idq')
  if (openId) await tx.db.deleteFrom('identity_question_anchors').where('question_id', '=', id).execute()
  else {
    await tx.db
      .insertInto('identity_questions')
      .values({ id, shared_kind: question.kind, shared: question.value, asked_at: tx.now, closed_at: null })
      .execute()
  }
  const parts = [
    ...question.subjects.map(anchor => ({ question_id: id, anchor, part: 'subject' as const })),
    ...question.choices.map(anchor => ({ question_id: id, anchor, part: 'choice' as const })),
  ]
  await tx.db
    .insertInto('identity_question_anchors')
    .values(parts)
    .onConflict(conflict => conflict.doNothing())
    .execute()
  return id
}

export async function closeQuestions(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.db
    .updateTable('identity_questions')
    .set({ closed_at: tx.now })
    .where('id', 'in', [...ids])
    .execute()
}
