import { z } from 'zod'

/** Ids are numbers in the API and strings past 2^53; here always strings. */
const Id = z.union([z.string(), z.number()]).transform(String)

const Time = z.string().refine(text => !Number.isNaN(Date.parse(text)), 'not a time')

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

export const AuditsAnswer = z.object({
  audits: z.array(
    z.object({
      id: Id,
      metadata: z
        .object({ custom: z.object({ meshline: z.object({ key: z.string() }).optional() }).nullish() })
        .nullish(),
    }),
  ),
  next_page: z.string().nullish(),
})

export const ErrorAnswer = z.object({ error: z.unknown().optional(), description: z.string().optional() })
