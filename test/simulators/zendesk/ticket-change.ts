import { z } from 'zod'
import { invalidAttribute } from './error.ts'
import { PRIORITIES, STATUSES, TYPES } from './ticket.ts'

const Flag = z.union([z.boolean(), z.enum(['true', 'false']).transform(text => text === 'true')])

/** The body of a ticket update. What is left out stays as it is. */
export const TicketChange = z.object({
  subject: z.string().optional(),
  status: z.enum(STATUSES).optional(),
  priority: z.enum(PRIORITIES).nullish(),
  type: z.enum(TYPES).nullish(),
  assignee_id: z.number().int().nullish(),
  group_id: z.number().int().nullish(),
  external_id: z.string().nullish(),
  tags: z.array(z.string()).optional(),
  additional_tags: z.array(z.string()).optional(),
  remove_tags: z.array(z.string()).optional(),
  custom_fields: z.array(z.object({ id: z.number().int(), value: z.unknown() })).optional(),
  comment: z
    .object({
      body: z.string().optional(),
      html_body: z.string().optional(),
      public: z.boolean().default(true),
      author_id: z.number().int().optional(),
    })
    .optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  safe_update: Flag.optional(),
  updated_stamp: z.string().optional(),
})
export type TicketChange = z.input<typeof TicketChange>
export type ReadChange = z.output<typeof TicketChange>

/** Throws Zendesk's 400 for a body of another shape. */
export function readChange(body: unknown): ReadChange {
  const parsed = TicketChange.safeParse(body)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw invalidAttribute(issue?.path.join('.') || 'ticket', issue?.message ?? '')
}
