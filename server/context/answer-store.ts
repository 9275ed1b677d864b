import type { IdentityAnswer } from '../../shared/identity-question.ts'
import type { Assertion } from '../../shared/resolve-identity.ts'
import { nameOfKey } from '../../shared/source-record.ts'
import type { NewRow, Row } from '../store/schema.ts'
import type { Reader, Tx } from '../store/store.ts'

export type AnswerRow = Row<'identity_answers'>

export async function findQuestion(db: Reader, id: string): Promise<Row<'identity_questions'> | null> {
  return (
    (await db.selectFrom('identity_questions').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
  )
}

export async function findAnswer(db: Reader, id: string): Promise<AnswerRow | null> {
  return (await db.selectFrom('identity_answers').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** The answer that closed a question for a subject, while it stands. */
export async function standingAnswer(db: Reader, questionId: string, subjects: readonly string[]) {
  return db
    .selectFrom('identity_answers')
    .innerJoin('members', 'members.id', 'identity_answers.member_id')
    .select(['members.name', 'identity_answers.label', 'identity_answers.at'])
    .where('question_id', '=', questionId)
    .where('subject', 'in', [...subjects])
    .where('undone_at', 'is', null)
    .orderBy('identity_answers.at', 'desc')
    .executeTakeFirst()
}

export async function insertAnswer(
  tx: Tx,
  answer: NewRow<'identity_answers'>,
  assertions: readonly Assertion[],
): Promise<void> {
  await tx.db.insertInto('identity_answers').values(answer).execute()
  const rows = assertions.map(said => ({
    id: tx.newId('ida'),
    answer_id: answer.id,
    ...said,
    undone_at: null,
  }))
  await tx.db.insertInto('identity_assertions').values(rows).execute()
}

/** Takes an answer back with all it said; returns the anchors it spoke of. */
export async function retractAnswer(tx: Tx, id: string, memberId: string): Promise<string[]> {
  await tx.db
    .updateTable('identity_answers')
    .set({ undone_at: tx.now, undone_by: memberId })
    .where('id', '=', id)
    .execute()
  const said = await tx.db
    .updateTable('identity_assertions')
    .set({ undone_at: tx.now })
    .where('answer_id', '=', id)
    .returning(['a', 'b'])
    .execute()
  return [...new Set(said.flatMap(({ a, b }) => [a, b]))]
}

/** What people have answered about these anchors, newest first, at most 20. */
export async function answersAbout(db: Reader, anchors: readonly string[]): Promise<IdentityAnswer[]> {
  if (anchors.length === 0) return []
  const rows = await db
    .selectFrom('identity_answers')
    .innerJoin('members', 'members.id', 'identity_answers.member_id')
    .leftJoin('members as taker', 'taker.id', 'identity_answers.undone_by')
    .selectAll('identity_answers')
    .select(['members.name as by_name', 'taker.name as taker_name'])
    .where(either => either.or([either('subject', 'in', [...anchors]), either('chosen', 'in', [...anchors])]))
    .orderBy('at', 'desc')
    .limit(20)
    .execute()
  return rows.map(row => ({
    id: row.id,
    subject: nameOfKey(row.subject),
    chosen: row.chosen === null ? null : nameOfKey(row.chosen),
    label: row.label,
    person: { id: row.member_id, name: row.by_name },
    reason: { code: row.reason_code, text: row.reason_text },
    at: row.at,
    undone:
      row.undone_by === null || row.undone_at === null
        ? null
        : { person: { id: row.undone_by, name: row.taker_name ?? row.undone_by }, at: row.undone_at },
  }))
}
