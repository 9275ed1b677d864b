import { z } from 'zod'

export const ITEM_KINDS = ['billing-dispute', 'billing-inquiry', 'general'] as const
export const ItemKind = z.enum(ITEM_KINDS)
export type ItemKind = z.infer<typeof ItemKind>

/** Where an item stands. Pending: something it rests on is stale, missing or ambiguous, and says what. */
export const ItemStatus = z.enum(['open', 'pending', 'done'])
export type ItemStatus = z.infer<typeof ItemStatus>

/** A vendor's object an item is about. */
export const ItemLink = z.object({
  vendor: z.string(),
  type: z.enum(['ticket', 'dispute', 'charge']),
  id: z.string(),
  url: z.string().nullable(),
})
export type ItemLink = z.infer<typeof ItemLink>

/** Something actionable: a ticket, a dispute, or both once they are known to be one matter. */
export const WorkItem = z.object({
  id: z.string(),
  kind: ItemKind,
  status: ItemStatus,
  pendingReason: z.string().nullable(),
  title: z.string(),
  links: z.array(ItemLink),
})
export type WorkItem = z.infer<typeof WorkItem>

const BILLING_TAGS: ReadonlySet<string> = new Set(['billing', 'refund', 'payment', 'invoice'])
const BILLING_WORDS =
  /\b(charged|charge|refund|payment|billed|invoice|abgebucht|rechnung|erstatt\w*|doppelt belastet)\b/i

/** What a ticket is about, by its tags first and its words second. */
export function classifyTicket(ticket: {
  subject: string
  description: string
  tags: readonly string[]
}): ItemKind {
  if (ticket.tags.some(tag => BILLING_TAGS.has(tag))) return 'billing-inquiry'
  return BILLING_WORDS.test(`${ticket.subject} ${ticket.description}`) ? 'billing-inquiry' : 'general'
}
