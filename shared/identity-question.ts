import { z } from 'zod'
import { ChangeReason } from './change-reason.ts'
import { Person } from './member.ts'
import { RecordRef } from './record-ref.ts'
import { RecordName } from './source-record.ts'

/** An account somebody may say it is, as the person asked sees it. */
export const AccountChoice = z.object({
  /** The record that stands for it in its source system. */
  record: RecordName,
  accountId: z.string(),
  label: z.string(),
  url: z.string().nullable(),
  /** What tells it apart: its address, plan or id. */
  hint: z.string(),
})
export type AccountChoice = z.infer<typeof AccountChoice>

/**
 * Whose this is cannot be told: several accounts share a name of one kind, or only a company's domain speaks for one.
 * No money moves until somebody has answered.
 */
export const IdentityQuestion = z.object({
  id: z.string(),
  /** The record in question, such as the requester of a ticket. */
  subject: RecordName,
  /** What they share: `email` `dana@acme.example`. */
  sharedKind: z.string(),
  shared: z.string(),
  choices: z.array(AccountChoice),
})
export type IdentityQuestion = z.infer<typeof IdentityQuestion>

/** Somebody's word on whose something is. Undoing it splits what it joined. */
export const IdentityAnswer = z.object({
  id: z.string(),
  subject: RecordName,
  /** The account's record it was said to be; null for "none of these". */
  chosen: RecordName.nullable(),
  label: z.string(),
  person: Person,
  reason: ChangeReason,
  at: z.int(),
  undone: z.object({ person: Person, at: z.int() }).nullable(),
})
export type IdentityAnswer = z.infer<typeof IdentityAnswer>

/** Body of POST /v1/identity/questions/{id}/answers. */
export const AnswerRequest = z.object({
  /** The host record the question was shown with. */
  record: RecordRef,
  /** One of the choices, or null for none of them. */
  chosen: RecordName.nullable(),
  reason: ChangeReason,
})
export type AnswerRequest = z.infer<typeof AnswerRequest>

/** Body of POST /v1/identity/answers/{id}/undo. */
export const UndoAnswerRequest = z.object({ record: RecordRef, reason: ChangeReason })
export type UndoAnswerRequest = z.infer<typeof UndoAnswerRequest>
