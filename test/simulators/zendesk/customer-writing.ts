import { z } from 'zod'
import { PRIORITIES } from './ticket.ts'

/** A customer's email: a new ticket, or a reply to one that exists. */
export const CustomerWriting = z.object({
  ticketId: z.number().int().optional(),
  requesterId: z.number().int(),
  subject: z.string().default('(no subject)'),
  body: z.string(),
  priority: z.enum(PRIORITIES).optional(),
  tags: z.array(z.string()).default([]),
  groupId: z.number().int().optional(),
})
export type CustomerWriting = z.input<typeof CustomerWriting>
