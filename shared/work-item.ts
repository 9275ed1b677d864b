import { z } from 'zod'

export const ITEM_KINDS = ['billing-dispute', 'billing-inquiry', 'general'] as const
export const ItemKind = z.enum(ITEM_KINDS)
export type ItemKind = z.infer<typeof ItemKind>

/** Where an item stands. Pending: something it rests on is stale, missing or ambiguous, and says what. */
export const ItemStatus = z.enum(['open', 'pending', 'done'])
export type ItemStatus = z.infer<typeof ItemStatus>

/** What tools call the record a customer's question is worked on in. */
export const DESK_TYPES = ['ticket', 'case'] as const
export const DeskType = z.enum(DESK_TYPES)
export type DeskType = z.infer<typeof DeskType>

/** A vendor's object an item is about. */
export const ItemLink = z.object({
  vendor: z.string(),
  type: z.enum([...DESK_TYPES, 'dispute', 'charge']),
  id: z.string(),
  url: z.string().nullable(),
})
export type ItemLink = z.infer<typeof ItemLink>

/** The ticket or case among what an item is about, of which it has at most one; null where it has none. */
export function deskRecordOf<Link extends Pick<ItemLink, 'type'>>(
  links: readonly Link[],
): (Link & { readonly type: DeskType }) | null {
  return links.find(isDeskRecord) ?? null
}

export function isDeskRecord<Link extends Pick<ItemLink, 'type'>>(
  link: Link,
): link is Link & { readonly type: DeskType } {
  return link.type === 'ticket' || link.type === 'case'
}

/** Something actionable: a ticket or case, a dispute, or both once they are known to be one matter. */
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

/** What a ticket or case is about, by its tags first and its words second. */
export function classifyTicket(ticket: {
  subject: string
  description: string
  tags: readonly string[]
}): ItemKind {
  if (ticket.tags.some(tag => BILLING_TAGS.has(tag))) return 'billing-inquiry'
  return BILLING_WORDS.test(`${ticket.subject} ${ticket.description}`) ? 'billing-inquiry' : 'general'
}
