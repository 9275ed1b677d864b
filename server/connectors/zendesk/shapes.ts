import { z } from 'zod'

/** Ids are numbers in the API and strings past 2^53; here always strings. */
export const Id = z.union([z.string(), z.number()]).transform(String)

export const Time = z.string().refine(text => !Number.isNaN(Date.parse(text)), 'not a time')

export const ZendeskTicket = z.object({
  id: Id,
  type: z.string().nullish(),
  subject: z.string().nullish(),
  raw_subject: z.string().nullish(),
  description: z.string().nullish(),
  status: z.string(),
  tags: z.array(z.string()).default([]),
  requester_id: Id.nullish(),
  organization_id: Id.nullish(),
  submitter_id: Id.nullish().catch(null),
  priority: z.string().nullish().catch(null),
  group_id: Id.nullish().catch(null),
  assignee_id: Id.nullish().catch(null),
  /** Only where it was asked for, and the plan of the account has SLAs. */
  slas: z
    .object({ policy_metrics: z.array(z.unknown()).catch([]) })
    .nullish()
    .catch(null),
  created_at: Time,
  updated_at: Time,
})
export type ZendeskTicket = z.infer<typeof ZendeskTicket>

export const ZendeskUser = z.object({
  id: Id,
  name: z.string().nullish(),
  email: z.string().nullish(),
  role: z.string().nullish(),
  external_id: z.string().nullish(),
  organization_id: Id.nullish(),
  locale: z.string().nullish(),
  /** False for one that was deleted, or merged into another user, which Zendesk does not name. */
  active: z.boolean().nullish(),
  updated_at: Time,
})
export type ZendeskUser = z.infer<typeof ZendeskUser>

/** As much of a user as says who did something. */
export const ZendeskPerson = z.object({
  id: Id,
  name: z.string().nullish().catch(null),
  email: z.string().nullish().catch(null),
  role: z.string().nullish().catch(null),
  /** False for one that was deleted; Zendesk makes agents end users before. */
  active: z.boolean().nullish().catch(null),
  suspended: z.boolean().nullish().catch(null),
})
export type ZendeskPerson = z.infer<typeof ZendeskPerson>

export const ZendeskGroup = z.object({
  id: Id,
  name: z.string(),
  deleted: z.boolean().nullish().catch(null),
})
export type ZendeskGroup = z.infer<typeof ZendeskGroup>

export const ZendeskOrganization = z.object({
  id: Id,
  name: z.string(),
  domain_names: z.array(z.string()).nullish(),
  external_id: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  organization_fields: z.record(z.string(), z.unknown()).nullish(),
  /** Only in exports. */
  deleted_at: z.string().nullish(),
  updated_at: Time,
})
export type ZendeskOrganization = z.infer<typeof ZendeskOrganization>

export const TicketAnswer = z.object({
  ticket: ZendeskTicket,
  users: z.array(ZendeskUser).default([]),
  organizations: z.array(ZendeskOrganization).default([]),
  groups: z.array(z.unknown()).nullish().catch(null),
})
export type TicketAnswer = z.infer<typeof TicketAnswer>

export const UserAnswer = z.object({ user: ZendeskUser })

/** A page of whatever rows; each is read by itself, so that one nobody can read does not hide the others. */
export const UsersAnswer = z.object({
  users: z.array(z.unknown()).default([]),
  organizations: z.array(z.unknown()).default([]),
})

export const OrganizationsAnswer = z.object({ organizations: z.array(z.unknown()).default([]) })

export const DeletedTicketsAnswer = z.object({
  deleted_tickets: z.array(z.object({ id: Id, subject: z.string().nullish(), deleted_at: Time })),
})

export const MergesAnswer = z.object({
  organization_merges: z.array(z.object({ loser_id: Id, winner_id: Id, status: z.string() })),
})

/** Both kinds of incremental export: by cursor and by time. */
export const ExportAnswer = z.object({
  after_cursor: z.string().nullish(),
  end_time: z.number().nullish(),
  end_of_stream: z.boolean(),
})

export const ErrorAnswer = z.object({
  error: z.unknown().optional(),
  description: z.string().optional().catch(undefined),
  /** What is wrong with each field. */
  details: z
    .record(z.string(), z.array(z.object({ description: z.string() })).catch([]))
    .optional()
    .catch(undefined),
})
