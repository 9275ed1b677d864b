import { z } from 'zod'

/** Ids are numbers in the API and strings past 2^53; here always strings. */
const Id = z.union([z.string(), z.number()]).transform(String)

export const ZendeskTicket = z.object({
  id: Id,
  subject: z.string().nullish(),
  raw_subject: z.string().nullish(),
  description: z.string().nullish(),
  status: z.string(),
  tags: z.array(z.string()).default([]),
  requester_id: Id.nullish(),
  organization_id: Id.nullish(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type ZendeskTicket = z.infer<typeof ZendeskTicket>

export const ZendeskUser = z.object({
  id: Id,
  name: z.string().nullish(),
  email: z.string().nullish(),
  external_id: z.string().nullish(),
  organization_id: Id.nullish(),
  updated_at: z.string(),
})
export type ZendeskUser = z.infer<typeof ZendeskUser>

export const ZendeskOrganization = z.object({
  id: Id,
  name: z.string(),
  domain_names: z.array(z.string()).default([]),
  tags: z.array(z.string()).default([]),
  updated_at: z.string(),
})
export type ZendeskOrganization = z.infer<typeof ZendeskOrganization>

export const TicketAnswer = z.object({
  ticket: ZendeskTicket,
  users: z.array(ZendeskUser).default([]),
  organizations: z.array(ZendeskOrganization).default([]),
})
export type TicketAnswer = z.infer<typeof TicketAnswer>

export const UserAnswer = z.object({ user: ZendeskUser })

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
