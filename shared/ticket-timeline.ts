import { z } from 'zod'

/** A group or a person, by the vendor's id. */
const Named = z.object({ id: z.string(), name: z.string() })

/** Who did something to a ticket. System: a rule of the tool itself, an integration without a user, or the tool. */
export const TicketActor = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['agent', 'customer', 'system']),
})
export type TicketActor = z.infer<typeof TicketActor>

/**
 * What happened to a ticket, in words every ticket tool shares. Statuses and priorities are the tool's own words, save
 * where ours say the same of it: `closed` for any status in which nothing more is expected, and our four priorities.
 */
export const TicketChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('created'), status: z.string(), priority: z.string().nullable() }),
  z.object({ kind: z.literal('status'), from: z.string().nullable(), to: z.string().nullable() }),
  z.object({ kind: z.literal('priority'), from: z.string().nullable(), to: z.string().nullable() }),
  z.object({ kind: z.literal('public-reply') }),
  z.object({ kind: z.literal('internal-note') }),
  /** Where the ticket lies after the change; null: no group, nobody. */
  z.object({ kind: z.literal('assigned'), group: Named.nullable(), assignee: Named.nullable() }),
])
export type TicketChange = z.infer<typeof TicketChange>

/** `at`: epoch milliseconds, the vendor's clock. */
export const TicketEvent = z.object({ at: z.int(), actor: TicketActor, change: TicketChange })
export type TicketEvent = z.infer<typeof TicketEvent>

/** What happened to a ticket, oldest first; events of the same moment in the order the vendor wrote them down. */
export const TicketTimeline = z.object({
  ticketId: z.string(),
  events: z.array(TicketEvent),
  /** False where the vendor gave only a part. */
  complete: z.boolean(),
})
export type TicketTimeline = z.infer<typeof TicketTimeline>
