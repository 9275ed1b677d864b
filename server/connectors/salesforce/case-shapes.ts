import { z } from 'zod'
import { Case, Id, Moment, Person, Text } from './shapes.ts'

/** Rows of a sub-select; null where there are none. Salesforce cuts a long list and says that it is not done. */
export const Children = z
  .object({ records: z.array(z.unknown()).default([]), done: z.boolean().default(true) })
  .nullish()
  .catch(null)
export type Children = z.infer<typeof Children>

/** Somebody who did something; null where they may not be seen. */
const User = z.object({ Name: Text, UserType: Text }).nullish()

const Made = z.object({
  CreatedById: Id,
  CreatedBy: User,
  CreatedDate: Moment,
  IsDeleted: z.boolean().default(false),
})

/** A case with its course: fields that are not there were not asked for. */
export const CaseRow = Case.extend({
  Description: Text,
  Status: Text,
  Priority: Text,
  OwnerId: Id.nullish(),
  Owner: Person,
  CreatedById: Id.nullish(),
  CreatedBy: User,
  CreatedDate: Moment,
  ClosedDate: Moment.nullish(),
  LastModifiedDate: Moment.nullish(),
  IsStopped: z.boolean().nullish(),
  Entitlement: z.object({ Name: Text }).nullish(),
  Histories: Children,
  CaseComments: Children,
  EmailMessages: Children,
  CaseMilestones: Children,
})
export type CaseRow = z.infer<typeof CaseRow>

/** One change of one field. A reference that changed has a row with names and one with ids. */
export const HistoryRow = Made.extend({
  Id: z.string(),
  Field: z.string(),
  OldValue: z.unknown(),
  NewValue: z.unknown(),
})
export type HistoryRow = z.infer<typeof HistoryRow>

export const CommentRow = Made.extend({ IsPublished: z.boolean().default(false) })
export type CommentRow = z.infer<typeof CommentRow>

export const EmailRow = Made.extend({
  Incoming: z.boolean().default(false),
  Status: Text,
  FromName: Text,
  FromAddress: Text,
  MessageDate: Moment.nullish().catch(null),
})
export type EmailRow = z.infer<typeof EmailRow>

export const MilestoneRow = z.object({
  MilestoneType: z.object({ Name: Text }).nullish(),
  TargetDate: Moment.nullish(),
  IsCompleted: z.boolean().default(false),
  IsDeleted: z.boolean().default(false),
})

/** A value of the case status picklist. */
export const StatusRow = z.object({
  MasterLabel: Text,
  ApiName: Text,
  IsClosed: z.boolean().default(false),
  IsDefault: z.boolean().default(false),
})

/** What of a list can be read, and whether that is all of it. */
export function readChildren<T extends { IsDeleted: boolean }>(shape: z.ZodType<T>, children: Children) {
  const parsed = (children?.records ?? []).map(row => shape.safeParse(row))
  return {
    rows: parsed.flatMap(({ data }) => (data && !data.IsDeleted ? [data] : [])),
    whole: (children?.done ?? true) && parsed.every(({ success }) => success),
  }
}
